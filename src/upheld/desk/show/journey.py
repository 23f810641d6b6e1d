"""Personas with their journey and who of the customers they are; and the journey as it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from upheld.core.journey import Touchpoint
from upheld.core.personas import Persona
from upheld.desk.forms.causes import RetiringForm
from upheld.desk.forms.journey import (
    PersonaForm,
    TouchpointForm,
    persona_form,
    persona_told,
    touchpoint_form,
    touchpoint_told,
)
from upheld.insight.journey.members import MEMBERS
from upheld.steps import may
from upheld.store import journey

from .fold import Fold, Opened, fold


@dataclass(frozen=True, slots=True)
class PersonaPart:
    """`members` is how many customers are recorded as such; none is told, for nothing is known. It
    is None while they are being counted."""

    persona: Persona
    members: int | None
    journey: list[Touchpoint]
    folds: list[Fold]

    @property
    def note(self) -> str:
        if self.persona.retired:
            return "Retired: chosen for nobody else."
        designed = self.persona.designed_for
        return "Designed for them." if designed else "A fair wish that we do not serve."


@dataclass(frozen=True, slots=True)
class TouchpointPart:
    touchpoint: Touchpoint
    whose: str
    folds: list[Fold]


@dataclass(frozen=True, slots=True)
class PersonaParts:
    """`undeclared` counts the customers of personas that nobody declared, by key."""

    parts: list[PersonaPart]
    undeclared: dict[str, int]


def persona_parts(by: may.Actor, opened: Opened, now: datetime) -> PersonaParts:
    counted, points = MEMBERS.worked(now).told, journey.touchpoints()
    members = {key: sum(bands.values()) for key, bands in (counted or {}).items()}
    in_use = [each for each in points if not each.retired]
    parts = [
        PersonaPart(
            each,
            None if counted is None else members.get(each.key, 0),
            [point for point in in_use if point.stands_for(each.key)],
            _persona_folds(each, by, opened),
        )
        for each in journey.personas()
    ]
    declared = {part.persona.key for part in parts}
    return PersonaParts(
        parts, {key: count for key, count in members.items() if key not in declared}
    )


def _persona_folds(persona: Persona, by: may.Actor, opened: Opened) -> list[Fold]:
    if not may.allowed_any("keep_journey", by):
        return []
    key = f"change-{persona.key}"
    change = reverse("desk:persona_change", args=[persona.key])
    retire = reverse("desk:persona_retire", args=[persona.key])
    return [
        fold(opened, key, "Say it in other words", "Keep it", change, persona_form(persona, key)),
        _retiring(persona.key, persona.retired, retire),
    ]


def persona_addition(by: may.Actor, opened: Opened) -> Fold | None:
    if not may.allowed_any("keep_journey", by):
        return None
    form = PersonaForm(key="add", initial={"designed_for": True})
    address = reverse("desk:persona_add")
    return fold(opened, "add", "Declare a persona", "Declare it", address, form)


def touchpoint_parts(by: may.Actor, opened: Opened) -> list[TouchpointPart]:
    personas = journey.personas()
    names = {each.key: each.name for each in personas}
    return [
        TouchpointPart(each, _whose(each, names), _touchpoint_folds(each, personas, by, opened))
        for each in journey.touchpoints()
    ]


def _whose(touchpoint: Touchpoint, names: dict[str, str]) -> str:
    return ", ".join(names.get(key, key) for key in touchpoint.personas) or "Everybody"


def _touchpoint_folds(
    touchpoint: Touchpoint, personas: Sequence[Persona], by: may.Actor, opened: Opened
) -> list[Fold]:
    if not may.allowed_any("keep_journey", by):
        return []
    key = f"change-{touchpoint.key}"
    change = reverse("desk:touchpoint_change", args=[touchpoint.key])
    retire = reverse("desk:touchpoint_retire", args=[touchpoint.key])
    form = touchpoint_form(touchpoint, personas, key)
    return [
        fold(opened, key, "Change it", "Keep it", change, form),
        _retiring(touchpoint.key, touchpoint.retired, retire),
    ]


def touchpoint_addition(by: may.Actor, opened: Opened) -> Fold | None:
    if not may.allowed_any("keep_journey", by):
        return None
    form = TouchpointForm(key="add", personas=journey.personas())
    address = reverse("desk:touchpoint_add")
    return fold(opened, "add", "Add a touchpoint", "Add it", address, form)


def _retiring(key: str, is_retired: bool, address: str) -> Fold:
    label = "Use it again" if is_retired else "Retire it"
    form = RetiringForm(key=f"retire-{key}", initial={"retired": not is_retired})
    return fold(Opened(), f"retire-{key}", label, label, address, form)


def persona_shown(key: str) -> dict[str, Any] | None:
    """A persona as its form shows it; None where there is none of this key."""
    return next((persona_told(each) for each in journey.personas() if each.key == key), None)


def touchpoint_shown(key: str) -> dict[str, Any] | None:
    """A touchpoint as its form shows it; None where there is none of this key."""
    found = (touchpoint_told(each) for each in journey.touchpoints() if each.key == key)
    return next(found, None)
