"""Figures that a job kept, as the pages tell them: numbers with their intervals, in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from upheld.core.intervals import Interval, told
from upheld.core.money import Money


def interval(data: Mapping[str, float] | None) -> Interval | None:
    return Interval(data["low"], data["likely"], data["high"]) if data else None


def money(data: Mapping[str, float] | None, currency: str) -> str:
    """An amount with its ends, in whole units: "£250,725 (195,531 to 305,919)"; one that is known
    to the penny without."""
    found = interval(data)
    if not found or not currency:
        return ""
    likely = str(Money(Decimal(str(found.likely)), currency)).partition(".")[0]
    if found.low == found.high:
        return likely
    return f"{likely} {told(found, 0).partition(' ')[2]}"


def lost(data: Mapping[str, Any] | None) -> str:
    """How many more than expected; in words where chance alone may make it."""
    if data is None:
        return "cannot be said"
    found = told(interval(data["more_than_expected"]), 0)
    return found if data["sure"] else f"cannot be told: {found}"


def sums(each: Mapping[str, str]) -> str:
    """Amounts by currency, in whole units: its pence would say more than a comparison needs."""
    return ", ".join(
        str(Money(Decimal(amount), currency)).partition(".")[0] for currency, amount in each.items()
    )
