"""Where it hurts, as data for a program and for the page."""

from decimal import Decimal
from typing import Any

from upheld.core.money import Money
from upheld.insight.silence.told import lost_data
from upheld.insight.sources.told import interval_data

from .hurt import Hurt, Hurting, OfNature, OfPersona, Weight


def hurting_data(found: Hurting) -> dict[str, Any]:
    return {
        "since": found.since.isoformat(),
        "currency": found.currency,
        "touchpoints": [_point(each) for each in found.points],
        "natures": [_nature(each) for each in found.natures],
        "hand_offs_beside_handshakes": found.beside.value,
        "personas": [_persona(each) for each in found.personas],
        "limits": list(found.limits),
    }


def _point(one: Hurt) -> dict[str, Any]:
    at = one.at
    return {
        "key": at.touchpoint.key,
        "name": at.touchpoint.name,
        "nature": at.touchpoint.nature.value,
        "passages": at.passages,
        "passed": at.passed,
        "complaints_each_thousand": interval_data(at.complaint_rate),
        **_weight(one.weight),
        "hit": one.hit,
        "lost": lost_data(one.lost),
        "cost": [
            {"currency": currency, **(interval_data(each) or {})}
            for currency, each in sorted(one.cost.items())
        ],
        "trend": [
            {"quarter": str(when), "complaints_each_thousand": interval_data(rate)}
            for when, rate in at.trend
        ],
        "turn": one.turn.value,
    }


def _weight(one: Weight) -> dict[str, Any]:
    return {
        "complaints": one.complaints,
        "faults_found": one.faults,
        "heavy": interval_data(one.heavy),
        "heavy_known": one.heavy.all if one.heavy else 0,
        "owed": _money(one.owed),
        "goodwill": _money(one.goodwill),
    }


def _money(sums: dict[str, Decimal]) -> dict[str, str]:
    return {name: f"{Money(each, name).amount}" for name, each in sorted(sums.items()) if each}


def _nature(one: OfNature) -> dict[str, Any]:
    return {
        "nature": one.nature.value,
        "passages": one.passages,
        "complaints_each_thousand": interval_data(one.rate),
        **_weight(one.weight),
    }


def _persona(one: OfPersona) -> dict[str, Any]:
    """Of fewer than a group nothing is told but how few they are."""
    told: dict[str, Any] = {"key": one.key, "name": one.name, "people": one.people}
    told |= {"orders": one.orders, "too_few": one.weight is None}
    if one.weight is None:
        return told
    return {
        **told,
        **_weight(one.weight),
        "complaints_each_thousand": interval_data(one.rate),
        "lost": lost_data(one.lost),
        "touchpoints": {key: interval_data(rate) for key, rate in one.rates.items()},
    }
