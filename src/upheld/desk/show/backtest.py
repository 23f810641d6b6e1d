"""A backtest as its page shows it: the answer, what it costs, whom it touches, what to open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from upheld.core.money import tell_change
from upheld.core.references import read_reference
from upheld.desk.charts.columns import columns
from upheld.insight.backtest.report import Affected, Broken, Costs, Month, Report, Ways
from upheld.insight.backtest.segments import Group, Segment
from upheld.tables import tell_money

_LABELS = {
    "outcome": "Outcome",
    "stance": "Stance",
    "role": "Decided by",
    "second_person": "Second person",
    "next_action": "Next action",
}
_SEGMENTS = {"fit": "fit", "came by": "how they came to us", "touchpoint": "product or service"}
_BROKEN = {
    "promise": "A promise that no policy may break",
    "claim": "What the policy claims of itself",
    "obligation": "An obligation of the law",
    "owed": "What was owed",
    "authority": "Who looks at it",
}


@dataclass(frozen=True, slots=True)
class Breach:
    """What the draft would break, and the cases that show it."""

    label: str
    what: str
    cases: int | None
    examples: tuple["Named", ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A case by its name; `pk` is its number where it is one of the store's."""

    name: str
    pk: int | None


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A line of the tables of costs, all amounts told."""

    label: str
    cases: str
    owed: tuple[str, str]
    goodwill: tuple[str, str]
    difference: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with the bars of its cases that gain and that lose: shares of the group, the longest
    bar of the segment being 100."""

    group: Group
    difference: str
    gain: int
    lose: int


@dataclass(frozen=True, slots=True)
class SegmentTable:
    label: str
    rows: tuple[GroupRow, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A case to open, with what differs in it."""

    case: Named
    difference: str
    affected: Affected


def backtest_page(report: Report) -> dict[str, Any]:
    """All that desk/policies/backtest.html shows."""
    currency = report.currency
    changed = [each.costs for each in report.months]
    return {
        "report": report,
        "headline": _headline(report),
        "summary": _summary(report),
        "breaches": [_breach(each) for each in report.broken],
        "changes": _changes(report),
        "ways": [("Owed", report.owed), ("Goodwill", report.goodwill)],
        "costs": _row("In all", f"{report.decided:,}", report.costs, currency),
        "chart": columns([_differences(each) for each in changed]),
        "keys": [("goodwill", "Goodwill"), ("owed", "Owed")],
        "ends": _ends(report.months),
        "top": _edge(changed, currency, max),
        "bottom": _edge(changed, currency, min),
        "months": [
            _row(f"{m.first:%b %Y}", f"{m.cases:,}", m.costs, currency) for m in report.months
        ],
        "stances": [
            _row(s.stance.replace("_", " ").capitalize(), _pair(*s.cases), s.costs, currency)
            for s in report.stances
        ],
        "segments": [_segment(each, currency) for each in report.segments],
        "opened": [
            Opened(_named(each.case), tell_change(each.difference, currency), each)
            for each in report.affected
        ],
        "undecided": [
            (each, [_named(name) for name in each.examples]) for each in report.undecided
        ],
    }


def _headline(report: Report) -> str:
    if not report.changed:
        return "No decision changes"
    one = "decision changes" if report.changed == 1 else "decisions change"
    return f"{report.changed:,} of {report.decided:,} {one}"


def _summary(report: Report) -> str:
    owed = _moved("What is owed", report.costs.owed.difference, report.owed, report.currency)
    given = _moved("Goodwill", report.costs.goodwill.difference, report.goodwill, report.currency)
    return f"{owed} {given}"


def _moved(what: str, difference: Decimal, ways: Ways, currency: str) -> str:
    if not difference:
        alike = not (ways.more or ways.less or ways.otherwise)
        return f"{what} stays as it is." if alike else f"{what} costs the same in all."
    more = "more" if difference > 0 else "less"
    return f"{what} costs {tell_money(abs(difference), currency)} {more}."


def _breach(each: Broken) -> Breach:
    examples = tuple(_named(name) for name in each.examples)
    return Breach(_BROKEN[each.kind], each.what, each.cases, examples)


def _named(name: str) -> Named:
    return Named(name, read_reference(name) if name.startswith("UP-") else None)


def _changes(report: Report) -> list[tuple[str, str, str, int]]:
    return [
        (_LABELS[name], _word(each.was), _word(each.now), each.cases)
        for name, changes in report.changes.items()
        for each in changes
    ]


def _word(value: str | None) -> str:
    return (value or "not yet known").replace("_", " ").capitalize()


def _differences(costs: Costs) -> Mapping[str, Decimal]:
    return {"owed": costs.owed.difference, "goodwill": costs.goodwill.difference}


def _edge(costs: Sequence[Costs], currency: str, choose: Any) -> str:
    chart = columns([_differences(each) for each in costs])
    if chart is None:
        return ""
    return tell_change(chart.top if choose is max else chart.bottom, currency)


def _ends(months: Sequence[Month]) -> tuple[str, str]:
    """The first and the last month, under the two ends of the chart."""
    told = [f"{month.first:%b %Y}" for month in months]
    return (told[0], told[-1]) if told else ("", "")


def _row(label: str, cases: str, costs: Costs, currency: str) -> MoneyRow:
    def pair(before: Decimal, after: Decimal) -> tuple[str, str]:
        return tell_money(before, currency), tell_money(after, currency)

    return MoneyRow(
        label,
        cases,
        pair(costs.owed.before, costs.owed.after),
        pair(costs.goodwill.before, costs.goodwill.after),
        tell_change(costs.difference, currency),
    )


def _pair(before: int, after: int) -> str:
    return f"{before:,}" if before == after else f"{before:,} → {after:,}"


def _segment(segment: Segment, currency: str) -> SegmentTable:
    longest = max((share for group in segment.groups for share in _shares(group)), default=0)
    rows = tuple(_group(group, currency, longest or 1) for group in segment.groups)
    return SegmentTable(_SEGMENTS.get(segment.name, segment.name), rows)


def _shares(group: Group) -> tuple[float, float]:
    return (group.gain or 0) / group.cases, (group.lose or 0) / group.cases


def _group(group: Group, currency: str, longest: float) -> GroupRow:
    if group.difference is None:
        return GroupRow(group, "", 0, 0)
    gain, lose = (round(100 * share / longest) for share in _shares(group))
    return GroupRow(group, tell_change(group.difference, currency), gain, lose)
