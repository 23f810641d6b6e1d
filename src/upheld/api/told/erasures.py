"""Erasures and readings, as programs are told of them."""

from datetime import date, datetime

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
    """A case that must stay, until which day, and why."""

    case: str
    until: date | None
    why: str


class ErasureLookTold(Told):
    """What would go, by table, and what must stay first."""

    would_go: dict[str, int]
    stays: list[StaysTold]


class RetentionTold(Told):
    """A case whose time is over: the rule that kept it longest by law, where one did."""

    case: str
    received_on: date
    own_period_over: date | None
    kept_by_law_until: date | None
    rule: str | None
    verified: bool | None


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
    stays = [StaysTold(case=each.case, until=each.until, why=each.words) for each in found.stays]
    return ErasureLookTold(would_go=found.plan.counts, stays=stays)


def due(each: Due) -> RetentionTold:
    return RetentionTold.model_validate(retention.told(each))


def reading(row: rows.Looked) -> LookedTold:
    return LookedTold(
        by=row.by, what=row.what, way=row.way, customer=row.customer, case=row.reference or None,
        hour=row.hour,
    )  # fmt: skip
