"""A change: what came of it, who is told, and what everybody may read of it; the wall of them."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upheld.core.changes import ChangeError
from upheld.core.event_kinds import EventKind
from upheld.desk.forms.answer import AgreementForm, NothingToFill
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.changes import PublicForm, TellForm
from upheld.desk.show.changes import change_page, telling_page
from upheld.desk.show.fold import Opened
from upheld.desk.show.ideas import wall_page
from upheld.insight.effects.of_store import checked
from upheld.steps.keep_changes import keep_check
from upheld.steps.letters import LetterBlocked
from upheld.steps.publish_change import approve_words, propose_words, take_down
from upheld.steps.tell_change import tell_change
from upheld.store import changes
from upheld.store import models as rows

from . import once
from .asking import may_take, now, person
from .keeping import keep
from .overwriting import There


def of(number: int) -> rows.Change:
    try:
        return changes.change(number)
    except ChangeError as error:
        raise Http404(str(error)) from None


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """What people said, and what we did: for everybody who works here."""
    may_take(request, "read")
    return render(request, "desk/changes/wall.html", wall_page(now()))


@require_safe
def change(request: HttpRequest, number: int) -> HttpResponse:
    may_take(request, "report")
    return _page(request, of(number), Opened(request.GET.get("do", "")), 200)


def _page(request: HttpRequest, row: rows.Change, opened: Opened, status: int) -> HttpResponse:
    context = change_page(row, opened, now(), person(request))
    return render(request, "desk/changes/change.html", context, status=status)


@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Looks at the numbers as they are now, and keeps what they say."""
    may_take(request, "check_change")
    if (again := once.repeated(request)) is not None:
        return again
    row = of(number)
    keep_check(row.pk, checked(changes.given(row), now()), person(request), now())
    messages.success(request, "The numbers were looked at, and what they say is kept.")
    return once.done(request, reverse("desk:change", args=[row.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def telling(request: HttpRequest, number: int) -> HttpResponse:
    """The letters to those who complained: how the first reads, and then all of them."""
    may_take(request, "tell_change")
    row = of(number)
    if request.method != "POST" or request.POST.get("then") == "read":
        told = {"told_as": request.POST.get("told_as") or row.told_as}
        return _telling(request, row, TellForm(told, key="tell"), 200)
    form = TellForm(request.POST, key="tell")

    def step() -> str:
        told = tell_change(row.pk, form.cleaned_data["told_as"], person(request), now())
        least = "at least " if told.more else ""
        left = f", and {least}{told.left} more are to be told" if told.left or told.more else ""
        return f"{told.letters} letter{'' if told.letters == 1 else 's'} on their way{left}."

    def page(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
        return _telling(request, row, form, status)

    here = reverse("desk:change_telling", args=[row.pk])
    return keep(request, "tell", form, step, (ChangeError, LetterBlocked), lambda: here, page)


def _telling(request: HttpRequest, row: rows.Change, form: TellForm, status: int) -> HttpResponse:
    context = telling_page(row, form, now(), person(request))
    return render(request, "desk/changes/telling.html", context, status=status)


@require_POST
def step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """What everybody may read of it: proposed, approved by another, or taken down."""
    may_take(request, "publish_change")
    row, taken = of(number), _PUBLIC.get(step)
    if taken is None:
        raise Http404("words are proposed, approved or taken down: nothing else")
    kind, act, told = taken
    form = kind(request.POST, key=step)

    def done() -> str:
        act(row.pk, form.cleaned_data, person(request), now())
        return told

    def page(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
        return _page(request, row, opened, status)

    here = reverse("desk:change", args=[row.pk])
    there = There(
        lambda: {"words": of(number).public_words},
        (EventKind.CHANGE_PROPOSED, EventKind.CHANGE_TAKEN_DOWN),
        about={"change": row.pk},
    )
    return keep(request, step, form, done, (ChangeError,), lambda: here, page, there)


_Public = tuple[type[DeskForm], Callable[..., None], str]
_PUBLIC: Mapping[str, _Public] = {
    "words": (
        PublicForm,
        lambda number, told, by, at: propose_words(number, told["words"], by, at),
        "The words are proposed: another person approves them.",
    ),
    "approve": (
        AgreementForm,
        lambda number, told, by, at: approve_words(number, told["read"], by, at),
        "Everybody may read them now.",
    ),
    "down": (
        NothingToFill,
        lambda number, _, by, at: take_down(number, by, at),
        "It stands on the public wall no more.",
    ),
}
