"""Who somebody is to us is withheld until what they allege is found: it must not colour that."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from upheld.core.event_kinds import EventKind
from upheld.core.fit_rules import AXES
from upheld.core.words import CaseState
from upheld.store import models as rows
from upheld.store.counted.walked import walked
from upheld.store.merged import as_one
from upheld.store.sql.asked_again import AskedAgain

from . import seen


@dataclass(frozen=True, slots=True)
class Waits:
    """That a complaint of somebody waits for a finding, and how many of those that are `shown` to
    whoever looks. There may be `others`, of which the same is told whether there are any or not."""

    shown: int
    others: bool


def waiting_for_findings(customer: rows.Customer) -> Waits | None:
    """Open complaints with an allegation that has no finding, or with nothing alleged yet."""
    return told_waiting(customer, _waiting_for_findings(customer))


@seen.whole()
def _waiting_for_findings(customer: rows.Customer) -> int:
    return waiting(as_one.cases(customer)).count()


def told_waiting(customer: rows.Customer, every: int, but: Collection[int] = ()) -> Waits | None:
    """What whoever looks is told where so many wait, but for these."""
    if not every:
        return None
    if not seen.hides():
        return Waits(every, others=False)
    return Waits(waiting(as_one.cases(customer)).exclude(pk__in=but).count(), others=True)


@seen.whole()
def withheld(customers: "Collection[int] | QuerySet[Any, Any]") -> set[int]:
    """Those of these customers whose fit is withheld now, in one statement: a complaint of any row
    of theirs waits, whichever of the rows is asked about."""
    if isinstance(customers, QuerySet):
        return set(_withheld(customers).values_list("pk", flat=True))
    return {pk for (pk,) in _WITHHELD(list(customers))} if customers else set()


def _withheld(customers: "Sequence[int] | QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    named = rows.Customer.everything.filter(pk__in=customers).annotate(person=_PERSON)
    people, every = named.values("person"), rows.Customer.everything
    # Two asked apart: PostgreSQL would read every customer for an OR.
    merged = every.filter(merged_into__in=people).values("pk")
    theirs = every.filter(pk__in=people).values("pk").union(merged, all=True)
    found = rows.Case.objects.filter(customer__in=theirs)
    return named.filter(person__in=waiting_people(found)).values_list("pk")


@seen.whole()
def marked(exceptions: "QuerySet[rows.Deviation]") -> "QuerySet[Any]":
    """With `fit_withheld`: whether the band and the persona that each was granted under may not be
    told now. Of each is asked for the complaints of its own customer, so that a page of them costs
    the same however many complaints wait."""
    theirs = rows.Case.objects.filter(customer__in=as_one.of_outer("customer__")).order_by()
    one = Subquery(waiting(theirs).values("pk")[:1])
    is_withheld = ExpressionWrapper(Q(waiting__isnull=False), BooleanField())
    return exceptions.alias(waiting=one).annotate(fit_withheld=is_withheld)


def waiting_people(cases: "QuerySet[rows.Case]") -> "QuerySet[Any, Any]":
    """The numbers of the customers who stay, of whom one of these complaints waits."""
    found = waiting(cases).order_by().annotate(person=as_one.person_of())
    return found.values("person")


@seen.whole()
def all_withheld() -> set[int]:
    """Everybody of whom that is so, by each of their rows, since whoever looks may know somebody by
    another than the one who stays (store/merged/as_one.py). One statement."""
    people, every = waiting_people(rows.Case.objects.all()), rows.Customer.everything.order_by()
    # Two asked apart: PostgreSQL would read every customer for an OR.
    merged = every.filter(merged_into__in=people).values_list("pk", flat=True)
    found = every.filter(pk__in=people).values_list("pk", flat=True)
    return set(found.union(merged, all=True))


@seen.whole()
def rows_withheld() -> "QuerySet[Any, Any]":
    """The numbers of all their rows, for a list that leaves them out."""
    people = waiting_people(rows.Case.objects.all())
    every = rows.Customer.everything.order_by().annotate(person=_PERSON)
    return every.filter(person__in=people).values("pk")


@seen.whole()
def not_withheld(customers: "QuerySet[Any]", among: Q | None = None) -> "QuerySet[Any]":
    """Those of these customers whose fit may be told, for a list that shows the first of many: each
    is asked for their own complaints, and of those of whom `among` does not hold nothing."""
    theirs = rows.Case.objects.filter(customer__in=as_one.of_outer("")).order_by()
    one = Subquery(waiting(theirs).values("pk")[:1])
    return walked(customers.alias(waits=one), Q(waits=None), among)


def waiting(cases: "QuerySet[rows.Case]") -> "QuerySet[rows.Case]":
    """Those of these complaints that still wait for a finding."""
    alleged = rows.Allegation.objects.filter(case=OuterRef("pk"))
    not_found = Exists(alleged.filter(finding=None))
    return cases.exclude(state=CaseState.CLOSED).filter(not_found | ~Exists(alleged))


_WITHHELD = AskedAgain(_withheld)
_PERSON = Coalesce("merged_into", "pk")
_OF_FIT = frozenset({
    EventKind.CUSTOMER_KNOWN, EventKind.FIT_NOTED, EventKind.FIT_ASSESSED,
    EventKind.FIT_CONTESTED, EventKind.FIT_REVIEWED,
})  # fmt: skip
_TELLS = frozenset({*AXES, "fit_evidence", "persona", "text", "line", "sentence", "why", "found"})


# What somebody found, tried, heard, judged or wrote down of a customer, for whichever case, and why
# they say that it is kept for a dispute.
_OF_WRITERS = _OF_FIT | {
    EventKind.CAUSE_LOOKED_FOR, EventKind.WAY_TRIED, EventKind.CUSTOMER_MENDED,
    EventKind.LEGAL_HOLD_PLACED, EventKind.LEGAL_HOLD_REVIEWED, EventKind.LEGAL_HOLD_LIFTED,
}  # fmt: skip
ANOTHERS = "somebody of another team"


def writer(name: str) -> str:
    """Whoever wrote something of a customer, by the name that whoever looks may know."""
    others = seen.hides() and seen.others_names().filter(name=name).exists()
    return ANOTHERS if others else name


# What was asked of the marts may name whom it was asked for.
_TOLD_BY_NAME = _OF_WRITERS | {EventKind.QUESTION_ASKED}


def by_others(events: Iterable[rows.Event]) -> set[int]:
    """The numbers of those by which somebody would be told with whom a team works that is kept from
    them: its words, and whose they are, stay with it. One statement, and none where nothing is."""
    if not seen.hides():
        return set()
    written = {each.number: each.by for each in events if each.kind in _TOLD_BY_NAME}
    others = set(seen.others_names()) if written else set()
    return {number for number, by in written.items() if by in others}


# The same, as it is kept: each with who wrote it.
_WRITTEN = (
    (rows.CauseLook, "looked_by"), (rows.WayTried, "by"), (rows.FitNote, "by"),
    (rows.FitContest, "by"),
)  # fmt: skip


def keeps_back(customer: rows.Customer) -> bool:
    """Whether anything of this person is kept from whoever looks: a case, or what somebody of a
    private team wrote down of them."""
    if not seen.hides():
        return False
    family = as_one.family(customer)
    if seen.keeps_back(family):
        return True
    theirs, others = family.values("pk"), list(seen.others_names())
    written = [
        model._base_manager.filter(customer__in=theirs, **{f"{by}__in": others})
        for model, by in _WRITTEN
    ]
    return any(each.exists() for each in [*written, _acts_of(family, others)])


def keeps_any(customer: rows.Customer | None, cases: Collection[int]) -> bool:
    """The same of the person with their cases, or where nobody is named of these cases alone:
    neither is erased, nor freed for that, by whoever may not see all of it."""
    if customer and keeps_back(customer):
        return True
    return len(seen.shown(cases)) < len(cases)


def _acts_of(family: "QuerySet[Any, Any]", others: Collection[str]) -> "QuerySet[rows.Event]":
    """In the records of their cases, and beside every case."""
    acts = rows.Event.objects.filter(kind__in=_OF_WRITERS, by__in=others, erased_by=None)
    numbers = list(family.values_list("pk", flat=True))
    beside = Q(case=None, data__customer__in=numbers)
    return acts.filter(Q(case__customer__in=numbers) | beside)


def named_by(events: Iterable[rows.Event]) -> set[int]:
    """The customers whose fit an event of these speaks of."""
    return {event.data["customer"] for event in events if _speaks_of_fit(event)}


def told_of(event: rows.Event, kept_back: Collection[int]) -> dict[str, Any]:
    """What an event says, without the fit of those whose fit is withheld."""
    if not _speaks_of_fit(event) or event.data["customer"] not in kept_back:
        return dict(event.data)
    return {**_without(event.data), "withheld": True}


def without_fit(decision: Mapping[str, Any]) -> dict[str, Any]:
    """A decision as it is printed, without the fit that its goodwill read. What it gives stays: it
    must be answered, whatever else waits."""
    trace = [
        {**ruling, "read": _not_of_fit(ruling["read"])}
        for ruling in decision["trace"]
        if ruling["table"] != "fit"
    ]
    return {**decision, "fit": None, "trace": trace}


def document_without_fit(document: Mapping[str, Any]) -> dict[str, Any]:
    """The case as it was decided, without the fit of who complained."""
    told = document.get("customer") or {}
    left = {name: value for name, value in told.items() if name not in ("fit", "fit_evidence")}
    return {**document, "customer": left}


def _not_of_fit(read: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in read.items() if not name.startswith("fit.")}


def _speaks_of_fit(event: rows.Event) -> bool:
    return event.kind in _OF_FIT and "customer" in event.data


def _without(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _without(value) if isinstance(value, dict) else value
        for name, value in told.items()
        if name not in _TELLS
    }
