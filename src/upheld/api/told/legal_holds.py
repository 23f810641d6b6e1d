"""Legal holds, as programs are told of them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from upheld.store import legal_holds as store
from upheld.store import models as rows

from .base import Told


class LegalHoldTold(Told):
    """A hold on one case, or where `case` is null on the customer and all their cases; `lifted_at`
    is null while it stands. What somebody of a private team said of it is empty to others."""

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
    return legal_holds([row])[0]


def legal_holds(found: Sequence[rows.LegalHold]) -> list[LegalHoldTold]:
    words = store.words(found)
    return [
        LegalHoldTold(
            id=row.pk, customer=row.customer_id, case=row.case.reference if row.case else None,
            at=row.at, review_due=row.review_due, lifted_at=row.lifted_at, **asdict(words[row.pk]),
        )
        for row in found
    ]  # fmt: skip
