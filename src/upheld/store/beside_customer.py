"""What stands beside a customer on their page. Of much of it most have none: all of it is read by
one statement, which a process writes once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Case, Count, Exists, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from upheld.core.promises.commitments import CommitmentState
from upheld.core.words import CaseState

from . import matching
from . import models as rows
from .merged import as_one
from .rows.portal import ASKS
from .sight import seen, withheld
from .sql import in_one

_MOST_CASES = 12


@dataclass(frozen=True, slots=True)
class Beside:
    """Of all the rows of the person. `cases` are those that are open, then the newest of those that
    are closed, a few of them in all. `waiting` is how many complaints wait for a finding, `reached`
    whether there was any contact, `value` what they may bring; conduct, exceptions and merges stand
    with the newest first, promises with the earliest due. `needs` says whether they told in a case
    what they need, `may_be_twice` whether a pair waits in which this customer is one."""

    cases: Sequence[rows.Case]
    waiting: int
    reached: bool
    needs: bool
    conduct: Sequence[rows.Conduct]
    restrictions: Sequence[rows.Restriction]
    exceptions: Sequence[rows.Deviation]
    promises: Sequence[rows.Commitment]
    assessment: rows.FitAssessment | None
    contests: Sequence[rows.FitContest]
    notes: Sequence[rows.FitNote]
    value: rows.CustomerValue | None
    merges: Sequence[rows.CustomerMerge]
    may_be_twice: bool
    legal_holds: Sequence[rows.LegalHold]


def read(customer: rows.Customer) -> Beside:
    """One statement."""
    told, counted = _BESIDE.read([customer.pk, as_one.shown_as(customer).pk])
    _lead_to(told["conduct"], "contact", told["contacts"])
    _lead_to(told["promises"], "case", told["promised_in"])
    _lead_to(told["values"], "of", told["valuings"])
    _lead_to(told["merges"], "customer", told["merged"])
    _lead_to(told["cases"], "customer", told["whose"])
    _lead_to(told["cases"], "owner", told["owners"])
    _lead_to(told["legal_holds"], "case", told["held_cases"])
    return Beside(
        cases=sorted(
            told["cases"],
            key=lambda row: (row.state == CaseState.CLOSED, -row.received_at.timestamp()),
        ),
        waiting=counted[customer.pk]["waiting"],
        reached=bool(counted[customer.pk]["reached"]),
        needs=bool(told["needs"]),
        conduct=told["conduct"],
        restrictions=told["restrictions"],
        exceptions=told["exceptions"],
        promises=sorted(told["promises"], key=attrgetter("due", "pk")),
        assessment=next(iter(told["assessments"]), None),
        contests=sorted(told["contests"], key=attrgetter("pk"), reverse=True),
        notes=told["notes"],
        value=next(iter(told["values"]), None),
        merges=sorted(told["merges"], key=attrgetter("pk"), reverse=True),
        may_be_twice=bool(told["pairs"]),
        legal_holds=sorted(told["legal_holds"], key=attrgetter("review_due", "pk")),
    )


def _lead_to(found: Sequence[Any], name: str, there: Sequence[Any]) -> None:
    by_number = {each.pk: each for each in there}
    for row in found:
        setattr(row, name, by_number.get(getattr(row, f"{name}_id")))


def _asked(numbers: Sequence[int]) -> Mapping[str, "QuerySet[Any]"]:
    """By the number of the customer, and that of the one who stays."""
    customer, person = numbers
    theirs = as_one.shown_family(person).values("pk")
    cases = rows.Case.objects.filter(customer__in=theirs)
    is_closed = Case(When(state=CaseState.CLOSED, then=1), default=0)
    listed = cases.order_by(is_closed, "-received_at").values("pk")[:_MOST_CASES]
    shown = rows.Case.objects.filter(pk__in=listed)
    conduct = rows.Conduct.objects.filter(customer__in=theirs)
    promises = rows.Commitment.objects.filter(state=CommitmentState.OPEN, case__in=cases)
    values = rows.CustomerValue.objects.filter(customer=person)
    merges = matching.standing().filter(into=person).select_related(None)
    pairs = matching.queue().filter(one=customer) | matching.queue().filter(other=customer)
    holds = rows.LegalHold.objects.filter(customer__in=theirs, lifted_at=None)
    return {
        "legal_holds": holds,
        "held_cases": _behind(rows.Case.everything, holds, "case"),
        "cases": shown,
        "whose": _behind(rows.Customer.everything, shown, "customer"),
        "owners": _behind(rows.Person.objects, shown, "owner"),
        "conduct": conduct,
        "contacts": _behind(rows.Contact.everything, conduct, "contact"),
        "restrictions": rows.Restriction.objects.filter(customer__in=theirs),
        "exceptions": rows.Deviation.objects.filter(customer__in=theirs),
        "promises": promises,
        "promised_in": _behind(rows.Case.everything, promises, "case"),
        "assessments": rows.FitAssessment.objects.filter(customer=person),
        "contests": rows.FitContest.objects.filter(customer__in=theirs),
        "notes": seen.of_writers(rows.FitNote.objects.filter(customer__in=theirs), "by"),
        "values": values,
        "valuings": _behind(rows.Valuing.objects, values, "of"),
        "merges": merges,
        "merged": _behind(rows.Customer.everything, merges, "customer"),
        "pairs": pairs.select_related(None),
        "needs": rows.Need.objects.filter(ASKS, case__customer=customer),
    }


def _behind(there: Any, found: "QuerySet[Any]", name: str) -> "QuerySet[Any]":
    named: QuerySet[Any] = there.filter(pk__in=found.order_by().values(name))
    return named


def _counted(numbers: Sequence[int]) -> "QuerySet[rows.Customer]":
    customer, person = numbers
    told = rows.Customer.everything.filter(pk=customer)
    theirs = as_one.shown_family(person).values("pk")
    contacts = rows.Contact.objects.filter(customer__in=theirs).order_by()
    return told.annotate(waiting=Coalesce(Subquery(_waiting(person)), 0), reached=Exists(contacts))


@seen.whole()
def _waiting(person: int) -> "QuerySet[Any, Any]":
    theirs = rows.Case.objects.filter(customer__in=as_one.family(person).values("pk"))
    waiting = withheld.waiting(theirs).order_by().values(all=Value(1)).annotate(n=Count("pk"))
    return waiting.values("n")


_BESIDE = in_one.Prepared(_asked, _counted, as_one.apart)
