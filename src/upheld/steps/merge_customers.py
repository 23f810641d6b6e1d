"""Two customers are one person: a person says so, and can say that it was a mistake.

Nothing moves. The one that stays is kept, the other leads there, and with it all its cases, orders
and contacts; each case keeps the address that it came from, so that no letter and no link of the
one ever shows what the other wrote.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId, CaseState, MatchState
from upheld.store import documents, legal_holds, load, matching, save
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.merged import moves as merge_moves
from upheld.store.record.events import Act, append
from upheld.store.save.conduct import each_their_own
from upheld.store.sight import seen

from . import may
from .keep_legal_holds import go_along
from .match_customers import MatchError, held

_NOT_THEIRS = "some of it is another team's own: an administrator says whether they are one person"


@transaction.atomic
def merge_match(
    match_id: int, into_id: int | None, why: str, by: may.Actor, now: datetime
) -> rows.CustomerMerge:
    """A pair is one person. `into_id` is the customer who stays, the older where it is not said.
    Where one of them leads to somebody who is kept from whoever looks, another says so.

    Raises MatchError, MatchMissing, CustomerMissing or NotAllowed.
    """
    with seen.whole():  # not held: whoever erases them holds it after their cases and them
        row = matching.pair(rows.Match.objects.all(), match_id)
    shown = [as_one.shown_as(each).pk for each in (row.one, row.other)]
    stays = min(shown) if into_id is None else into_id
    if stays not in shown:
        told = " or ".join(map(str, sorted(shown)))
        raise MatchError(f"customer {stays} is none of the pair: choose {told}")
    if shown != [as_one.stays(each).pk for each in (row.one, row.other)]:
        raise MatchError(_NOT_THEIRS)
    (goes,) = [pk for pk in shown if pk != stays] or [stays]
    return merge_customers(goes, stays, why, by, now)


@transaction.atomic
def merge_customers(
    customer_id: int, into_id: int, why: str, by: may.Actor, now: datetime
) -> rows.CustomerMerge:
    """From now on `customer_id` leads to `into_id`. Raises as `merge_match`."""
    may.check("merge_customers", by)
    customer, into = _both(customer_id, into_id)
    return _merged(customer, into, why, by, now)


@seen.whole()
def _merged(
    customer: rows.Customer, into: rows.Customer, why: str, by: may.Actor, now: datetime
) -> rows.CustomerMerge:
    pairs = matching.between(as_one.family(customer), as_one.family(into))
    _check_apart(pairs)
    row = rows.CustomerMerge(customer=customer, into=into, why=why.strip(), at=now, by=by.name)
    row.matches = list(pairs.filter(state=MatchState.OPEN).values_list("pk", flat=True))
    row.led = sorted(as_one.ids(customer) - {customer.pk})
    read = _read_of_decided((customer, into), now)
    rows.Customer.everything.filter(pk__in=[customer.pk, *row.led]).update(merged_into=into)
    row.cases = list(_looked_at_anew(read, now))
    row.save()
    settled = {"state": MatchState.SAME, "settled_at": now, "settled_by": by.name}
    rows.Match.objects.filter(pk__in=row.matches).update(**settled)
    _record(row, EventKind.CUSTOMERS_MERGED, by, now)
    return row


def _both(customer_id: int, into_id: int) -> tuple[rows.Customer, rows.Customer]:
    if customer_id == into_id:
        raise MatchError("these are one customer already: choose another")
    both = held(customer_id, into_id)
    for each in map(load.check_customer, both.values()):
        if each.merged_into_id is not None:
            raise _led(each, "already: take that one")
    return both[customer_id], both[into_id]


def _led(customer: rows.Customer, then: str) -> MatchError:
    """That somebody leads to another already, who is named to whoever sees them."""
    if (into := as_one.leads([customer]).get(customer.pk)) is None:
        return MatchError(_NOT_THEIRS)
    return MatchError(f"customer {customer.pk} was merged into {into} {then}")


def _check_apart(pairs: Any) -> None:
    said = pairs.filter(state=MatchState.DIFFERENT).first()
    if said is not None:
        raise MatchError(
            f"{said.settled_by} said on {said.settled_at:%Y-%m-%d} that they are two people "
            f"(pair {said.pk}): take that back first"
        )


def _read_of_decided(
    customers: Iterable[rows.Customer], now: datetime
) -> list[tuple[rows.Case, dict[str, Any]]]:
    """The cases that are decided and not answered, and what was read of who complained."""
    found = []
    for customer in customers:
        decided = as_one.cases(customer).filter(state=CaseState.DECIDED)
        found += [(case, documents.customer_of(case, now)) for case in decided.order_by("pk")]
    return found


def _looked_at_anew(
    read: Iterable[tuple[rows.Case, dict[str, Any]]], now: datetime
) -> Iterable[dict[str, Any]]:
    """What would now read something else of the person is decided again; as it stood before."""
    for case, before in read:
        fresh = load.case(CaseId(case.pk))
        if documents.customer_of(fresh, now) == before:
            continue
        told = merge_moves.snapshot(fresh)["case"]
        save.moved(fresh, CaseState.INVESTIGATING, now)
        last = fresh.events.last()
        yield {"case": fresh.pk, "event": last.number if last else 0, "before": told}


@transaction.atomic
def undo_customer_merge(merge_id: int, by: may.Actor, now: datetime) -> rows.CustomerMerge:
    """They are two again, each with all that is theirs, also what came since, and what was done in
    their cases and contacts.

    Raises MatchError, MatchMissing or NotAllowed.
    """
    may.check("undo_customer_merge", by)
    with seen.whole():
        found = rows.CustomerMerge.objects.filter(pk=merge_id)
        both = held(*(pk for pair in found.values_list("customer", "into") for pk in pair))
        row = matching.merge(merge_id)
    if all(each.erased_at for each in both.values()):
        load.check_customer(both[row.into_id])
    _check_newest(both[row.into_id])
    return _undone(row, by, now)


def _check_newest(into: rows.Customer) -> None:
    if into.merged_into_id is not None:
        raise _led(into, "since: undo that first")


@seen.whole()
def _undone(row: rows.CustomerMerge, by: may.Actor, now: datetime) -> rows.CustomerMerge:
    holds = legal_holds.of_person(row.into_id)
    put_right = each_their_own(as_one.family(row.into_id).values_list("pk", flat=True))
    rows.Customer.everything.filter(pk=row.customer_id).update(merged_into=None)
    rows.Customer.everything.filter(pk__in=row.led).update(merged_into=row.customer_id)
    waiting = {"state": MatchState.OPEN, "settled_at": None, "settled_by": ""}
    rows.Match.objects.filter(pk__in=row.matches).update(**waiting)
    _put_back(row.cases, now)
    row.undone_at, row.undone_by = now, by.name
    row.save(update_fields=["undone_at", "undone_by"])
    conduct = {"conduct": put_right} if put_right else {}
    _record(row, EventKind.CUSTOMER_MERGE_UNDONE, by, now, **conduct)
    go_along(holds, (row.customer_id, row.into_id), now)
    return row


def _put_back(cases: Iterable[dict[str, Any]], now: datetime) -> None:
    """As decided as they were, where nobody worked on them since."""
    for told in cases:
        case = load.even_erased(CaseId(told["case"]))
        if case.erased_at:
            continue
        last = case.events.last()
        if (last.number if last else 0) == told["event"]:
            merge_moves.restore_case(case, told["before"], ["state", "next_step", "next_due"])


def _record(
    row: rows.CustomerMerge, kind: EventKind, by: may.Actor, now: datetime, **more: list[int]
) -> None:
    told = {"merge": row.pk, "customer": row.customer_id, "into": row.into_id, "why": row.why}
    append(Act(None, kind, by.name, now, told | more))
