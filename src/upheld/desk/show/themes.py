"""Themes as a lead reads them: what comes up, the wider themes with theirs, and one in whole."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from django.urls import reverse

from upheld.core.themes import Said
from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.themes import MergeForm, NameForm
from upheld.store import models as rows
from upheld.store import themes

from .fold import Fold, Opened, fold

_WIDE, _HIGH = 240.0, 32.0
# A change that was over before so many weeks is history.
_RECENT = 26


@dataclass(frozen=True, slots=True)
class TrendPart:
    """What came up or went down, in words: which, since when, when it was told, until when."""

    number: int | None
    name: str
    cases: int
    direction: str
    began: date
    told: date
    ended: date | None


@dataclass(frozen=True, slots=True)
class ThemePart:
    """`line` are the points of its weeks, drawn; `said` its most typical sentence."""

    row: rows.Theme
    said: Said | None
    line: str
    trend: TrendPart | None


@dataclass(frozen=True, slots=True)
class HeadPart:
    name: str
    cases: int
    themes: tuple[ThemePart, ...]


def themes_page() -> dict[str, Any]:
    """All themes by the wider one that they belong to, the largest first."""
    whole, shown = themes.latest(), themes.listed()
    if whole is None:
        return {"whole": None}
    changed = [trend for row in shown for trend in _trends(row)]
    until = _last_monday(whole, shown)
    terms = [
        TrendPart(None, told["term"], 0, told["direction"], *_days(told)) for told in whole.terms
    ]
    return {
        "whole": whole,
        "heads": _heads(shown),
        "emerging": _recent(changed, "emerging", until),
        "fading": _recent(changed, "fading", until),
        "terms": _recent(terms, "emerging", until),
        "placed": whole.cases - whole.outside,
        "changing": any(row.trends for row in shown) or bool(terms),
        "letters": rows.CopiedLetter.objects.count(),
    }


def _last_monday(whole: rows.ThemesFound, shown: Sequence[rows.Theme]) -> date | None:
    weeks = max((len(row.weeks) for row in shown), default=0)
    return whole.first_week + timedelta(weeks=weeks) if whole.first_week else None


def _recent(found: Iterable[TrendPart], direction: str, until: date | None) -> list[TrendPart]:
    """What changed this way and goes on, or was over not long ago; the newest first."""
    kept = [
        each
        for each in found
        if each.direction == direction
        and (each.ended is None or (until and until - each.ended < timedelta(weeks=_RECENT)))
    ]
    return sorted(kept, key=lambda each: (each.began, each.cases), reverse=True)


def _heads(shown: Sequence[rows.Theme]) -> tuple[HeadPart, ...]:
    of: defaultdict[str, list[rows.Theme]] = defaultdict(list)
    for row in shown:
        of[row.head].append(row)
    found = [
        HeadPart(name, sum(row.cases for row in inside), tuple(map(_part, inside)))
        for name, inside in of.items()
    ]
    return tuple(sorted(found, key=lambda head: -head.cases))


def _part(row: rows.Theme) -> ThemePart:
    said = themes.said(row.examples[:1])
    trends = [trend for trend in _trends(row) if trend.ended is None]
    return ThemePart(
        row, said[0] if said else None, line(row.weeks), trends[-1] if trends else None
    )


def _trends(row: rows.Theme) -> list[TrendPart]:
    return [
        TrendPart(row.pk, row.name, row.cases, told["direction"], *_days(told))
        for told in row.trends
    ]


def _days(told: dict[str, Any]) -> tuple[date, date, date | None]:
    ended = date.fromisoformat(told["ended"]) if told["ended"] else None
    return date.fromisoformat(told["began"]), date.fromisoformat(told["told"]), ended


def line(weeks: Sequence[int]) -> str:
    """The points of a line through the weeks, in fours so that it can be read."""
    months = [sum(weeks[at : at + 4]) for at in range(0, len(weeks), 4)]
    most = max(months, default=0)
    if len(months) < 2 or not most:
        return ""
    step = _WIDE / (len(months) - 1)
    return " ".join(
        f"{at * step:.1f},{_HIGH - 1 - many / most * (_HIGH - 2):.1f}"
        for at, many in enumerate(months)
    )


@dataclass(frozen=True, slots=True)
class Years:
    """How many letters of the theme came, by year and by quarter: the line in numbers."""

    year: int
    quarters: tuple[int, int, int, int]


def years(weeks: Sequence[int], first: date | None) -> list[Years]:
    if first is None:
        return []
    of: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    mondays = accumulate([timedelta(weeks=1)] * max(0, len(weeks) - 1), date.__add__, initial=first)
    for many, monday in zip(weeks, mondays, strict=False):
        of[monday.year][(monday.month - 1) // 3] += many
    return [Years(year, (q[0], q[1], q[2], q[3])) for year, q in sorted(of.items())]


def theme_page(row: rows.Theme, opened: Opened, may_change: bool) -> dict[str, Any]:
    whole = themes.latest()
    cases = row.in_theme.select_related("case__customer")
    return {
        "theme": row,
        "trends": _trends(row),
        "line": line(row.weeks),
        "years": years(row.weeks, whole.first_week if whole else None),
        "examples": themes.said(row.examples),
        "wishes": themes.said(row.wishes),
        "cases": cases,
        "folds": _folds(row, opened) if may_change else [],
    }


def _folds(row: rows.Theme, opened: Opened) -> list[Fold]:
    others = [(pk, name) for pk, name in others_of(row)]
    made = (
        ("name", "Give it another name", "Keep the name",
         NameForm(key="name", initial={"name": row.name})),
        ("merge", "It is part of another", "Make them one",
         MergeForm(key="merge", others=others)),
        ("split", "It is two", "Split it in two", NothingToFill(key="split")),
    )  # fmt: skip
    return [
        fold(opened, key, label, submit, reverse(f"desk:theme_{key}", args=[row.pk]), form)
        for key, label, submit, form in made
    ]


def others_of(row: rows.Theme) -> list[tuple[int, str]]:
    """The themes that one may be made one with."""
    return list(themes.shown().exclude(pk=row.pk).order_by("name").values_list("pk", "name"))
