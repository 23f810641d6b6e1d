"""The team as its page shows it: times of steps, teams and topics, and one's own work."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from upheld.core.intervals import told_share
from upheld.desk.forms.team import HoursForm
from upheld.insight.team import Team
from upheld.insight.team.made import Group, Timed
from upheld.insight.team.told import counted_in, days_told
from upheld.insight.team.workload import Load
from upheld.steps import may
from upheld.store.models import Person

from .fold import Fold, Opened, fold


@dataclass(frozen=True, slots=True)
class StepLine:
    name: str
    half: str
    ninth: str
    done: int
    all: int
    target: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    name: str
    complaints: int
    steps: list[StepLine]


@dataclass(frozen=True, slots=True)
class LoadLine:
    """`part` is the effort in hundredths of the most that anybody has."""

    load: Load
    part: int


def team_part(found: Team) -> dict[str, Any]:
    """What is told of the whole."""
    return {
        "found": found,
        "steps": _step_lines(found.steps),
        "groups": [
            ("Team", "By team", _group_lines(found.teams)),
            ("Topic", "By topic", _group_lines(found.topics)),
        ],
        "right": told_share(found.right.right) if found.right.right else "cannot be said",
    }


def _step_lines(steps: Sequence[Timed]) -> list[StepLine]:
    return [
        StepLine(
            name=each.step.value.capitalize(),
            half=days_told(each.took.half, counted_in(each)),
            ninth=days_told(each.took.ninth, counted_in(each)),
            done=each.took.done,
            all=each.took.all,
            target=each.target.replace("business", "working"),  # one word on one page
        )
        for each in steps
    ]


def _group_lines(groups: Sequence[Group]) -> list[GroupLine]:
    return [GroupLine(each.name, each.complaints, _step_lines(each.steps)) for each in groups]


def whose(by: may.Actor) -> int | None:
    """Whose work and praise `by` may read: their own, or everybody's, as None."""
    if may.allowed_any("see_workload", by):
        return None
    return by.pk if isinstance(by, Person) and by.pk else 0


def load_lines(loads: Sequence[Load]) -> list[LoadLine]:
    most = max((each.effort for each in loads), default=Decimal(0)) or Decimal(1)
    return [LoadLine(each, round(100 * each.effort / most)) for each in loads]


def hours_folds(opened: Opened, by: may.Actor) -> list[Fold]:
    if not may.allowed_any("see_workload", by):
        return []
    action, page = reverse("desk:team_hours"), reverse("desk:team")
    label, submit = "Say how many hours somebody has", "Keep the hours"
    return [fold(opened, "hours", label, submit, action, lambda key: HoursForm(key=key), page)]
