"""The journey in words: each touchpoint with its figures, and the way to the rows behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from upheld.core.intervals import told, told_share
from upheld.core.journey import Touchpoint
from upheld.core.money import Money
from upheld.core.words import Touchpoint as Nature
from upheld.desk.charts.path import Path, Stop, path
from upheld.desk.charts.spark import Spark, spark
from upheld.desk.templatetags.desk import word
from upheld.insight.journey import At, Journey
from upheld.store.counted.of_customers import NOTHING

from . import rows_behind

_PASSED = {
    "orders of it": "orders",
    "orders": "every order",
    "pieces": "every piece",
    "contacts": "contacts",
    "customers": "customers",
}


@dataclass(frozen=True, slots=True)
class Row:
    touchpoint: Touchpoint
    nature: str
    passages: str
    passed: str
    passed_url: str
    complaints: str
    rate: str
    url: str
    failure: str
    failure_of: str
    failure_url: str
    core: str
    money: list[tuple[str, str, str]]
    orders_url: str
    trend: Spark | None
    trend_told: str


def headline(found: Journey) -> str:
    """Where it hurts most, in one sentence."""
    if not found.points:
        return "No touchpoint is declared yet"
    if found.worst is None:
        return "No complaint stands on the journey"
    return f"Most complaints for what passes: {found.worst.touchpoint.name}"


def drawing(found: Journey) -> Path | None:
    return path(
        [
            Stop(
                name=each.touchpoint.name,
                stage=word(each.touchpoint.stage),
                hand_off=each.touchpoint.nature is Nature.PRODUCT,
                passages=each.passages,
                rate=each.complaint_rate,
                failure=each.failure,
                fit=each.core,
                money=_given(each),
            )
            for each in found.points
        ]
    )


def table(found: Journey) -> list[Row]:
    return [_row(each, found) for each in found.points]


def _row(at: At, found: Journey) -> Row:
    asked = {"touchpoint": at.touchpoint.key}
    if found.persona:
        asked["persona"] = found.persona.key
    if found.quarter:
        asked["quarter"] = str(found.quarter)
    firm = at.count.caused["firm"]
    return Row(
        touchpoint=at.touchpoint,
        nature="Hand-off" if at.touchpoint.nature is Nature.PRODUCT else "Handshake",
        passages=f"{at.passages:,}",
        passed=_PASSED[at.passed],
        passed_url=_passed(at.passed, asked),
        complaints=f"{at.count.complaints:,}",
        rate=told(at.complaint_rate),
        url=rows_behind.complaints(asked),
        failure=told_share(at.failure),
        failure_of=f"{firm:,} of {at.inbound:,}" if at.inbound else "",
        failure_url=rows_behind.contacts({**asked, "has": "firm"}),
        core=told_share(at.core),
        money=[_money(at, currency) for currency in at.currencies],
        orders_url=rows_behind.orders(asked),
        trend=spark([rate for _, rate in at.trend]),
        trend_told="; ".join(f"{when} {told(rate)}" for when, rate in at.trend if rate),
    )


def _passed(passed: str, asked: Mapping[str, str]) -> str:
    """The address of what is counted as passages: rows of this touchpoint, or of every one."""
    anywhere = {name: each for name, each in asked.items() if name != "touchpoint"}
    match passed:
        case "contacts":
            return rows_behind.contacts({**asked, "case": NOTHING})
        case "customers":
            return rows_behind.customers({**anywhere, "joined": "known"})
        case "pieces":
            return rows_behind.orders({**anywhere, "nature": Nature.PRODUCT.value})
    return rows_behind.orders(anywhere if passed == "orders" else asked)


def _given(at: At) -> str:
    """What it cost to put right, owed and beyond it, where it is in one currency."""
    sums = {name: sum(at.money(name)[1:]) for name in at.currencies}
    given = {name: amount for name, amount in sums.items() if amount}
    if len(given) > 1:
        return "see below"
    return next((_about(amount, name) for name, amount in given.items()), "")


def _money(at: At, currency: str) -> tuple[str, str, str]:
    sums = at.money(currency)
    paid, owed, goodwill = (_about(amount, currency) if amount else "" for amount in sums)
    return paid, owed, goodwill


def _about(amount: int | Decimal, currency: str) -> str:
    """In whole units: its pence would say more than a comparison needs."""
    return str(Money(Decimal(amount), currency)).partition(".")[0]
