"""Legal holds: placed on a case or a customer, reviewed, lifted."""

from datetime import date

from django.http import HttpRequest
from ninja.responses import Status

from upheld.api.access import by, now
from upheld.api.given import Given
from upheld.api.paging import Cursor, Limit, Page, page
from upheld.api.told import legal_holds as told
from upheld.api.told.legal_holds import LegalHoldTold
from upheld.api.values import Id, Said
from upheld.api.whose import WhoseGiven
from upheld.core.words import Scope
from upheld.steps import keep_legal_holds, may
from upheld.store import models as rows

from .base import Routes, made

legal_holds = Routes(tags=["legal holds"])
_ONE = "/legal-holds/{legal_hold}"


class LegalHoldGiven(WhoseGiven):
    """`reason` names the dispute, and is handed over to whoever asks for all that we hold of
    them; it is reviewed by `review_due`, within a year."""

    reason: Said
    review_due: date


class LegalHoldReviewGiven(Given):
    because: Said
    review_due: date


class LegalHoldLiftGiven(Given):
    why: Said


@legal_holds.reads("/legal-holds", Page[LegalHoldTold])
def list_legal_holds(
    request: HttpRequest, limit: Limit = 50, cursor: Cursor | None = None
) -> Page[LegalHoldTold]:
    """Every legal hold, the newest first; `lifted_at` says which stand no more."""
    may.check("keep_legal_holds", by(request))
    found = rows.LegalHold.objects.select_related("case").order_by("-at", "-pk")
    return page(request, found, told.legal_holds, limit, cursor)


@legal_holds.writes("POST", "/legal-holds", LegalHoldTold, Scope.ADMIN, status=201)
def place_legal_hold(request: HttpRequest, body: LegalHoldGiven) -> Status[LegalHoldTold]:
    """Nothing of the case, or of the customer and all their cases, is erased until it is lifted."""
    may.check("keep_legal_holds", by(request))
    row = keep_legal_holds.place(
        *body.numbers, body.reason, body.review_due, by(request), now(request)
    )
    return made(told.legal_hold(row))


@legal_holds.writes("POST", f"{_ONE}/review", LegalHoldTold, Scope.ADMIN)
def review_legal_hold(
    request: HttpRequest, legal_hold: Id, body: LegalHoldReviewGiven
) -> LegalHoldTold:
    """It is still needed, up to the next review."""
    row = keep_legal_holds.review(
        legal_hold, body.because, body.review_due, by(request), now(request)
    )
    return told.legal_hold(row)


@legal_holds.writes("POST", f"{_ONE}/lifting", LegalHoldTold, Scope.ADMIN)
def lift_legal_hold(
    request: HttpRequest, legal_hold: Id, body: LegalHoldLiftGiven
) -> LegalHoldTold:
    """It holds nothing any more: what is due may go."""
    return told.legal_hold(keep_legal_holds.lift(legal_hold, body.why, by(request), now(request)))
