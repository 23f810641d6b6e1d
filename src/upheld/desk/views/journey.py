"""Whom it is built for, and the journey: read by all, kept by leads and policy owners."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.event_kinds import EventKind
from upheld.core.journey import TouchpointError
from upheld.core.personas import PersonaError
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.causes import RetiringForm
from upheld.desk.forms.journey import PersonaForm, TouchpointForm
from upheld.desk.show import journey as show
from upheld.desk.show.fold import Opened
from upheld.desk.show.persona import persona_page
from upheld.steps import keep_journey as keep
from upheld.steps import may
from upheld.store import journey

from . import once
from .asking import now
from .asking import person as who
from .overwriting import Overtaken, There, held

_Page = Callable[[HttpRequest, Opened, int], HttpResponse]


@require_safe
def personas(request: HttpRequest) -> HttpResponse:
    return _personas(request, Opened(request.GET.get("do", "")), 200)


@require_safe
def persona(request: HttpRequest, key: str) -> HttpResponse:
    try:
        page = persona_page(key, now())
    except PersonaError as error:
        raise Http404(str(error)) from None
    return render(request, "desk/persona.html", {"section": "personas", "page": page, "now": now()})


@require_safe
def touchpoints(request: HttpRequest) -> HttpResponse:
    return _touchpoints(request, Opened(request.GET.get("do", "")), 200)


@require_POST
def persona_add(request: HttpRequest) -> HttpResponse:
    form = PersonaForm(request.POST, key="add")

    def step() -> str:
        keep.add_persona(form.said(), form.cleaned_data["designed_for"], who(request), now())
        return "The persona is declared."

    return _act(request, Opened("add", form), step, _personas)


@require_POST
def persona_change(request: HttpRequest, key: str) -> HttpResponse:
    form = PersonaForm(request.POST, key=f"change-{key}")

    def step() -> str:
        designed_for = form.cleaned_data["designed_for"]
        keep.change_persona(key, form.said(), designed_for, who(request), now())
        return "It is kept."

    there = There(
        lambda: show.persona_shown(key), (EventKind.PERSONA_CHANGED,), about={"persona": key}
    )
    return _act(request, Opened(f"change-{key}", form), step, _personas, there)


@require_POST
def persona_retire(request: HttpRequest, key: str) -> HttpResponse:
    form = RetiringForm(request.POST, key=f"retire-{key}")

    def step() -> str:
        retired = form.cleaned_data["retired"]
        keep.retire_persona(key, retired, who(request), now())
        return "It is retired: it is chosen for nobody else." if retired else "It is in use again."

    return _act(request, Opened(f"retire-{key}", form), step, _personas)


@require_POST
def touchpoint_add(request: HttpRequest) -> HttpResponse:
    form = TouchpointForm(request.POST, key="add", personas=journey.personas())

    def step() -> str:
        keep.add_touchpoint(form.touchpoint(""), who(request), now())
        return "The touchpoint stands in the journey."

    return _act(request, Opened("add", form), step, _touchpoints)


@require_POST
def touchpoint_change(request: HttpRequest, key: str) -> HttpResponse:
    form = TouchpointForm(request.POST, key=f"change-{key}", personas=journey.personas())

    def step() -> str:
        keep.change_touchpoint(form.touchpoint(key), who(request), now())
        return "It is kept."

    there = There(
        lambda: show.touchpoint_shown(key),
        (EventKind.TOUCHPOINT_CHANGED,),
        about={"touchpoint": key},
    )
    return _act(request, Opened(f"change-{key}", form), step, _touchpoints, there)


@require_POST
def touchpoint_retire(request: HttpRequest, key: str) -> HttpResponse:
    form = RetiringForm(request.POST, key=f"retire-{key}")

    def step() -> str:
        retired = form.cleaned_data["retired"]
        keep.retire_touchpoint(key, retired, who(request), now())
        return "It is out of the journey." if retired else "It is in the journey again."

    return _act(request, Opened(f"retire-{key}", form), step, _touchpoints)


def _act(
    request: HttpRequest,
    opened: Opened,
    step: Callable[[], str],
    page: _Page,
    there: There | None = None,
) -> HttpResponse:
    if (again := once.repeated(request)) is not None:
        return again
    form, status = opened.form, HTTPStatus.UNPROCESSABLE_ENTITY
    if form is not None and form.is_valid():
        try:
            with held(form, there):
                told = step()
        except may.NotAllowed as error:
            raise PermissionDenied(str(error)) from None
        except Overtaken as error:
            form.add_error(None, str(error))
            status = HTTPStatus.CONFLICT
        except (PersonaError, TouchpointError) as error:
            _amiss(form, str(error))
        else:
            messages.success(request, told)
            name = "personas" if page is _personas else "touchpoints"
            return once.done(request, reverse(f"desk:{name}"))
    return page(request, opened, status)


def _amiss(form: DeskForm, error: str) -> None:
    """At its field where the error names one."""
    field, _, told = error.partition(": ")
    told, name = (told, field) if told and field in form.fields else (error, None)
    form.add_error(name, f"{told[:1].upper()}{told[1:]}.")


def _personas(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
    found = show.persona_parts(who(request), opened, now())
    addition = show.persona_addition(who(request), opened)
    told = found.parts, addition, opened, status, found.undeclared
    return _page(request, "desk/personas.html", *told)


def _touchpoints(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
    parts = show.touchpoint_parts(who(request), opened)
    addition = show.touchpoint_addition(who(request), opened)
    return _page(request, "desk/touchpoints.html", parts, addition, opened, status)


def _page(
    request: HttpRequest,
    template: str,
    parts: Any,
    addition: Any,
    opened: Opened,
    status: int,
    undeclared: Mapping[str, int] | None = None,
) -> HttpResponse:
    folds = [fold for part in parts for fold in part.folds]
    shown = any(fold.open for fold in [*folds, *([addition] if addition else [])])
    context = {
        "section": "personas",
        "parts": parts,
        "addition": addition,
        "undeclared": undeclared,
        "error_outside": None if shown else opened.form,
        "now": now(),
    }
    return render(request, template, context, status=status)
