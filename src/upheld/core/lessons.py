"""Every case teaches: a closed case has a cause, and `resolved` needs the person's acceptance."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from .as_seen import is_blank
from .keys import made_key
from .words import JourneyStage


class ClosingError(ValueError):
    """A case that may not be closed so; the message says what is missing."""


class CauseError(ValueError):
    """A change of the list of causes that cannot be kept; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why the fault, or the misunderstanding, came about in this case. The firm edits the list.

    A `retired` one is told in cases that were closed with it, and closes no other.
    """

    key: str
    label: str
    stage: JourneyStage
    needs_promise: bool
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """How a case ended. `resolved` is only true when the complainant accepted (DISP 1.5)."""

    cause: str
    lesson: str
    resolved: bool
    misunderstood: str = ""


def close(
    cause: str,
    lesson: str,
    accepted: bool | None,
    causes: Collection[Cause],
    misunderstood: str = "",
    untold: Collection[str] = (),
) -> Closing:
    """The closing of a case. `untold` is what of the way onward no letter has told them.

    Raises ClosingError for an unknown cause, when a customer misunderstood and the promise or
    instruction that was misunderstood is not named, and when the way onward is not told to
    somebody who has not accepted."""
    known = {each.key: each for each in causes if not each.retired}
    if cause not in known:
        raise ClosingError(f"cause {cause!r} is not known: choose one of {', '.join(known)}")
    if known[cause].needs_promise and is_blank(misunderstood):
        raise ClosingError(
            "a misunderstanding has two sides: name the promise or instruction that was misread"
        )
    if untold and accepted is not True:
        raise ClosingError(
            f"they have not accepted, and no letter that left tells them {', '.join(untold)}: "
            "write to them, or open the case again and answer anew"
        )
    return Closing(cause, lesson.strip(), accepted is True, misunderstood.strip())


_LONGEST_LABEL, _LONGEST_KEY = 120, 60


def named(key: str, causes: Collection[Cause]) -> Cause:
    """The cause of this key. Raises CauseError."""
    for cause in causes:
        if cause.key == key:
            return cause
    raise CauseError(f"there is no cause {key!r}: add it first")


def added(label: str, stage: JourneyStage, needs_promise: bool, causes: Collection[Cause]) -> Cause:
    """A new cause, its key made of its label. Raises CauseError where one reads the same."""
    label = _label(label, causes, "")
    key = made_key(label, _LONGEST_KEY)
    if not key:
        raise CauseError(f"{label!r} has no letter: write what came about, in words")
    if any(cause.key == key for cause in causes):
        raise CauseError(f"the key {key} is taken: write it in other words")
    return Cause(key, label, stage, needs_promise)


def changed(
    key: str, label: str, stage: JourneyStage, needs_promise: bool, causes: Collection[Cause]
) -> Cause:
    """The cause in other words, under its old key. Raises CauseError."""
    before = named(key, causes)
    label = _label(label, causes, key)
    return replace(before, label=label, stage=stage, needs_promise=needs_promise)


def retired(key: str, is_retired: bool, causes: Collection[Cause]) -> Cause:
    """The cause taken out of use, or back in. Raises CauseError for the last one in use."""
    before = named(key, causes)
    others = [cause for cause in causes if not cause.retired and cause.key != key]
    if is_retired and not others:
        raise CauseError("a closed case has a cause: add another before this one is retired")
    return replace(before, retired=is_retired)


def _label(label: str, causes: Collection[Cause], own: str) -> str:
    label = " ".join(label.split())
    if not label:
        raise CauseError("say in a few words what came about")
    if len(label) > _LONGEST_LABEL:
        raise CauseError(f"the words have {len(label)} characters and {_LONGEST_LABEL} are allowed")
    if any(cause.label.lower() == label.lower() and cause.key != own for cause in causes):
        raise CauseError(f"a cause reads {label!r} already: use that one")
    return label
