"""Somebody answers a kind letter with one click: all is well, something went wrong, ask no more."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from upheld.core.intake import IntakeError
from upheld.core.kindly import AskedAnswer
from upheld.core.states import CaseErased
from upheld.portal import notices
from upheld.portal.asking import came_from, now
from upheld.portal.forms import WrongForm
from upheld.portal.session import public
from upheld.portal.show import firm
from upheld.steps import answer_kindly, may
from upheld.store import asked, knocks, tokens
from upheld.store.asked import AskedMissing
from upheld.store.policies import PolicyMissing

_MOST_TRIED = 120


@public
@require_http_methods(["GET", "HEAD", "POST"])
def asked_kindly(request: HttpRequest, asked_id: int, answer: str) -> HttpResponse:
    """Looking says nothing, because mail programs look; a button does."""
    if knocks.too_many("asked", knocks.By(network=came_from(request)), _MOST_TRIED, now()):
        return _gone(request)
    row = asked.open_to(asked_id, now())
    if row is None or not tokens.is_answer(asked_id, answer):
        return _gone(request)
    form, of = WrongForm(request.POST or None, key="wrong"), f"asked {asked_id}"
    status = HTTPStatus.OK
    if request.method == "POST":
        try:
            said = _say(request, asked_id, form)
        except (AskedMissing, CaseErased):  # they were erased at this moment
            return _gone(request)
        if said:
            notices.tell(request, said, of)
            return HttpResponseRedirect(request.path, status=HTTPStatus.SEE_OTHER)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    elif thanks := notices.told(request, of):
        return render(request, "portal/asked_thanks.html", {"thanks": thanks, **firm()})
    context = {"form": form, "row": row, "answer": answer, **firm()}
    return render(request, "portal/asked_kindly.html", context, status=status)


def _say(request: HttpRequest, asked_id: int, form: WrongForm) -> str:
    """What was said; empty where something is to be mended first."""
    match request.POST.get("say", ""):
        case AskedAnswer.WELL:
            answer_kindly.say_well(asked_id, may.Complainant(), now())
            return AskedAnswer.WELL
        case AskedAnswer.NO_MORE:
            answer_kindly.ask_no_more(asked_id, may.Complainant(), now())
            return AskedAnswer.NO_MORE
    if not form.is_valid():
        return ""
    try:
        answer_kindly.say_wrong(asked_id, form.cleaned_data["text"], may.Complainant(), now())
    except (IntakeError, PolicyMissing) as error:
        form.add_error("text", f"{error}.")
        return ""
    return AskedAnswer.WRONG


def _gone(request: HttpRequest) -> HttpResponse:
    context = {"days": asked.OPEN_FOR.days, **firm()}
    return render(request, "portal/asked_gone.html", context, status=HTTPStatus.GONE)
