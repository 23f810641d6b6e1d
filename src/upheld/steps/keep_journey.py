"""Keep the personas and the journey: whom the experience is built for, and where it meets them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from upheld.core import journey as core
from upheld.core import personas
from upheld.core.journey import Touchpoint
from upheld.core.personas import Persona
from upheld.store import journey
from upheld.store.record import events

from . import may


@dataclass(frozen=True, slots=True)
class Declared:
    """How many personas and touchpoints were added or changed."""

    personas: int
    touchpoints: int


@transaction.atomic
def add_persona(told: Mapping[str, str], designed_for: bool, by: may.Actor, now: datetime) -> str:
    """Declares a persona and returns its key; `told` as core.personas.SAID. Raises PersonaError."""
    may.check("keep_journey", by)
    events.hold()  # of two of one name at once, the second finds it taken
    added = personas.added(told, designed_for, journey.personas())
    journey.persona_kept(added, None, by.name, now)
    return added.key


@transaction.atomic
def change_persona(
    key: str, told: Mapping[str, str], designed_for: bool, by: may.Actor, now: datetime
) -> None:
    """Says a persona in other words, under its key. Raises PersonaError."""
    may.check("keep_journey", by)
    events.hold()
    known = journey.personas()
    changed = personas.changed(key, told, designed_for, known)
    journey.persona_kept(changed, personas.named(key, known), by.name, now)


@transaction.atomic
def retire_persona(key: str, retired: bool, by: may.Actor, now: datetime) -> None:
    """Takes a persona out of what can be chosen, or back in. Raises PersonaError."""
    may.check("keep_journey", by)
    events.hold()
    known = journey.personas()
    after = personas.retired(key, retired, known)
    journey.persona_kept(after, personas.named(key, known), by.name, now)


@transaction.atomic
def add_touchpoint(given: Touchpoint, by: may.Actor, now: datetime) -> str:
    """Puts a touchpoint into the journey and returns its key, made of its name; its place, where
    it is 0, is behind the last. Raises TouchpointError."""
    may.check("keep_journey", by)
    events.hold()
    known = journey.touchpoints()
    _check_personas(given)
    behind = max((each.place for each in known), default=0) + 1
    added = core.added(replace(given, place=given.place or behind), known)
    journey.touchpoint_kept(added, None, by.name, now)
    return added.key


@transaction.atomic
def change_touchpoint(given: Touchpoint, by: may.Actor, now: datetime) -> None:
    """Keeps the touchpoint of this key as `given`. Raises TouchpointError."""
    may.check("keep_journey", by)
    events.hold()
    known = journey.touchpoints()
    _check_personas(given)
    before = core.named(given.key, known)
    journey.touchpoint_kept(core.changed(given, known), before, by.name, now)


@transaction.atomic
def retire_touchpoint(key: str, retired: bool, by: may.Actor, now: datetime) -> None:
    """Takes a touchpoint out of the journey, or back in. Raises TouchpointError."""
    may.check("keep_journey", by)
    events.hold()
    known = journey.touchpoints()
    after = core.retired(key, retired, known)
    journey.touchpoint_kept(after, core.named(key, known), by.name, now)


@transaction.atomic
def declare(
    given: Sequence[Persona], journeys: Sequence[Touchpoint], by: may.Actor, now: datetime
) -> Declared:
    """Personas and touchpoints as a file brings them, each under its own key; what stands as it
    is given is left alone, and what the file does not name stays. Raises PersonaError and
    TouchpointError, and then nothing of it is kept."""
    may.check("keep_journey", by)
    events.hold()
    return Declared(_personas(given, by, now), _touchpoints(journeys, by, now))


def _personas(given: Sequence[Persona], by: may.Actor, now: datetime) -> int:
    known = {each.key: each for each in journey.personas()}
    changes = 0
    for each in given:
        before = known.get(each.key)
        after = known[each.key] = personas.declared(each, known.values())
        if after != before:
            journey.persona_kept(after, before, by.name, now)
            changes += 1
    return changes


def _touchpoints(given: Sequence[Touchpoint], by: may.Actor, now: datetime) -> int:
    known = {each.key: each for each in journey.touchpoints()}
    declared = {each.key for each in journey.personas()}
    changes = 0
    for each in given:
        core.check_personas(each.personas, declared)
        before = known.get(each.key)
        after = known[each.key] = core.declared(each, known.values())
        if after != before:
            journey.touchpoint_kept(after, before, by.name, now)
            changes += 1
    return changes


def _check_personas(given: Touchpoint) -> None:
    core.check_personas(given.personas, {each.key for each in journey.personas()})
