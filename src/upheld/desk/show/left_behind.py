"""What nobody sees to any more, as leads read it: each with why nobody does."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from upheld.steps.free_cases import HANDS
from upheld.store import left_behind as of_nobody
from upheld.store import models as rows


@dataclass(frozen=True, slots=True)
class Line:
    """A case, a promise or a root cause, and why nobody sees to it."""

    row: Any
    why: str


@dataclass(frozen=True, slots=True)
class LeftBehindPage:
    count: int
    may_be_more: bool
    cases: list[Line]
    promises: list[Line]
    root_causes: list[Line]


def left_behind(count: int) -> str:
    """What the first page tells a lead of it."""
    if not count:
        return ""
    told = "One thing is" if count == 1 else f"{count} things are"
    return f"{told} of somebody who has left or may not see to it"


def left_behind_page() -> LeftBehindPage:
    found = of_nobody.left_behind(HANDS)
    return LeftBehindPage(
        found.count,
        found.may_be_more,
        [Line(case, _why(case.owner, HANDS.cases)) for case in found.cases],
        [Line(each, _why(each.case.owner, HANDS.cases)) for each in found.promises],
        [Line(cause, _why_cause(cause)) for cause in found.root_causes],
    )


def _why_cause(cause: rows.RootCause) -> str:
    of_a_change = "who saw to a change of it has left or may not see to it"
    return _why(cause.owner, HANDS.root_causes) or of_a_change


def _why(owner: rows.Person | None, roles: Collection[str]) -> str:
    if owner is None or (owner.is_active and owner.role in roles):
        return ""
    return f"{owner} may not see to it" if owner.is_active else f"{owner} has left"
