"""Root causes and changes as data for a program: amounts as text, intervals with their ends."""

from typing import Any

from upheld.core.changes import Checked, sentence, told_effect
from upheld.core.intervals import Interval
from upheld.insight.sources.told import interval_data
from upheld.store import models as rows

from .cost import Cost


def root_cause_data(row: rows.RootCause, cost: Cost) -> dict[str, Any]:
    return {
        "number": row.pk,
        "label": row.label,
        "owner": row.owner.name,
        "state": row.state,
        "evidence": [{"about": each.about, "key": each.key} for each in row.evidence.all()],
        "changes": [each.pk for each in row.changes.all()],
        "a_year": cost_data(cost),
    }


def cost_data(cost: Cost) -> dict[str, Any]:
    return {
        "complaints": cost.complaints,
        "people": cost.people,
        "contacts": cost.contacts,
        "without_handling": cost.without_handling,
        "money": [
            {"amount": f"{amount.amount}", "currency": amount.currency,
             "low": f"{interval.low:.2f}", "high": f"{interval.high:.2f}"}
            for amount, interval in cost.money
        ],
    }  # fmt: skip


def check_data(row: rows.Change, found: Checked) -> dict[str, Any]:
    """A check with its weeks, as it was found."""
    return {
        "change": row.pk,
        "name": row.name,
        "verdict": str(found.verdict),
        "sentence": sentence(row.name, row.made_on, found, row.expected),
        "effect": told_effect(found.ratio),
        "ratio": _ends(found.ratio),
        "method": found.method,
        "placebo": {"days": found.placebo.days, "as_large": found.placebo.as_large,
                    "p": round(found.placebo.p, 4)} if found.placebo else None,
        "before": _ends(found.before),
        "after": _ends(found.after),
        "counted_before": found.counted_before,
        "counted_after": found.counted_after,
        "last_week": _day(found.last_week),
        "tell_on": _day(found.tell_on),
        "returned_on": _day(found.returned_on),
        "limits": list(found.limits),
        "weeks": [
            {"monday": week.monday.isoformat(), "count": week.count, "among": week.among,
             "without_the_change": week.likely, "low": week.low, "high": week.high}
            for week in found.weeks
        ],
    }  # fmt: skip


def _ends(found: Interval | None) -> Any:
    return interval_data(found)


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
