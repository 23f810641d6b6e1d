"""Personas: whom the experience was built for, told by needs, use and expectations."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from .keys import made_key
from .protected import in_words

_LONGEST_NAME, _LONGEST_KEY = 120, 40


class PersonaError(ValueError):
    """A persona that cannot be kept as it stands; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Persona:
    """An archetype, not a group of people: nothing of it says who anybody is.

    `promise` is what we promise them. `designed_for` is false for a fair wish that we do not
    serve. A `retired` one is told where it was used, and chosen for nobody else.
    """

    key: str
    name: str
    description: str = ""
    needs: str = ""
    use: str = ""
    expectations: str = ""
    promise: str = ""
    designed_for: bool = True
    retired: bool = False


# What is said of a persona in words, by the name that a form, a file and an event call it.
SAID = ("name", "description", "needs", "use", "expectations", "promise")
NAMES = tuple(each.name for each in fields(Persona))


def named(key: str, personas: Collection[Persona]) -> Persona:
    """The persona of this key. Raises PersonaError."""
    for persona in personas:
        if persona.key == key:
            return persona
    raise PersonaError(f"there is no persona {key!r}: declare it first")


def added(told: Mapping[str, str], designed_for: bool, personas: Collection[Persona]) -> Persona:
    """A new persona of its words (SAID), its key made of its name. Raises PersonaError."""
    said = _said(told, personas, "")
    key = made_key(said["name"], _LONGEST_KEY)
    if not key:
        raise PersonaError(f"{said['name']!r} has no letter: write the name in words")
    if any(persona.key == key for persona in personas):
        raise PersonaError(f"the key {key} is taken: choose another name")
    return Persona(key, **said, designed_for=designed_for)


def declared(given: Persona, personas: Collection[Persona]) -> Persona:
    """The persona under the key that it brings, new or in place of its like. Raises PersonaError.

    As a file brings them: the key is the firm's own.
    """
    if given.key != made_key(given.key, _LONGEST_KEY):
        raise PersonaError(
            f"key: {given.key!r} is not a key: small letters, digits and _, such as the_stayer"
        )
    told = {name: getattr(given, name) for name in SAID}
    return replace(given, **_said(told, personas, given.key))


def changed(
    key: str, told: Mapping[str, str], designed_for: bool, personas: Collection[Persona]
) -> Persona:
    """The persona in other words, under its old key. Raises PersonaError."""
    before = named(key, personas)
    return replace(before, **_said(told, personas, key), designed_for=designed_for)


def retired(key: str, is_retired: bool, personas: Collection[Persona]) -> Persona:
    """The persona taken out of use, or back in. Raises PersonaError."""
    return replace(named(key, personas), retired=is_retired)


def _said(told: Mapping[str, str], personas: Collection[Persona], own: str) -> dict[str, Any]:
    said = {name: " ".join(told.get(name, "").split()) for name in SAID}
    name = said["name"]
    if not name:
        raise PersonaError("name: give the persona a short name, such as The stayer")
    if len(name) > _LONGEST_NAME:
        raise PersonaError(f"name: it has {len(name)} characters and {_LONGEST_NAME} are allowed")
    if any(each.name.lower() == name.lower() and each.key != own for each in personas):
        raise PersonaError(f"name: another persona is called {name!r}: choose another name")
    for name, words in said.items():
        if found := in_words(words):
            raise PersonaError(f"{name}: {found}")
    if not (said["needs"] or said["use"] or said["expectations"]):
        raise PersonaError("needs: say what they need, how they use it, or what they expect")
    return said
