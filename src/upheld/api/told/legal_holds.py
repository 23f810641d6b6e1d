"""Legal holds, as programs are told of them."""

from datetime import date, datetime

from upheld.store import models as rows

from .base import Told


class LegalHoldTold(Told):
    """A hold on one case, or where `case` is null on the customer and all their cases; `lifted_at`
    is null while it stands."""

    id: int
    customer: int
    case: str | None
    reason: str
    by: str
    at: datetime
    review_due: date
    lifted_at: datetime | None
    lifted_by: str
    lifted_why: str


def legal_hold(row: rows.LegalHold) -> LegalHoldTold:
    return LegalHoldTold(
        id=row.pk, customer=row.customer_id, case=row.case.reference if row.case else None,
        reason=row.reason, by=row.by, at=row.at, review_due=row.review_due,
        lifted_at=row.lifted_at, lifted_by=row.lifted_by_name, lifted_why=row.lifted_why,
    )  # fmt: skip
