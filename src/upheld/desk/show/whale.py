"""The whale curve as its page shows it: the picture, its tenths, and the customers behind each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from upheld.core.serving import CausedBy
from upheld.desk.charts.curve import curve
from upheld.insight.profit import Account, Decile, Whale
from upheld.store.models import Customer
from upheld.tables import tell_money

_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Tenth:
    """A line of the table; `share` is told only where all together bring something."""

    number: int
    customers: int
    orders: int
    margin: str
    neutral: str
    own: str
    profit: str
    so_far: str
    share: str
    firm: str


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer with what their profit is made of; `ours` of their `contacts` we caused."""

    pk: int
    name: str
    orders: int
    margin: str
    neutral: str
    own: str
    profit: str
    loss: bool
    firm: str
    contacts: int
    ours: int


@dataclass(frozen=True, slots=True)
class Behind:
    """The customers behind a figure: what they are, and one page of them."""

    title: str
    note: str
    page: "Page[Account]"
    lines: tuple[CustomerLine, ...]
    asked: str


def whale_page(found: Whale) -> dict[str, Any]:
    """All that the page shows beside the customers behind a figure."""
    total = found.total
    firm = tuple(accumulate(each.firm for each in found.ranked))
    chart = curve({"firm": firm, "profit": found.running}, found.peak)
    return {
        "whale": found,
        "told": _told(found),
        "chart": chart,
        "keys": [("profit", "Profit so far"), ("firm", "What we caused, laid on nobody")],
        "ends": ["the most profitable", "the least"],
        "top": _money(found, chart.top) if chart else "",
        "bottom": _money(found, chart.bottom) if chart else "",
        "tenths": [_tenth(found, each) for each in found.deciles],
        "total": _tenth(found, Decile(0, total, total.profit, None)),
        "firm": _money(found, total.firm),
        "losses": len(found.losses),
        "costly": len(found.costly),
        "spared": len(found.spared),
        "limits": found.limits,
    }


def behind(found: Whale, told: QueryDict) -> Behind | None:
    """The customers of a tenth, or of a mark; None where neither is asked for."""
    decile, only = told.get("tenth", ""), told.get("only", "")
    if only in _MARKS:
        title, note = _MARKS[only]
        chosen: Sequence[Account] = getattr(found, only)
    elif decile in {str(each.number) for each in found.deciles}:
        chosen = found.of_decile(int(decile))
        title = f"Tenth {decile} of 10"
        note = "The most profitable first."
    else:
        return None
    shown = found.one_by_one(chosen)
    if left_out := len(chosen) - len(shown):
        note += f" Not shown until their open complaints have their findings: {left_out:,}."
    page = Paginator(shown, _A_PAGE).get_page(told.get("page"))
    asked = told.copy()
    asked.pop("page", None)
    return Behind(title, note, page, tuple(_lines(found, page)), asked.urlencode())


_MARKS = {
    "losses": (
        "They cost more than they bring",
        "The dearest first. Most of it is nobody's doing: a price, a step of ours, another way.",
    ),
    "costly": (
        "Their own doing cost more than their orders brought",
        "Only what a customer caused counts here. Before anything else: another way to help.",
    ),
    "spared": (
        "Whom our own doing would put at a loss",
        "It is laid on none of them: find what caused it, and remove it.",
    ),
}


def _lines(found: Whale, accounts: Iterable[Account]) -> list[CustomerLine]:
    shown = list(accounts)
    named = Customer.objects.in_bulk([each.customer for each in shown])
    return [_line(found, each, named[each.customer]) for each in shown if each.customer in named]


def _line(found: Whale, each: Account, customer: Customer) -> CustomerLine:
    return CustomerLine(
        pk=each.customer,
        name=str(customer),
        orders=each.orders,
        margin=_money(found, each.margin),
        neutral=_money(found, each.neutral) if each.neutral else "",
        own=_money(found, each.own) if each.own else "",
        profit=_money(found, each.profit),
        loss=each.profit < 0,
        firm=_money(found, each.firm) if each.firm else "",
        contacts=each.contacts(),
        ours=each.contacts(CausedBy.FIRM),
    )


def _tenth(found: Whale, each: Decile) -> Tenth:
    sums = each.sums
    return Tenth(
        number=each.number,
        customers=sums.customers,
        orders=sums.orders,
        margin=_money(found, sums.margin),
        neutral=_money(found, sums.neutral),
        own=_money(found, sums.own),
        profit=_money(found, sums.profit),
        so_far=_money(found, each.so_far),
        share="" if each.share is None else f"{each.share:.0%}",
        firm=_money(found, sums.firm),
    )


def _told(found: Whale) -> str:
    """The curve in a sentence."""
    count = len(found.ranked)
    if not count:
        return "There is no customer yet."
    if found.total.profit <= 0 or not found.peak:
        return f"All {count:,} customers together bring {_money(found, found.total.profit)}."
    fifth = max(count // 5, 1)
    share = found.running[fifth - 1] / found.total.profit
    first = (
        f"The first fifth of {count:,} customers bring {share:.0%} of what all bring, "
        f"{_money(found, found.total.profit)}."
    )
    lost = found.at_peak - found.total.profit
    if not lost:
        return f"{first} Nobody costs more than they bring."
    return f"{first} {len(found.losses):,} cost more than they bring, {_money(found, lost)} in all."


def _money(found: Whale, amount: Decimal) -> str:
    return tell_money(amount, found.rates.currency)
