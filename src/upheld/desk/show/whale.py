"""The whale curve as its page shows it: the picture, its tenths, and the customers behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from upheld.desk.charts.curve import curve
from upheld.insight.profit import Decile
from upheld.insight.profit.curve import Curve, Line, Mark
from upheld.store.models import Customer
from upheld.store.sight.withheld import withheld
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
    page: "Page[Line]"
    lines: tuple[CustomerLine, ...]
    asked: str


def whale_page(found: Curve) -> dict[str, Any]:
    """All that the page shows beside the customers behind a figure."""
    total, after = found.total, [each.customers for each in found.points]
    lines = {"firm": [each.firm for each in found.points],
             "profit": [each.profit for each in found.points]}  # fmt: skip
    chart = curve(after, lines, found.peak)
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
        **{str(mark): some.count for mark, some in found.marks.items()},
        "limits": found.limits,
    }


def behind(found: Curve, told: QueryDict) -> Behind | None:
    """The customers of a tenth, or of a mark; None where neither is asked for."""
    decile, only = told.get("tenth", ""), told.get("only", "")
    tenths = dict(zip((str(each.number) for each in found.deciles), found.tenths, strict=True))
    if only in list(Mark):
        (title, note), some = _MARKS[Mark(only)], found.marks[Mark(only)]
    elif decile in tenths:
        title, note, some = f"Tenth {decile} of 10", "The most profitable first.", tenths[decile]
    else:
        return None
    if some.kept_back:
        note += f" Not shown until their open complaints have their findings: {some.kept_back:,}."
    if some.count - some.kept_back > len(some.first):
        note += f" Of the others the first {len(some.first):,}."
    page = Paginator(some.first, _A_PAGE).get_page(told.get("page"))
    asked = told.copy()
    asked.pop("page", None)
    return Behind(title, note, page, tuple(_lines(found, list(page))), asked.urlencode())


_MARKS = {
    Mark.LOSSES: (
        "They cost more than they bring",
        "The dearest first. Most of it is nobody's doing: a price, a step of ours, another way.",
    ),
    Mark.COSTLY: (
        "Their own doing cost more than their orders brought",
        "Only what a customer caused counts here. Before anything else: another way to help.",
    ),
    Mark.SPARED: (
        "Whom our own doing would put at a loss",
        "It is laid on none of them: find what caused it, and remove it.",
    ),
}


def _lines(found: Curve, page: Sequence[Line]) -> list[CustomerLine]:
    """Without those of whom a finding is awaited by now."""
    customers = [each.customer for each in page]
    named, kept_back = Customer.objects.in_bulk(customers), withheld(customers)
    return [
        _line(found, each, named[each.customer])
        for each in page
        if each.customer in named and each.customer not in kept_back
    ]


def _line(found: Curve, each: Line, customer: Customer) -> CustomerLine:
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
        contacts=each.contacts,
        ours=each.ours,
    )


def _tenth(found: Curve, each: Decile) -> Tenth:
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


def _told(found: Curve) -> str:
    """The curve in a sentence."""
    count = found.total.customers
    if found.fifth is None:
        return "There is no customer yet."
    if found.total.profit <= 0 or not found.peak:
        return f"All {count:,} customers together bring {_money(found, found.total.profit)}."
    share = found.fifth / found.total.profit
    first = (
        f"The first fifth of {count:,} customers bring {share:.0%} of what all bring, "
        f"{_money(found, found.total.profit)}."
    )
    lost = found.at_peak - found.total.profit
    if not lost:
        return f"{first} Nobody costs more than they bring."
    many = found.marks[Mark.LOSSES].count
    return f"{first} {many:,} cost more than they bring, {_money(found, lost)} in all."


def _money(found: Curve, amount: Decimal) -> str:
    return tell_money(amount, found.currency)
