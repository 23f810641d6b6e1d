"""The journey as data for a program: amounts as text, intervals with their ends."""

from typing import Any

from upheld.core.money import Money
from upheld.insight.sources.told import interval_data

from .made import Journey
from .point import At

_MONEY = ("paid", "owed", "goodwill")


def journey_data(found: Journey) -> dict[str, Any]:
    return {
        "persona": found.persona.key if found.persona else None,
        "quarter": str(found.quarter) if found.quarter else None,
        "quarters": [str(each) for each in found.quarters],
        "touchpoints": [_point(each) for each in found.points],
        "nowhere": {
            "orders": found.nowhere.orders,
            "complaints": found.nowhere.complaints,
            "contacts": found.nowhere.caused.total(),
        },
        "limits": list(found.limits),
    }


def _point(at: At) -> dict[str, Any]:
    one, count = at.touchpoint, at.count
    return {
        "key": one.key,
        "name": one.name,
        "stage": one.stage.value,
        "nature": one.nature.value,
        "promise": one.promise,
        "passages": at.passages,
        "passed": at.passed,
        "complaints": count.complaints,
        "complaints_each_thousand": interval_data(at.complaint_rate),
        "contacts": dict(count.caused),
        "failure_demand": interval_data(at.failure),
        "core": interval_data(at.core),
        "money": [
            {
                "currency": currency,
                **{
                    name: f"{Money(amount, currency).amount}"
                    for name, amount in zip(_MONEY, at.money(currency), strict=True)
                },
            }
            for currency in at.currencies
        ],
        "trend": [
            {"quarter": str(when), "complaints_each_thousand": interval_data(rate)}
            for when, rate in at.trend
        ],
    }
