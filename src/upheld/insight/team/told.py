"""The team as data, and its times in words. Nothing here tells how long a person took."""

from typing import Any

from upheld.core.intervals import Share
from upheld.insight.sources.told import interval_data

from .made import Group, Team, Timed
from .praise import in_words
from .survival import Reached
from .workload import Load, workload


def days_told(found: Reached | None, unit: str = "days") -> str:
    """By when so many are through: "4 days (3 to 6)"; `unit` may be "working days"."""
    if found is None or found.likely is None:
        return "cannot be said yet"
    high = "more" if found.high is None else _number(found.high)
    unit = unit.removesuffix("s") if _number(found.likely) == "1" else unit
    return f"{_number(found.likely)} {unit} ({_number(found.low)} to {high})"


def _number(days: float) -> str:
    return f"{days:.0f}" if days >= 10 or days == int(days) else f"{days:.1f}"


def counted_in(timed: Timed) -> str:
    """In which days a step is told."""
    return "working days" if timed.working else "days"


def team_data(found: Team, whose: int | None = None) -> dict[str, Any]:
    """With the praise and, as it is now, the work of one person, by their number; None: of
    everybody. Five statements at most."""
    right, checked = found.right, found.checked
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "complaints": found.complaints,
        "steps": [_timed(each) for each in found.steps],
        "teams": [_group(each) for each in found.teams],
        "topics": [_group(each) for each in found.topics],
        "untold": found.untold,
        "first_time_right": {
            "answered": right.answered,
            "right": _share(right.right),
            "answered_again": right.again,
            "came_back": right.reopened,
            "changed_by_outside_body": right.outside,
            "ruled_by_outside_body": right.ruled,
            "held_back_by_a_check": right.held_back,
            "too_new": right.new,
        },
        "reply_checks": {
            "held_back": checked.held_back,
            "mended": checked.mended,
            "problems": dict(checked.problems),
        },
        "praise": {
            "all": found.praised,
            "words": [
                {"case": each.case, "at": each.at.isoformat(), "words": each.words}
                for each in in_words(found.praise_of(whose))
            ],
        },
        **work_data(whose),
        "limits": list(found.limits),
    }


def work_data(whose: int | None = None) -> dict[str, Any]:
    """What one person has to do now, or everybody has."""
    work = workload()
    return {"workload": [_load(each) for each in work.of(whose)], "nobodys": work.nobodys}


def _group(group: Group) -> dict[str, Any]:
    steps = [_timed(each) for each in group.steps]
    return {"name": group.name, "complaints": group.complaints, "steps": steps}


def _timed(timed: Timed) -> dict[str, Any]:
    return {
        "step": timed.step.value,
        "counted_in": counted_in(timed),
        "target": timed.target,
        "complaints": timed.took.all,
        "through": timed.took.done,
        "half": _reached(timed.took.half),
        "nine_in_ten": _reached(timed.took.ninth),
    }


def _reached(found: Reached | None) -> dict[str, float | None] | None:
    if found is None:
        return None
    ends = (found.low, found.likely, found.high)
    low, likely, high = (None if each is None else round(each, 2) for each in ends)
    return {"low": low, "days": likely, "high": high}


def _share(found: Share | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"count": found.count, "of": found.all, **(interval_data(found) or {})}


def _load(load: Load) -> dict[str, Any]:
    return {
        "person": load.person,
        "name": load.name,
        "team": load.team,
        "open": load.cases,
        "effort": f"{load.effort:.1f}",
        "waiting": load.waiting,
        "hours_a_week": None if load.hours is None else f"{load.hours}",
        "too_much": load.too_much,
    }
