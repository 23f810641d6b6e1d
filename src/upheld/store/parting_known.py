"""What the rows say of a relationship, for the gates of a parting: computed and never recorded."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet

from upheld.core.commitments import CommitmentState
from upheld.core.money import Money
from upheld.core.parting import Gate, Known, Looked, Tried, Way, by_policy, gates
from upheld.core.words import CaseState, EventKind, FindingResult, Outcome

from . import as_one, burden, merging, policies
from . import models as rows

_ANSWERED = (CaseState.ANSWERED, CaseState.CLOSED)
_UPHELD = (Outcome.UPHELD, Outcome.PARTLY_UPHELD)
_AGAINST_US = (FindingResult.SUBSTANTIATED, FindingResult.PARTLY)


def known(customer: rows.Customer, now: datetime) -> Known:
    """All that the gates look at, of all the rows of the person, in a fixed number of statements
    where no case of theirs was merged."""
    latest = _latest_decisions(customer)
    return Known(
        burden=burden.of_customer(customer.pk, now),
        looked=_looked(customer),
        tried=[Tried(Way(row.way), row.tried_on, row.came_of_it) for row in ways_tried(customer)],
        owed=[*_unpaid(customer, latest), *_unkept(customer)],
        open=_open(customer),
        fault_on=_newest_fault(customer),
        upheld_on=max((row.at.date() for row in latest if row.outcome in _UPHELD), default=None),
        vulnerable=as_one.is_any_vulnerable(customer),
        needs=list(_needs(customer)),
        recorded=as_one.stays(customer).relationship,
    )


def gates_of(customer: rows.Customer, now: datetime) -> tuple[Gate, ...]:
    """Every gate of a parting from this customer, and the firm's own table over them as the last:
    it may ask for more than the gates do."""
    so_far = known(customer, now)
    found = gates(so_far, now.date())
    return (*found, by_policy(found, so_far, policies.policy_in_force(now.date())))


def as_recorded(customer: rows.Customer, now: datetime) -> dict[str, Any]:
    """What a person recorded of the relationship, where the rows do not say otherwise: a decision
    reads no more than both say. Costs nothing where nothing was recorded."""
    customer = as_one.stays(customer)
    if not customer.relationship:
        return {}
    closed = {gate.key for gate in gates(known(customer, now), now.date()) if not gate.passed}
    return {name: False if name in closed else told for name, told in customer.relationship.items()}


def _theirs(customer: rows.Customer) -> "QuerySet[Any, Any]":
    return as_one.family(customer).values("pk")


def cause_looks(customer: rows.Customer) -> "QuerySet[rows.CauseLook]":
    return rows.CauseLook.objects.filter(customer__in=_theirs(customer))


def ways_tried(customer: rows.Customer) -> "QuerySet[rows.WayTried]":
    return rows.WayTried.objects.filter(customer__in=_theirs(customer))


def partings(customer: rows.Customer) -> "QuerySet[rows.Parting]":
    return rows.Parting.objects.filter(customer__in=_theirs(customer))


def _looked(customer: rows.Customer) -> Looked | None:
    row = cause_looks(customer).exclude(looked_at=None).order_by("-looked_at").first()
    if row is None or row.looked_at is None:
        return None
    return Looked(row.looked_at.date(), row.looked_by, row.found)


def _open(customer: rows.Customer) -> list[str]:
    """The cases in which their complaints are worked on, be it one of another customer that theirs
    went over into; a statement more for each that went over."""
    theirs = as_one.cases(customer).exclude(state=CaseState.CLOSED, merged_into=None)
    found = [merging.leads_to(case) for case in theirs.order_by("pk")]
    return list(dict.fromkeys(case.reference for case in found if case.state != CaseState.CLOSED))


def _newest_fault(customer: rows.Customer) -> date | None:
    theirs = rows.Finding.objects.filter(allegation__case__customer__in=_theirs(customer))
    found = theirs.filter(result__in=_AGAINST_US)
    newest: datetime | None = found.aggregate(newest=Max("at"))["newest"]
    return newest.date() if newest else None


def _latest_decisions(customer: rows.Customer) -> "list[rows.Decision]":
    """The newest decision of each case of theirs."""
    theirs = rows.Decision.objects.filter(case__customer__in=_theirs(customer))
    found = theirs.select_related("case")
    newest: dict[int, rows.Decision] = {}
    for row in found.defer("document"):
        newest.setdefault(row.case_id, row)
    return list(newest.values())


def _unpaid(customer: rows.Customer, latest: "list[rows.Decision]") -> Iterator[str]:
    """What was decided to be owed, and nothing shows that it was paid or done."""
    kept: dict[int, datetime] = dict(
        _promised(customer)
        .filter(state=CommitmentState.KEPT)
        .order_by()
        .values_list("case")
        .annotate(Max("settled_at"))
    )
    for row in latest:
        if not row.record.get("entitlement"):
            continue
        what = str(Money(row.owed, row.currency)) if row.owed else "a remedy"
        if row.case.state not in _ANSWERED:
            yield f"{row.case.reference}: {what} was decided and not answered yet."
        elif row.case_id not in kept or kept[row.case_id] < row.at:
            yield f"{row.case.reference}: nothing shows that {what} was paid or done."


def _promised(customer: rows.Customer) -> "QuerySet[rows.Commitment]":
    return rows.Commitment.objects.filter(case__customer__in=_theirs(customer))


def _unkept(customer: rows.Customer) -> Iterator[str]:
    """What was promised and is open, or was broken and never made good since."""
    found = list(_promised(customer).select_related("case"))
    kept = [row for row in found if row.state == CommitmentState.KEPT]
    for row in found:
        if row.state == CommitmentState.OPEN:
            yield f"{row.case.reference}: promised and open: {row.words}"
        elif row.state == CommitmentState.BROKEN and not any(
            each.case_id == row.case_id and _since(each, row) for each in kept
        ):
            yield f"{row.case.reference}: promised and broken: {row.words}"


def _since(kept: rows.Commitment, broken: rows.Commitment) -> bool:
    first, then = broken.settled_at, kept.settled_at
    return first is not None and then is not None and then > first


def _needs(customer: rows.Customer) -> Iterator[str]:
    """What they told us that they need, since a person last recorded that it is none."""
    found = rows.Need.objects.filter(case__customer__in=_theirs(customer)).select_related("case")
    asked = [row for row in found if row.words or row.ways]
    if not asked:
        return
    recorded = rows.Event.objects.filter(
        kind=EventKind.CUSTOMER_KNOWN,
        data__customer__in=sorted(as_one.ids(customer)),
        data__after__vulnerable=False,
    ).last()
    for row in asked:
        if recorded is None or row.case.received_at > recorded.at:
            yield row.words or ", ".join(row.ways)
