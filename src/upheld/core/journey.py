"""The journey from first contact to getting paid: touchpoints, in the order that they are met."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace

from .keys import made_key
from .words import JourneyStage
from .words import Touchpoint as Nature

_LONGEST_NAME, _LONGEST_KEY = 120, 40


class TouchpointError(ValueError):
    """A touchpoint that cannot be kept as it stands; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One point at which the customer meets us: a product is a hand-off, a service a handshake.

    `place` is its place in the journey, the lowest first. `personas` are the keys of those in
    whose journey it stands; none stands in everybody's. `promise` is what we promise there.
    """

    key: str
    name: str
    stage: JourneyStage
    nature: Nature
    promise: str = ""
    place: int = 0
    personas: tuple[str, ...] = ()
    retired: bool = False

    def stands_for(self, persona: str) -> bool:
        return not self.personas or persona in self.personas


NAMES = tuple(each.name for each in fields(Touchpoint))
_STAGES = list(JourneyStage)


def in_order(touchpoints: Collection[Touchpoint]) -> tuple[Touchpoint, ...]:
    """By place; where two have one place, by stage, then by key."""
    return tuple(
        sorted(touchpoints, key=lambda each: (each.place, _STAGES.index(each.stage), each.key))
    )


def named(key: str, touchpoints: Collection[Touchpoint]) -> Touchpoint:
    """The touchpoint of this key. Raises TouchpointError."""
    for touchpoint in touchpoints:
        if touchpoint.key == key:
            return touchpoint
    raise TouchpointError(f"there is no touchpoint {key!r}: declare it first")


def added(given: Touchpoint, touchpoints: Collection[Touchpoint]) -> Touchpoint:
    """A new touchpoint: `given` has no key yet, it is made of the name. Raises TouchpointError."""
    checked = _checked(given, touchpoints)
    key = made_key(checked.name, _LONGEST_KEY)
    if not key:
        raise TouchpointError(f"{checked.name!r} has no letter: write the name in words")
    if any(each.key == key for each in touchpoints):
        raise TouchpointError(f"the key {key} is taken: choose another name")
    return replace(checked, key=key)


def declared(given: Touchpoint, touchpoints: Collection[Touchpoint]) -> Touchpoint:
    """The touchpoint under the key that it brings, new or in place of its like.

    As a file brings them: the key is the firm's own. Raises TouchpointError.
    """
    if given.key != made_key(given.key, _LONGEST_KEY):
        raise TouchpointError(
            f"key: {given.key!r} is not a key: small letters, digits and _, such as delivery"
        )
    return _checked(given, touchpoints)


def changed(given: Touchpoint, touchpoints: Collection[Touchpoint]) -> Touchpoint:
    """The touchpoint of its key as `given`, used or retired as it was. Raises TouchpointError."""
    before = named(given.key, touchpoints)
    return replace(_checked(given, touchpoints), retired=before.retired)


def retired(key: str, is_retired: bool, touchpoints: Collection[Touchpoint]) -> Touchpoint:
    """The touchpoint taken out of the journey, or back in. Raises TouchpointError."""
    return replace(named(key, touchpoints), retired=is_retired)


def check_personas(chosen: Sequence[str], declared: Collection[str]) -> None:
    """Raises TouchpointError for a persona that is not declared."""
    if unknown := sorted(set(chosen) - set(declared)):
        told = ", ".join(sorted(declared)) or "none"
        raise TouchpointError(
            f"personas: {', '.join(unknown)} is not declared (there is {told}): declare it first"
        )


def _checked(given: Touchpoint, touchpoints: Collection[Touchpoint]) -> Touchpoint:
    name = " ".join(given.name.split())
    if not name:
        raise TouchpointError("name: say what the customer meets there, such as Delivery")
    if len(name) > _LONGEST_NAME:
        raise TouchpointError(
            f"name: it has {len(name)} characters and {_LONGEST_NAME} are allowed"
        )
    if any(each.name.lower() == name.lower() and each.key != given.key for each in touchpoints):
        raise TouchpointError(f"name: another touchpoint is called {name!r}: choose another name")
    if given.place < 0:
        raise TouchpointError(f"place: {given.place} is below 0: count from the first")
    return replace(given, name=name, promise=" ".join(given.promise.split()))
