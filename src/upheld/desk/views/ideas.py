"""An idea that somebody gave us: what becomes of it, and the letter that says so, once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.changes import ChangeError, IdeaState
from upheld.core.event_kinds import EventKind
from upheld.desk.forms.answer import AgreementForm
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.changes import IdeaForm
from upheld.desk.show.fold import Opened
from upheld.desk.show.ideas import as_begun, change_choices, idea_page
from upheld.steps.letters import LetterBlocked
from upheld.steps.look_at_ideas import look_at_idea, tell_idea
from upheld.steps.may import WrongState
from upheld.store import models as rows
from upheld.store import news

from .asking import may_take, now, person
from .keeping import keep
from .overwriting import There

_TO_MEND = (ChangeError, LetterBlocked, WrongState)


def of(number: int) -> rows.Idea:
    row = news.ideas().filter(pk=number).first()
    if row is None:
        raise Http404(f"there is no idea {number}")
    return row


@require_safe
def idea(request: HttpRequest, number: int) -> HttpResponse:
    may_take(request, "read")
    return _page(request, of(number), Opened(request.GET.get("do", "")), 200)


def _page(request: HttpRequest, row: rows.Idea, opened: Opened, status: int) -> HttpResponse:
    context = idea_page(row, opened, now(), person(request))
    return render(request, "desk/changes/idea.html", context, status=status)


@require_POST
def step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    may_take(request, "look_at_ideas" if step == "fate" else "tell_idea")
    row = of(number)
    if step not in ("fate", "tell"):
        raise Http404("say what becomes of it, or tell them: nothing else")
    form: DeskForm = AgreementForm(request.POST, key=step)
    if step == "fate":
        form = IdeaForm(request.POST, key=step, changes=change_choices())

    def taken() -> str:
        if step == "tell":
            tell_idea(row.pk, person(request), now(), read=form.cleaned_data["read"])
            return "The letter is on its way."
        told = form.cleaned_data
        state = IdeaState(told["state"])
        look_at_idea(row.pk, state, told["change"], told["because"], person(request), now())
        return "It is kept, and they read it on their page."

    def page(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
        return _page(request, of(number), opened, status)

    here = reverse("desk:idea", args=[row.pk])
    return keep(request, step, form, taken, _TO_MEND, lambda: here, page, _there(row))


def _there(row: rows.Idea) -> There:
    """What became of it as it stands."""
    about = {"idea": row.pk}
    return There(lambda: as_begun(of(row.pk)), (EventKind.IDEA_LOOKED_AT,), about=about)
