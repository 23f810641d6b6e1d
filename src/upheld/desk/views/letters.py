"""A letter beside the answer: what it needs, its draft with its checks, and off it goes."""

from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from upheld.core.reply import Letter
from upheld.core.words import CaseId, LetterKind
from upheld.desk.forms.letters import (
    FORMS,
    AnswerTooForm,
    ApologyForm,
    OtherLetterForm,
    PartingForm,
    QuestionTooForm,
    ReferralForm,
    ResolutionForm,
)
from upheld.desk.show.letters import letter_page
from upheld.steps import (
    answer_too,
    apologise,
    ask_too,
    hold,
    hold_too,
    may,
    offers,
    part,
    refer,
    resolve,
)
from upheld.steps.answer import NotReady
from upheld.steps.decide import StaleDecision
from upheld.steps.letters import LetterBlocked
from upheld.store import load
from upheld.store import models as rows
from upheld.store.models import Person

from . import once
from .asking import now, person

_SENT = {
    LetterKind.FINAL: "The answer is on its way.",
    LetterKind.QUESTION: "The question is on its way. The clocks go on.",
    LetterKind.HOLDING: "The holding letter is on its way.",
    LetterKind.SUMMARY_RESOLUTION: "The summary is on its way, and that they accept is recorded.",
    LetterKind.REFERRAL: "The referral is on its way.",
    LetterKind.APOLOGY: "The apology is on its way.",
    LetterKind.PARTING: "The letter is on its way.",
}
_TO_MEND = (LetterBlocked, NotReady, StaleDecision, may.WrongState)


@require_http_methods(["GET", "HEAD", "POST"])
def other_letter(request: HttpRequest, case_id: CaseId, kind: LetterKind) -> HttpResponse:
    """The page of one letter: nothing of it is kept before it leaves, nothing typed is lost."""
    if (again := once.repeated(request)) is not None:
        return again
    by, moment = person(request), now()
    case = _case(case_id, kind, by)
    offer = offers.offer_of(kind, case, by, moment)
    if offer is None or offer.not_now:
        why = offer.not_now if offer else "That letter makes no sense on this case now."
        messages.warning(request, why)
        return redirect("desk:case", case_id)
    form = FORMS[kind](request.POST or None, key="letter")
    if not form.is_bound and form.details:
        return _page(request, case, form, None, moment)
    try:
        letter = _written(request, case, form, by, moment)
        if letter and request.POST.get("then") == "send":
            _send(case, form, letter, by, moment)
            messages.success(request, _SENT[kind])
            return once.done(request, reverse("desk:case", args=[case.pk]))
    except _TO_MEND as error:
        letter = form.letter() if form.is_bound and form.cleaned_data.get("body") else None
        _tell(form, error)
    return _page(request, case, form, letter, moment)


def _case(case_id: CaseId, kind: LetterKind, by: Person) -> rows.Case:
    try:
        may.check(offers.SENT_BY[kind], by)
        return load.page(case_id)
    except load.CaseMissing as error:
        raise Http404(str(error)) from None
    except may.NotAllowed as error:
        raise PermissionDenied(capfirst(str(error))) from None


def _written(
    request: HttpRequest, case: rows.Case, form: OtherLetterForm, by: Person, moment: datetime
) -> Letter | None:
    """The letter as it stands on the page, or drafted anew; None where something is missing."""
    drafts = request.POST.get("then", "draft") == "draft"
    if form.is_bound and not (form.is_valid() and (drafts or form.wants_words())):
        return None
    return _draft(case, form, by, moment) if drafts else form.letter()


def _draft(case: rows.Case, form: OtherLetterForm, by: Person, moment: datetime) -> Letter:
    match form:
        case AnswerTooForm():
            return answer_too.draft_answer_too(case, by, moment)
        case QuestionTooForm():
            return ask_too.draft_question_too(case, by, moment)
        case ResolutionForm():
            words = form.cleaned_data["words"]
            return resolve.draft_resolution(case, words, by, moment)
        case ReferralForm():
            return refer.draft_referral(case, form.handover(), by)
        case ApologyForm():
            return apologise.draft_apology(case, form.cleaned_data["change"], by)
        case PartingForm():
            return part.draft_parting(case, form.end(part.approver(case)), by)
        case _ if answer_too.is_for(case):
            return hold_too.draft_holding_too(case, by, moment)
        case _:
            return hold.draft_holding(case, by, moment)


def _send(
    case: rows.Case, form: OtherLetterForm, letter: Letter, by: Person, moment: datetime
) -> None:
    pk, told = CaseId(case.pk), form.cleaned_data
    match form:
        case AnswerTooForm():
            answer_too.answer_too(pk, told["decision"], letter, by, moment)
        case QuestionTooForm():
            ask_too.ask_too(pk, letter, by, moment)
        case ResolutionForm():
            resolve.resolve(pk, told["decision"], letter, told["words"], by, moment)
        case ReferralForm():
            refer.refer(pk, form.handover(), letter, by, moment)
        case ApologyForm():
            apologise.apologise(pk, letter, by, moment)
        case PartingForm():
            end = form.end(part.approver(case))
            part.part(pk, end, told["settled"], letter, by, moment)
        case _ if answer_too.is_for(case):
            hold_too.hold_too(pk, letter, by, moment)
        case _:
            hold.hold(pk, letter, by, moment)


def _tell(form: OtherLetterForm, error: Exception) -> None:
    for problem in getattr(error, "problems", None) or (error,):
        form.add_error(None, capfirst(str(getattr(problem, "mend", problem))))


def _page(
    request: HttpRequest,
    case: rows.Case,
    form: OtherLetterForm,
    letter: Letter | None,
    moment: datetime,
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    page = letter_page(case, form, letter, moment)
    return render(request, "desk/other_letter.html", page, status=status)
