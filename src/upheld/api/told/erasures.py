"""Erasures and readings, as programs are told of them."""

from datetime import date, datetime

from upheld.core.erasing import Stays
from upheld.steps.erase import Look
from upheld.store import models as rows
from upheld.store import retention
from upheld.store.retention import Due

from .base import Told


class ErasureTold(Told):
    """One erasure; `went` counts the rows by table once it is done."""

    id: int
    customer: int | None
    case: str | None
    why: str
    state: str
    by: str
    at: datetime
    approved_by: str
    approved_at: datetime | None
    went: dict[str, int]


class StaysTold(Told):
    """A case that must stay, or a customer as `customer 12`, until which day, and why; `legal_hold`
    is the number of the hold that it is under, which is reviewed by `review_due`."""

    case: str
    until: date | None
    why: str
    legal_hold: int | None
    review_due: date | None


class ErasureLookTold(Told):
    """What would go, by table, and what must stay first."""

    would_go: dict[str, int]
    stays: list[StaysTold]


class RetentionTold(Told):
    """A case whose time is over: the rule that kept it longest by law, where one did. One under a
    legal hold stays all the same: its number, and when it is reviewed."""

    case: str
    received_on: date
    own_period_over: date | None
    kept_by_law_until: date | None
    rule: str | None
    verified: bool | None
    legal_hold: int | None
    review_due: date | None


class FilledAgainTold(Told):
    """A customer who was erased and has words again."""

    customer: int
    erased_at: datetime


class LookedTold(Told):
    """That somebody read what is sensitive, in which hour."""

    by: str
    what: str
    way: str
    customer: int | None
    case: str | None
    hour: datetime


def erasure(row: rows.Erasure) -> ErasureTold:
    case = row.case.reference if row.case else None
    return ErasureTold(
        id=row.pk, customer=row.customer_id, case=case, why=row.why, state=row.state, by=row.by,
        at=row.at, approved_by=row.approved_by_name, approved_at=row.approved_at, went=row.rows,
    )  # fmt: skip


def look(found: Look) -> ErasureLookTold:
    return ErasureLookTold(would_go=found.plan.counts, stays=[*map(_stays, found.stays)])


def _stays(each: Stays) -> StaysTold:
    return StaysTold(
        case=each.case, until=each.until, why=each.words,
        legal_hold=each.hold.id if each.hold else None,
        review_due=each.hold.review_due if each.hold else None,
    )  # fmt: skip


def due(each: Due) -> RetentionTold:
    return RetentionTold.model_validate(retention.told(each))


def filled_again(row: rows.Customer) -> FilledAgainTold:
    return FilledAgainTold.model_validate({"customer": row.pk, "erased_at": row.erased_at})


def reading(row: rows.Looked) -> LookedTold:
    return LookedTold(
        by=row.by, what=row.what, way=row.way, customer=row.customer, case=row.reference or None,
        hour=row.hour,
    )  # fmt: skip
