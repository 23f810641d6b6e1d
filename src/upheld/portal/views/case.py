"""The page of one case for the person who complained, and what they do there."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.portal import PortalError
from upheld.core.references import reference
from upheld.core.states import CaseErased, CustomerErased
from upheld.core.words import CaseId
from upheld.portal import notices, sent
from upheld.portal.asking import now
from upheld.portal.forms import (
    AnswerForm,
    FairnessForm,
    IdeaForm,
    OutcomeForm,
    PortalForm,
    RecordForm,
    TellForm,
)
from upheld.portal.page_parts import Forms
from upheld.portal.session import of_case
from upheld.portal.views import shown
from upheld.portal.views.acting import acting
from upheld.steps import may, tell
from upheld.steps.conduct import answer_own
from upheld.steps.feedback import offer_idea, rate
from upheld.steps.may import WrongState
from upheld.steps.no_news import ask_news_again, ask_no_news
from upheld.steps.receipts import lead_on
from upheld.store.models import Receipt

_BY = may.Complainant()


@of_case
@require_safe
def case(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    return shown.page(request, receipt, Forms(), HTTPStatus.OK)


@of_case
@require_POST
@acting
def add(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """More words and files, at any time; a closed case is opened again by them."""
    return _told(request, receipt, TellForm, None)


@of_case
@require_POST
@acting
def answer(request: HttpRequest, receipt: Receipt, letter_id: int) -> HttpResponse:
    """The answer to a question of ours."""
    return _told(request, receipt, AnswerForm, letter_id)


def _told(
    request: HttpRequest, receipt: Receipt, kind: type[TellForm], letter: int | None
) -> HttpResponse:
    if shown.is_gone(receipt):  # before a file of it is taken
        return shown.gone(request, receipt)
    came = sent.read(request)
    form = kind(request.POST, key=f"answer-{letter}" if letter else "add")
    for problem in came.problems:
        form.add_error("attached", problem)

    def step(case_id: CaseId) -> None:
        told = tell.Told(form.cleaned_data["words"], came.files, letter, sent.mark(request))
        tell.tell(case_id, told, _BY, now())

    forms = Forms(answer=(letter, form)) if letter else Forms(add=form)
    return _act(request, receipt, form, step, forms, "sent", came.kept)


@of_case
@require_POST
@acting
def onward(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Opens the other complaint of theirs in which this one is history."""
    assert receipt.case_id is not None
    try:
        lead_on(receipt.pk, CaseId(receipt.case_id), _BY, now())
    except CaseErased:
        return shown.gone(request, receipt)
    return HttpResponseRedirect(reverse("portal:case"), status=HTTPStatus.SEE_OTHER)


@of_case
@require_POST
@acting
def record(request: HttpRequest, receipt: Receipt, conduct_id: int) -> HttpResponse:
    """Their own account of what we wrote down of a contact."""
    form = RecordForm(request.POST, key=f"record-{conduct_id}")

    def step(case_id: CaseId) -> None:
        answer_own(case_id, conduct_id, form.cleaned_data["words"], _BY, now())

    return _act(request, receipt, form, step, Forms(record=(conduct_id, form)), "record")


@of_case
@require_POST
@acting
def outcome(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    form = OutcomeForm(request.POST, key="outcome")

    accepted = request.POST.get("accepted") == "yes"

    def step(case_id: CaseId) -> None:
        mark = sent.mark(request)
        tell.say_of_answer(case_id, accepted, form.cleaned_data["words"], mark, _BY, now())

    word = "accepted" if accepted else "contested"
    return _act(request, receipt, form, step, Forms(outcome=form), word)


@of_case
@require_POST
@acting
def fairness(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    form = FairnessForm(request.POST, key="fairness")

    def step(case_id: CaseId) -> None:
        rate(case_id, form.felt(), _BY, now())

    return _act(request, receipt, form, step, Forms(fairness=form), "rated")


@of_case
@require_POST
@acting
def idea(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    form = IdeaForm(request.POST, key="idea")

    def step(case_id: CaseId) -> None:
        told, mark = form.cleaned_data, sent.mark(request)
        offer_idea(case_id, told["idea"], told["may_tell"], mark, _BY, now())

    return _act(request, receipt, form, step, Forms(idea=form), "idea")


@of_case
@require_POST
@acting
def news(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Whether they want letters about what we change, or about their own complaint alone."""
    wanted = request.POST.get("wanted") == "yes"
    form = PortalForm(request.POST, key="news")

    def step(case_id: CaseId) -> None:
        if wanted:
            ask_news_again(case_id, _BY, now())
        else:
            ask_no_news(case_id, "", _BY, now())

    return _act(request, receipt, form, step, Forms(), "news" if wanted else "no-news")


def _act(
    request: HttpRequest,
    receipt: Receipt,
    form: PortalForm,
    step: Callable[[CaseId], None],
    forms: Forms,
    done: str,
    kept: tuple[sent.Kept, ...] = (),
) -> HttpResponse:
    """Takes the step on the case of the session, or shows the form to mend with all that it had."""
    if form.is_valid():
        assert receipt.case_id is not None
        try:
            step(CaseId(receipt.case_id))
        except tell.NoQuestion as error:
            forms = Forms(add=shown.written(request, _sentence(error)))
        except PortalError as error:
            form.add_error(None, _sentence(error))
        except (CaseErased, CustomerErased):
            return shown.gone(request, receipt)
        except WrongState:
            if forms.fairness:
                return shown.kept_out(request, _SAID, HTTPStatus.CONFLICT)
            forms = Forms(add=shown.written(request, _MOVED_ON))
        else:
            notices.tell(request, done, reference(receipt.case_id))
            page = f"{reverse('portal:case')}#done"
            return HttpResponseRedirect(page, status=HTTPStatus.SEE_OTHER)
    return shown.page(request, receipt, forms, HTTPStatus.UNPROCESSABLE_ENTITY, kept)


_MOVED_ON = (
    "Your complaint has moved on meanwhile: this is how it stands now. If what you wrote still "
    "holds, send it from here."
)

_SAID = (
    "We take this once you have our answer, and what you said of it stays once your complaint is "
    "closed."
)


def _sentence(error: Exception) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."
