"""The list of causes, for those who own it: add, say in other words, retire; nothing is deleted."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.event_kinds import EventKind
from upheld.core.lessons import CauseError
from upheld.core.words import JourneyStage
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.causes import CauseForm, RetiringForm
from upheld.desk.show.causes import addition, cause_parts, cause_shown
from upheld.desk.show.fold import Opened
from upheld.steps.keep_causes import add_cause, change_cause, retire_cause

from .asking import may_take, now, person
from .keeping import keep
from .overwriting import There


@require_safe
def causes(request: HttpRequest) -> HttpResponse:
    may_take(request, "keep_causes")
    return _page(request, Opened(request.GET.get("do", "")), 200)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    form = CauseForm(request.POST, key="add")

    def step() -> str:
        told = form.cleaned_data
        stage = JourneyStage(told["stage"])
        add_cause(told["label"], stage, told["needs_promise"], person(request), now())
        return "The cause is added."

    return _act(request, "add", form, step)


@require_POST
def change(request: HttpRequest, key: str) -> HttpResponse:
    form = CauseForm(request.POST, key=f"change-{key}")

    def step() -> str:
        told = form.cleaned_data
        stage = JourneyStage(told["stage"])
        change_cause(key, told["label"], stage, told["needs_promise"], person(request), now())
        return "It is kept. Cases that were closed with it read so too."

    there = There(lambda: cause_shown(key), (EventKind.CAUSE_CHANGED,), about={"cause": key})
    return _act(request, f"change-{key}", form, step, there)


@require_POST
def retire(request: HttpRequest, key: str) -> HttpResponse:
    form = RetiringForm(request.POST, key=f"retire-{key}")

    def step() -> str:
        retired = form.cleaned_data["retired"]
        retire_cause(key, retired, person(request), now())
        return "It is retired: it closes no more cases." if retired else "It is in use again."

    return _act(request, f"retire-{key}", form, step)


def _act(
    request: HttpRequest,
    key: str,
    form: DeskForm,
    step: Callable[[], str],
    there: There | None = None,
) -> HttpResponse:
    to_mend, to = (CauseError,), lambda: reverse("desk:causes")
    return keep(request, key, form, step, to_mend, to, _page, there)


def _page(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
    parts, first = cause_parts(opened), addition(opened)
    shown = any(fold.open for part in parts for fold in (first, *part.folds))
    context = {
        "section": "causes",
        "parts": parts,
        "addition": first,
        "error_outside": None if shown else opened.form,
        "now": now(),
    }
    return render(request, "desk/causes.html", context, status=status)
