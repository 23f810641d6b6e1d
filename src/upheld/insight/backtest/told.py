"""A backtest as data for programs: exact amounts as texts, in the order in which it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from .report import Affected, Change, Cost, Costs, Report
from .segments import Group


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain JSON; docs/reference/backtest.md says what each key means."""
    return {
        "draft": report.draft,
        "against": [
            {"policy": version, "cases": count} for version, count in report.against.items()
        ],
        "currency": report.currency,
        "cases": {
            "given": report.given,
            "decided": report.decided,
            "changed": report.changed,
        },
        "changes": {name: _changes(each) for name, each in report.changes.items()},
        "owed": asdict(report.owed),
        "goodwill": asdict(report.goodwill),
        "cost": _costs(report.costs),
        "by_month": [
            {"month": f"{month.first:%Y-%m}", "cases": month.cases, **_costs(month.costs)}
            for month in report.months
        ],
        "by_stance": [
            {"stance": each.stance, "cases": _pair(each.cases), **_costs(each.costs)}
            for each in report.stances
        ],
        "segments": [
            {"by": segment.name, "groups": [_group(group) for group in segment.groups]}
            for segment in report.segments
        ],
        "broken": [asdict(broken) for broken in report.broken],
        "most_affected": [_affected(each) for each in report.affected],
        "undecided": [asdict(each) for each in report.undecided],
        "notes": list(report.notes),
    }


def _changes(changes: Sequence[Change]) -> list[dict[str, Any]]:
    return [{"from": each.was, "to": each.now, "cases": each.cases} for each in changes]


def _costs(costs: Costs) -> dict[str, Any]:
    return {
        "owed": _cost(costs.owed),
        "goodwill": _cost(costs.goodwill),
        "difference": str(costs.difference),
    }


def _cost(cost: Cost) -> dict[str, str]:
    amounts = {"before": cost.before, "after": cost.after, "difference": cost.difference}
    return {name: str(amount) for name, amount in amounts.items()}


def _pair(counts: tuple[int, int]) -> Mapping[str, int]:
    return dict(zip(("before", "after"), counts, strict=True))


def _group(group: Group) -> dict[str, Any]:
    return {name: _text(value) for name, value in asdict(group).items()}


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _affected(each: Affected) -> dict[str, Any]:
    return {name: _text(value) for name, value in asdict(each).items()}
