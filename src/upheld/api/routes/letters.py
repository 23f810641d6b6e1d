"""The letters beside the answer: which make sense now, each drafted, and off it goes."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.responses import Status

from upheld.api.access import by, now
from upheld.api.files import own
from upheld.api.given_letters import (
    ChangeGiven,
    EndGiven,
    HandoverGiven,
    PartingGiven,
    ReferralGiven,
    ResolutionGiven,
    ResolutionWords,
    Written,
)
from upheld.api.told.base import Told
from upheld.api.told.cases import CaseTold
from upheld.api.values import Id, Ref
from upheld.api.versions import case_as_read
from upheld.core.reply import Letter
from upheld.core.words import CaseId, LetterKind, Scope
from upheld.steps import apologise, hold, hold_too, may, part, refer, resolve
from upheld.steps.answer_too import is_for
from upheld.steps.offers import SENT_BY, offers
from upheld.steps.printed import file_name, printed
from upheld.store import load
from upheld.store import models as rows
from upheld.store.load import CaseMissing

from .answering import Drafted, drafted
from .base import ANY_VERSION, Routes, View, case_id, made, may_read
from .cases import shown

letters = Routes(tags=["letters"])
_LETTERS = "/cases/{case}/letters"


class OfferTold(Told):
    """A kind of letter: why it may be wanted, and in `not_now` why it cannot be sent yet."""

    kind: LetterKind
    why: str
    not_now: str
    due: bool


@letters.reads("/cases/{case}/offers", list[OfferTold])
def list_offers(request: HttpRequest, case: Ref) -> list[Any]:
    """Which letters beside the next one make sense on a case now, what is due first."""
    may_read(request)
    return offers(load.page(case_id(case)), by(request), now(request))


@letters.reads(f"{_LETTERS}/{{letter}}/pdf", None)
def read_letter_pdf(request: HttpRequest, case: Ref, letter: Id) -> HttpResponse:
    """A letter that left, or waits to be posted, on paper."""
    may_read(request)
    found = rows.Letter.objects.exclude(queued_at=None).select_related("case__customer")
    row = found.filter(case=case_id(case), pk=letter).first()
    if row is None:
        raise CaseMissing
    return own(printed(row), file_name(row), "application/pdf")


def _draft(
    request: HttpRequest, case: str, kind: LetterKind, draft: Callable[[rows.Case], Letter]
) -> Drafted:
    """The letter of a kind, for whoever may send it."""
    may.check(SENT_BY[kind], by(request))
    found = load.page(case_id(case))
    return drafted(request, found, draft(found))


def _drafts(kind: str) -> Callable[[View], View]:
    return letters.writes("POST", f"{_LETTERS}/{kind}/draft", Drafted, Scope.READ)


def _sends(kind: str) -> Callable[[View], View]:
    return letters.writes(
        "POST", f"{_LETTERS}/{kind}", CaseTold, Scope.LETTERS, status=201, match=ANY_VERSION
    )


def _sent(
    request: HttpRequest, response: HttpResponse, case: str, send: Callable[[CaseId], None]
) -> Status[CaseTold]:
    with case_as_read(request, case_id(case)):
        send(case_id(case))
    return made(shown(response, case_id(case)))


@_drafts("holding")
def draft_holding(request: HttpRequest, case: Ref) -> Drafted:
    """Why there is no answer yet, and by when there will be one. In a case that was merged into
    another customer's, to whoever complained in it."""
    who, at = by(request), now(request)
    return _draft(
        request,
        case,
        LetterKind.HOLDING,
        lambda row: (
            hold_too.draft_holding_too(row, who, at)
            if is_for(row)
            else hold.draft_holding(row, who, at)
        ),
    )


@_sends("holding")
def send_holding(
    request: HttpRequest, case: Ref, body: Written, response: HttpResponse
) -> Status[CaseTold]:
    """Sends a holding letter; near a limit it meets the clock that waits for one. In a case that
    was merged into another customer's, to whoever complained in it; what is due to them leaves
    before that of the case."""
    letter, who, at = body.letter(LetterKind.HOLDING), by(request), now(request)
    with case_as_read(request, case_id(case), hold=hold_too.held):
        held = load.case(case_id(case))
        send = hold_too.hold_too if is_for(held) else hold.hold
        send(case_id(case), letter, who, at)
    return made(shown(response, case_id(case)))


@_drafts("resolution")
def draft_resolution(request: HttpRequest, case: Ref, body: ResolutionWords) -> Drafted:
    """What they accepted at once, in the place of the answer, where the rules know that."""
    told = body.words, by(request), now(request)
    kind = LetterKind.SUMMARY_RESOLUTION
    return _draft(request, case, kind, lambda row: resolve.draft_resolution(row, *told))


@_sends("resolution")
def send_resolution(
    request: HttpRequest, case: Ref, body: ResolutionGiven, response: HttpResponse
) -> Status[CaseTold]:
    """Records that they are satisfied, and sends the short letter that stands for the answer."""
    letter = body.letter(LetterKind.SUMMARY_RESOLUTION)
    told = body.decision, letter, body.words, by(request), now(request)
    return _sent(request, response, case, lambda pk: resolve.resolve(pk, *told))


@_drafts("referral")
def draft_referral(request: HttpRequest, case: Ref, body: HandoverGiven) -> Drafted:
    """Whose it is to answer, why, and what goes there."""
    told = body.handover(), by(request)
    return _draft(request, case, LetterKind.REFERRAL, lambda row: refer.draft_referral(row, *told))


@_sends("referral")
def send_referral(
    request: HttpRequest, case: Ref, body: ReferralGiven, response: HttpResponse
) -> Status[CaseTold]:
    """Tells them whose it is. Our own work on the case goes on."""
    told = body.handover(), body.letter(LetterKind.REFERRAL), by(request), now(request)
    return _sent(request, response, case, lambda pk: refer.refer(pk, *told))


@_drafts("apology")
def draft_apology(request: HttpRequest, case: Ref, body: ChangeGiven) -> Drafted:
    """What we did, and what we change."""
    told, kind = (body.change, by(request)), LetterKind.APOLOGY
    return _draft(request, case, kind, lambda row: apologise.draft_apology(row, *told))


@_sends("apology")
def send_apology(
    request: HttpRequest, case: Ref, body: Written, response: HttpResponse
) -> Status[CaseTold]:
    """Sends an apology beside the answer, for what was found to be our fault."""
    told = body.letter(LetterKind.APOLOGY), by(request), now(request)
    return _sent(request, response, case, lambda pk: apologise.apologise(pk, *told))


@_drafts("parting")
def draft_parting(request: HttpRequest, case: Ref, body: EndGiven) -> Drafted:
    """Notice, alternatives and their data, once it is proposed, approved and reviewed."""

    def draft(row: rows.Case) -> Letter:
        return part.draft_parting(row, body.end(part.approver(row)), by(request))

    return _draft(request, case, LetterKind.PARTING, draft)


@_sends("parting")
def send_parting(
    request: HttpRequest, case: Ref, body: PartingGiven, response: HttpResponse
) -> Status[CaseTold]:
    """Sends the letter that parts: by people, after all that is owed, last of all."""
    letter = body.letter(LetterKind.PARTING)

    def send(pk: CaseId) -> None:
        end = body.end(part.approver(load.page(pk)))
        part.part(pk, end, body.settled, letter, by(request), now(request))

    return _sent(request, response, case, send)
