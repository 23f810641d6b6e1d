"""What the rows say of a relationship, for the gates of a parting: computed and never recorded."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from upheld.core.event_kinds import EventKind
from upheld.core.money import Money
from upheld.core.parting import Gate, Known, Looked, Tried, Way, by_policy, gates
from upheld.core.promises.commitments import CommitmentState
from upheld.core.references import reference
from upheld.core.words import CaseState, FindingResult, Outcome

from . import came_last, policies
from . import models as rows
from .counted import burden
from .merged import as_one, merging
from .sight import seen
from .sql import in_one
from .sql.asked_again import AskedAgain

_ANSWERED = (CaseState.ANSWERED, CaseState.CLOSED)
_UPHELD = (Outcome.UPHELD, Outcome.PARTLY_UPHELD)
_AGAINST_US = (FindingResult.SUBSTANTIATED, FindingResult.PARTLY)
_KEPT_BACK = "What settles this is another team's own: an administrator sees it."


def known(customer: rows.Customer, now: datetime) -> Known:
    """All that the gates look at, of all the rows of the person: three statements, and one more for
    what was recorded of a need and for each step by which cases of theirs went over into others."""
    person = as_one.shown_as(customer).pk
    latest, (told, _) = _latest_decisions(person), _ASKED.read([person])
    promised = told["promised"]
    return Known(
        burden=burden.of_customer(customer.pk, now),
        looked=_looked(told["looked"]),
        tried=[Tried(Way(row.way), row.tried_on, row.came_of_it) for row in told["ways"]],
        owed=list(_owed(promised, latest, told["acts"])),
        open=_open(told["open"]),
        fault_on=max((timezone.localdate(row.at) for row in told["faults"]), default=None),
        upheld_on=max(
            (timezone.localdate(row.at) for row in latest if row.outcome in _UPHELD), default=None
        ),
        vulnerable=as_one.any_of_them(row.vulnerable for row in told["people"]),
        needs=list(_needs(customer, told["needs"], told["of_needs"])),
        recorded=as_one.stays(customer).relationship,
    )


def _asked(person: Sequence[int]) -> "dict[str, QuerySet[Any]]":
    """What is read by one statement, by its name."""
    customer = rows.Customer(pk=person[0])
    theirs = _theirs(customer)
    faults = rows.Finding.objects.filter(
        allegation__case__customer__in=theirs, result__in=_AGAINST_US
    )
    needs = rows.Need.objects.filter(case__customer__in=theirs)
    return {
        "looked": cause_looks(customer).exclude(looked_at=None),
        "ways": ways_tried(customer),
        "promised": rows.Commitment.objects.filter(case__customer__in=theirs),
        "acts": came_last.decided_and_settled(theirs),
        "open": as_one.cases(customer).exclude(state=CaseState.CLOSED, merged_into=None),
        "faults": rows.Finding.objects.filter(pk__in=faults.order_by("-at").values("pk")[:1]),
        "people": as_one.family(customer),
        "needs": needs,
        "of_needs": rows.Case.everything.filter(pk__in=needs.order_by().values("case")),
    }


_ASKED = in_one.Prepared(_asked, told_apart=as_one.apart)


def gates_of(customer: rows.Customer, now: datetime) -> tuple[Gate, ...]:
    """Every gate of a parting from this customer, and the firm's own table over them as the last:
    it may ask for more than the gates do. Each is judged by everything, whoever looks: nobody is
    parted from over a complaint that a private team works on. What shows it is what they may see.
    """
    with seen.whole():
        judged = _judged(customer, now)
    if not seen.hides():
        return judged
    return tuple(map(_told, judged, _judged(customer, now)))


def _told(judged: Gate, seen_so: Gate) -> Gate:
    if judged.passed == seen_so.passed:
        return seen_so
    return replace(judged, shown=_KEPT_BACK)


def _judged(customer: rows.Customer, now: datetime) -> tuple[Gate, ...]:
    so_far = known(customer, now)
    found = gates(so_far, timezone.localdate(now))
    return (*found, by_policy(found, so_far, policies.policy_in_force(timezone.localdate(now))))


@seen.whole()
def as_recorded(customer: rows.Customer, now: datetime) -> dict[str, Any]:
    """What a person recorded of the relationship, where the rows do not say otherwise: a decision
    reads no more than both say. Costs nothing where nothing was recorded."""
    customer = as_one.stays(customer)
    if not customer.relationship:
        return {}
    closed = {
        gate.key for gate in gates(known(customer, now), timezone.localdate(now)) if not gate.passed
    }
    return {name: False if name in closed else told for name, told in customer.relationship.items()}


def _theirs(customer: rows.Customer) -> "QuerySet[Any, Any]":
    return as_one.shown_family(customer).values("pk")


def cause_looks(customer: rows.Customer) -> "QuerySet[rows.CauseLook]":
    """What a private team found is for those who see its cases, as is what it tried."""
    found = rows.CauseLook.objects.filter(customer__in=_theirs(customer))
    return seen.of_writers(found, "looked_by")


def ways_tried(customer: rows.Customer) -> "QuerySet[rows.WayTried]":
    found = rows.WayTried.objects.filter(customer__in=_theirs(customer))
    return seen.of_writers(found, "by")


def partings(customer: rows.Customer) -> "QuerySet[rows.Parting]":
    return rows.Parting.objects.filter(customer__in=_theirs(customer))


def _looked(found: "Sequence[Any]") -> Looked | None:
    if not found:
        return None
    row = max(found, key=attrgetter("looked_at"))
    return Looked(timezone.localdate(row.looked_at), row.looked_by, row.found)


def _open(theirs: "Sequence[Any]") -> list[str]:
    """The cases in which their complaints are worked on, be it one of another customer that theirs
    went over into. One that is kept from whoever looks is not named."""
    found = merging.lead_to(sorted(theirs, key=attrgetter("pk")))
    waiting = {case.pk: case.reference for case in found if case.state != CaseState.CLOSED}
    shown = seen.shown(waiting)
    return [told for pk, told in waiting.items() if pk in shown]


def _latest_decisions(person: int) -> "list[rows.Decision]":
    """The newest decision of each case of theirs."""
    newest: dict[int, rows.Decision] = {}
    for row in _DECISIONS(person):
        newest.setdefault(row.case_id, row)
    return list(newest.values())


def _decisions(person: int) -> "QuerySet[rows.Decision]":
    theirs = _theirs(rows.Customer(pk=person))
    found = rows.Decision.objects.filter(case__customer__in=theirs).select_related("case")
    return found.defer("document")


_DECISIONS = AskedAgain(_decisions)


def _owed(
    promised: "Sequence[Any]", latest: "list[rows.Decision]", acts: "Sequence[Any]"
) -> Iterator[str]:
    kept = [row for row in promised if row.state == CommitmentState.KEPT]
    since = came_last.Since(acts)
    yield from _unpaid(latest, kept, since)
    yield from _unkept(promised, kept, since)


def _unpaid(
    latest: "list[rows.Decision]", kept: "list[Any]", since: came_last.Since
) -> Iterator[str]:
    """What was decided to be owed, and nothing shows that it was paid or done."""
    for row in latest:
        if not row.record.get("entitlement"):
            continue
        what = str(Money(row.owed, row.currency)) if row.owed else "a remedy"
        if row.case.state not in _ANSWERED:
            yield f"{row.case.reference}: {what} was decided and not answered yet."
        elif not any(each.case_id == row.case_id and since.decided(each, row) for each in kept):
            yield f"{row.case.reference}: nothing shows that {what} was paid or done."


def _unkept(promised: "Sequence[Any]", kept: "list[Any]", since: came_last.Since) -> Iterator[str]:
    """What was promised and is open, or was broken and never made good since."""
    for row in promised:
        if row.state == CommitmentState.OPEN:
            yield f"{reference(row.case_id)}: promised and open: {row.words}"
        elif row.state == CommitmentState.BROKEN and not any(
            each.case_id == row.case_id and since.settled(each, row) for each in kept
        ):
            yield f"{reference(row.case_id)}: promised and broken: {row.words}"


def _needs(
    customer: rows.Customer, needs: "Sequence[Any]", cases: "Sequence[Any]"
) -> Iterator[str]:
    """What they told us that they need, since a person last recorded that it is none."""
    received = {each.pk: each.received_at for each in cases}
    asked = [row for row in needs if row.words or row.ways]
    if not asked:
        return
    recorded = rows.Event.objects.filter(
        kind=EventKind.CUSTOMER_KNOWN,
        data__customer__in=sorted(as_one.ids(customer)),
        data__after__vulnerable=False,
    ).last()
    for row in asked:
        if recorded is None or received[row.case_id] > recorded.at:
            yield row.words or ", ".join(row.ways)
