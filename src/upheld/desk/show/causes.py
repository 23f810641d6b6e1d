"""The list of causes, each with how many cases it closed and what may be done with it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from upheld.core.lessons import Cause
from upheld.desk.forms.causes import CauseForm, RetiringForm
from upheld.store import causes

from .fold import Fold, Opened, fold


@dataclass(frozen=True, slots=True)
class CausePart:
    cause: Cause
    closed: int
    folds: list[Fold]


def cause_parts(opened: Opened) -> list[CausePart]:
    used = causes.used()
    return [
        CausePart(cause, used.get(cause.key, 0), [_change(cause, opened), _retire(cause)])
        for cause in causes.listed()
    ]


def addition(opened: Opened) -> Fold:
    address, form = reverse("desk:cause_add"), CauseForm(key="add")
    return fold(opened, "add", "Add a cause", "Add it", address, form)


def _change(cause: Cause, opened: Opened) -> Fold:
    key = f"change-{cause.key}"
    address = reverse("desk:cause_change", args=[cause.key])
    form = CauseForm(key=key, initial=_shown(cause))
    return fold(opened, key, "Say it in other words", "Keep it", address, form)


def cause_shown(key: str) -> dict[str, Any] | None:
    """A cause as its form shows it; None where there is none of this key."""
    return next((_shown(each) for each in causes.listed() if each.key == key), None)


def _shown(cause: Cause) -> dict[str, Any]:
    return {"label": cause.label, "stage": cause.stage, "needs_promise": cause.needs_promise}


def _retire(cause: Cause) -> Fold:
    key = f"retire-{cause.key}"
    label = "Use it again" if cause.retired else "Retire it"
    form = RetiringForm(key=key, initial={"retired": not cause.retired})
    return fold(Opened(), key, label, label, reverse("desk:cause_retire", args=[cause.key]), form)
