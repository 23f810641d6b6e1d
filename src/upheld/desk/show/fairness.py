"""How groups were treated, in words and pictures: of groups, and never of a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from upheld.core.intervals import Interval, told, told_share
from upheld.desk.charts.gap import Gap, gap, reach
from upheld.insight.fair import By, Fairness, Group, Measure, Measured, words

from .mail import Tab


@dataclass(frozen=True, slots=True)
class GroupLine:
    name: str
    cases: int
    crude: str
    gap: str
    picture: Gap | None
    again: str
    again_picture: Gap | None
    said: str
    stands_out: bool


@dataclass(frozen=True, slots=True)
class MeasurePart:
    """All groups of a kind by one measure."""

    key: str
    name: str
    sentence: str
    decided_again: bool
    stands_out: bool
    open: bool
    lines: list[GroupLine]


def fairness_page(found: Fairness, asked: QueryDict) -> dict[str, Any]:
    by_key = {_key(kind): kind for kind in found.kinds}
    chosen = by_key.get(asked.get("by", "")) or next(iter(found.kinds), None)
    return {
        "found": found,
        "headline": words.headline(found),
        "looked_at": words.looked_at(found),
        "attention": words.attention(found),
        "tabs": [_tab(key, kind, chosen, asked) for key, kind in by_key.items()],
        "kind": words.kind_name(chosen) if chosen else "",
        "parts": _parts(chosen) if chosen else [],
    }


def _key(kind: By) -> str:
    return kind.name.replace(" ", "_")


def _tab(key: str, kind: By, chosen: By | None, asked: QueryDict) -> Tab:
    query = asked.copy()
    query["by"] = key
    count = sum(bool(each.standing_out) for each in kind.measures) or None
    return Tab(kind.name.capitalize(), count, f"?{query.urlencode()}#groups", kind is chosen)


def _parts(kind: By) -> list[MeasurePart]:
    """What stands out is open, and the first where nothing does."""
    told = [each for each in kind.measures if any(group.crude for group in each.groups)]
    quiet = not any(each.standing_out for each in told)
    return [_part(kind, each, quiet and at == 0) for at, each in enumerate(told)]


def _part(kind: By, measured: Measured, first_of_all: bool) -> MeasurePart:
    again = kind.under_policy(measured.measure)
    then = {each.name: each for each in again.groups} if again else {}
    gaps = [each.gap for each in (*measured.groups, *then.values())]
    edge = reach(gaps)
    return MeasurePart(
        key=measured.measure.value,
        name=words.NAMES[measured.measure],
        sentence=words.of_measure(kind, measured),
        decided_again=bool(then),
        stands_out=bool(measured.standing_out),
        open=bool(measured.standing_out) or first_of_all,
        lines=[_line(each, measured.measure, then, edge) for each in _ranked(measured)],
    )


def _ranked(measured: Measured) -> list[Group]:
    """What stands out first, then the largest groups."""
    return sorted(measured.groups, key=lambda each: (not each.stands_out, -each.cases, each.name))


def _line(one: Group, measure: Measure, then: Mapping[str, Group], edge: float) -> GroupLine:
    again = then.get(one.name)
    return GroupLine(
        name=one.name,
        cases=one.cases,
        crude=_crude(one.crude, measure),
        gap=words.told_gap(one.gap, measure) if one.gap else "",
        picture=gap(one.gap, edge),
        again=words.told_gap(again.gap, measure) if again and again.gap else "",
        again_picture=gap(again.gap, edge) if again else None,
        said=_said(one),
        stands_out=one.stands_out,
    )


def _crude(found: Interval | None, measure: Measure) -> str:
    if found is None:
        return "withheld: too few people"
    return told_share(found) if measure.is_share else told(found)


def _said(one: Group) -> str:
    if one.stands_out:
        return "Stands out"
    if one.crude is None:
        return ""
    return "Chance may be all of it" if one.gap else "Compared with"
