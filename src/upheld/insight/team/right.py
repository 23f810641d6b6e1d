"""What was right the first time, what came back, and letters that a check held back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from upheld.core.intervals import Share, share
from upheld.core.words import EventKind
from upheld.store import case_days, cases_counted
from upheld.store import models as rows

# Whoever was answered later than that has hardly had the time to come back.
NEW = timedelta(days=28)
_BACK = (EventKind.CONTESTED, EventKind.REOPENED)


@dataclass(frozen=True, slots=True)
class Right:
    """Of the complaints first answered in a span. One may have gone wrong in several ways.

    `right`: answered once, not reopened or contested, not changed by an outside body, and no check
    held the answer back. `new` were answered too recently for many to have come back."""

    answered: int
    right: Share | None
    again: int
    reopened: int
    outside: int
    ruled: int
    held_back: int
    new: int


@dataclass(frozen=True, slots=True)
class Checked:
    """Letters of cases that a check held back in a span, each once, and how many of them were
    mended and have left since; `problems` says how often each was found."""

    held_back: int
    mended: int
    problems: tuple[tuple[str, int], ...]


def right(since: datetime, until: datetime, now: datetime) -> Right:
    """Six statements."""
    cases = case_days.answered(cases_counted.counted(until), since, until).order_by()
    first = _first_answers(cases)
    again = _several_answers(cases)
    back = _back(cases)
    ruled = dict(
        rows.OutsideRuling.objects.filter(case__in=cases.values("pk"))
        .order_by("changed")
        .values_list("case", "changed")
    )
    changed = {case for case, other in ruled.items() if other}
    held = {case for case, kind in held_back(since - NEW, until) if kind in case_days.ANSWERS}
    held &= first.keys()
    wrong = again | back | changed | held
    return Right(
        answered=len(first),
        right=share(len(first) - len(wrong & first.keys()), len(first)),
        again=len(again),
        reopened=len(back),
        outside=len(changed),
        ruled=len(ruled),
        held_back=len(held),
        new=sum(now - at < NEW for at in first.values()),
    )


def _first_answers(cases: case_days.Cases) -> Mapping[int, datetime]:
    told = case_days.answers().filter(case__in=cases.values("pk"))
    return dict(told.values_list("case").annotate(first=Min("queued_at")))


def _several_answers(cases: case_days.Cases) -> set[int]:
    told = case_days.answers().filter(case__in=cases.values("pk"))
    several = told.values("case").annotate(times=Count("pk")).filter(times__gt=1)
    return set(several.values_list("case", flat=True))


def _back(cases: case_days.Cases) -> set[int]:
    told = rows.Event.objects.filter(case__in=cases.values("pk"), kind__in=_BACK)
    return {case for case in told.order_by().values_list("case", flat=True) if case}


def held_back(since: datetime, until: datetime) -> dict[tuple[int, str], rows.Event]:
    """By case and kind of letter the last time that a check held it back; a kind letter to somebody
    who said nothing is of no case. The chain has little of that: it is read one by one."""
    told = rows.Event.objects.filter(kind=EventKind.LETTER_BLOCKED, at__gte=since, at__lt=until)
    of_cases = (each for each in told.order_by("number") if "case" in each.data)
    return {(each.data["case"], each.data["kind"]): each for each in of_cases}


def checked(since: datetime, until: datetime) -> Checked:
    """Two statements, and one more where a letter was held back."""
    found = held_back(since, until)
    problems: dict[str, int] = {}
    for each in found.values():
        for code in each.data["problems"]:
            problems[code] = problems.get(code, 0) + 1
    cases = {case for case, _ in found}
    left = rows.Letter.objects.filter(case__in=cases, queued_at__isnull=False).order_by("queued_at")
    sent = {(case, kind): at for case, kind, at in left.values_list("case", "kind", "queued_at")}
    mended = sum(
        (at := sent.get(which)) is not None and at >= event.at for which, event in found.items()
    )
    ranked = sorted(problems.items(), key=lambda item: (-item[1], item[0]))
    return Checked(len(found), mended, tuple(ranked))
