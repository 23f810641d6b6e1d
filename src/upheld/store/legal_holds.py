"""What a legal hold reaches: the case and every case that it was ever one with, or the person and
all their cases. Nothing of it is erased while the hold stands.

Two cases that were merged have words of each other in their records, also after the merge was
undone, and so have two that a message was split off between: an erasure of the one takes its words
out of the other (store/erased/copies.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from upheld.core.legal_holds import Hold

from . import models as rows
from .merged import as_one, merging
from .sight import seen, withheld
from .sql.asked_again import AskedAgain

Holds = tuple[rows.LegalHold, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Every case and every customer that a hold reaches, by number, with the holds: that which is
    reviewed first is the first. It is the same whoever looks."""

    cases: Mapping[int, Holds]
    customers: Mapping[int, Holds]


def standing() -> "QuerySet[rows.LegalHold]":
    """Those that were not lifted, of every team. What an older backup brought back and was then
    erased again is held no more."""
    found = rows.LegalHold.everything.filter(lifted_at=None)
    return found.filter(case__erased_at=None, customer__erased_at=None)


def told(row: rows.LegalHold) -> Hold:
    return Hold(row.pk, timezone.localdate(row.at), row.review_due)


@seen.whole()
def held() -> Held:
    """Whoever looks. A handful of statements, however many holds stand."""
    cases: dict[int, set[rows.LegalHold]] = defaultdict(set)
    people: dict[int, set[rows.LegalHold]] = defaultdict(set)
    for hold in standing().annotate(person=as_one.person_of()):
        if hold.case_id:
            cases[hold.case_id].add(hold)
        else:
            people[hold.person].add(hold)
    every = rows.Customer.everything
    family = every.filter(Q(pk__in=people) | Q(merged_into__in=people)) if people else every.none()
    customers = {pk: people[into or pk] for pk, into in family.values_list("pk", "merged_into")}
    theirs = rows.Case.everything.filter(customer__in=customers)
    for case, customer in theirs.values_list("pk", "customer") if customers else ():
        cases[case] |= customers[customer]
    _spread(cases)
    return Held(_in_order(cases), _in_order(customers))


@seen.whole()
def customers() -> "QuerySet[rows.Customer]":
    """Whom a hold on a customer reaches, for a statement that leaves theirs out. A hold on one case
    alone is in its record."""
    people = standing().filter(case=None).order_by().annotate(person=as_one.person_of())
    whose = people.values("person")
    return rows.Customer.everything.filter(Q(pk__in=whose) | Q(merged_into__in=whose))


def of_import(number: int) -> list[rows.LegalHold]:
    """The holds that stand and reach anything that an import brought and that is still here."""
    now = held()
    here = {"brought_by": number, "taken_back_at": None}
    cases = rows.Case.everything.filter(pk__in=now.cases, **here).values_list("pk", flat=True)
    whose = set(rows.Customer.everything.filter(pk__in=now.customers, **here).values_list("pk"))
    for kind in (rows.Order, rows.Contact):
        theirs = kind.everything.filter(customer__in=now.customers, **here)
        whose |= set(theirs.order_by().values_list("customer").distinct())
    over = [now.cases[pk] for pk in cases] + [now.customers[pk] for (pk,) in whose]
    return sorted({each for holds in over for each in holds}, key=_turn)


def of_person(customer: int) -> list[rows.LegalHold]:
    """The holds on the person and all their cases, whichever of their rows was named."""
    return list(standing().filter(case=None, customer__in=as_one.family(customer).values("pk")))


def _spread(cases: dict[int, set[rows.LegalHold]]) -> None:
    """From each case to those that it was ever one with, until nothing is new."""
    new = set(cases)
    while new:
        grown = set()
        for pair in merging.near(new):
            both = set().union(*(cases.get(each, ()) for each in pair))
            grown |= {each for each in pair if cases.get(each, set()) != both}
            cases.update({each: set(both) for each in pair})
        new = grown


def _in_order(found: Mapping[int, Iterable[rows.LegalHold]]) -> dict[int, Holds]:
    return {pk: tuple(sorted(holds, key=_turn)) for pk, holds in found.items()}


def _turn(hold: rows.LegalHold) -> tuple[date, int]:
    """That which is reviewed first is the first."""
    return hold.review_due, hold.pk


@seen.whole()
def over(case: rows.Case) -> list[rows.LegalHold]:
    """The holds that reach one case, as `held` says, for its page: one statement where the firm
    has none, and a few where it has."""
    if not _ANY():
        return []
    near = {case.pk, *merging.ever_near({case.pk})}
    whose = rows.Case.everything.filter(pk__in=near).order_by().annotate(person=as_one.person_of())
    found = standing().annotate(person=as_one.person_of())
    return list(found.filter(Q(case__in=near) | Q(case=None, person__in=whose.values("person"))))


_ANY = AskedAgain(lambda: standing().order_by().values_list("pk")[:1])


def shown(found: Iterable[rows.LegalHold]) -> set[int]:
    """Those of these whose reason is for whoever looks to read. No statement where nothing is
    hidden."""
    holds = {each.pk for each in found}
    if not holds or not seen.hides():
        return holds
    return set(rows.LegalHold.objects.filter(pk__in=holds).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Words:
    """What was said of a hold and by whom, as whoever looks is told it: what somebody of a private
    team said stays with the team, and is empty to others."""

    reason: str
    by: str
    lifted_why: str
    lifted_by: str


def words(found: Iterable[rows.LegalHold]) -> dict[int, Words]:
    """By the number of the hold. One statement, and none where nothing is hidden."""
    others = set(seen.others_names()) if seen.hides() else set()
    return {
        each.pk: Words(
            *_words(each.reason, each.by, others),
            *_words(each.lifted_why, each.lifted_by_name, others),
        )
        for each in found
    }


def _words(said: str, by: str, others: Collection[str]) -> tuple[str, str]:
    return ("", withheld.ANOTHERS) if by in others else (said, by)


def kept_back(hold: rows.LegalHold, cases: Collection[int]) -> bool:
    """Whether whoever looks may not say that it need not be: where it is on a person, or on these
    `cases` alone, of whom something is another team's own, or that team said why it is."""
    customer = None if hold.case_id else hold.customer
    return withheld.keeps_any(customer, cases) or not words([hold])[hold.pk].reason


def to_review(today: date) -> "QuerySet[rows.LegalHold]":
    """Those that whoever looks may see and that are to be reviewed by now, the oldest first."""
    theirs = rows.LegalHold.objects.filter(pk__in=standing().values("pk"))
    return theirs.filter(review_due__lte=today)
