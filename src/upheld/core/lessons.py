"""Every case teaches: a closed case has a cause, and `resolved` needs the person's acceptance."""

from collections.abc import Collection
from dataclasses import dataclass

from .words import JourneyStage


class ClosingError(ValueError):
    """A case that may not be closed so; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why the fault, or the misunderstanding, came about in this case. The firm edits the list."""

    key: str
    label: str
    stage: JourneyStage
    needs_promise: bool


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
) -> Closing:
    """The closing of a case. Raises ClosingError for an unknown cause, or when a customer
    misunderstood and the promise or instruction that was misunderstood is not named."""
    known = {each.key: each for each in causes}
    if cause not in known:
        raise ClosingError(f"cause {cause!r} is not known: choose one of {', '.join(known)}")
    if known[cause].needs_promise and not misunderstood.strip():
        raise ClosingError(
            "a misunderstanding has two sides: name the promise or instruction that was misread"
        )
    return Closing(cause, lesson.strip(), accepted is True, misunderstood.strip())
