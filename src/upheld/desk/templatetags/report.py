"""How a report is drawn: where the rows behind a number are, its charts, and its own style."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

from django import template
from django.contrib.staticfiles import finders
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from upheld.core.money import Money
from upheld.desk.charts.columns import Columns, columns
from upheld.desk.doors import opens
from upheld.insight.learnt import Learnt
from upheld.insight.report.told import NOWHERE, Bars, Place, Table

register = template.Library()

# The drawing's own units, and the room for labels below and amounts above.
WIDE, HIGH, BELOW, ABOVE = 720.0, 150.0, 22.0, 18.0


@dataclass(frozen=True, slots=True)
class Label:
    x: str
    y: str
    text: str
    place: Place = NOWHERE
    name: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with a label below each column and its amount above it."""

    columns: Columns
    labels: tuple[Label, ...]
    amounts: tuple[Label, ...]


@register.simple_tag(takes_context=True)
def rows_of(context: template.Context, place: Place | Learnt) -> str:
    """The address of the rows behind something; with the `site` before it where the context has
    one. Empty where there are none, where the desk has no such page any more, or where whoever
    reads it may not open that page."""
    request = context.get("request")
    if not place.page or (request is not None and not opens(place.page, request.user)):
        return ""
    try:
        at = reverse(f"desk:{place.page}", args=[place.argument] if place.argument else [])
    except NoReverseMatch:
        return ""
    query = f"?{quote(place.query, safe='=&%+')}" if place.query else ""
    return f"{context.get('site', '')}{at}{query}"


@register.simple_tag
def drawn(bars: Bars) -> Drawn | None:
    """None where there is nothing to draw."""
    told = [
        {f"series-{at}": Decimal(str(amount)) for at, amount in enumerate(each)}
        for each in bars.amounts
    ]
    chart = columns(told)
    if chart is None:
        return None
    step, scale = WIDE / len(told), HIGH / float(chart.top - chart.bottom)
    middles = [f"{(at + 0.5) * step:.1f}" for at in range(len(told))]
    sums = [sum(each) for each in bars.amounts]
    places = bars.places or (NOWHERE,) * len(sums)
    return Drawn(
        chart,
        tuple(Label(x, f"{ABOVE + HIGH + 15:.0f}", text)
              for x, text in zip(middles, bars.labels, strict=True)),
        tuple(Label(x, f"{ABOVE + HIGH - amount * scale - 5:.1f}", f"{amount:,.0f}", place, name)
              for x, amount, place, name in zip(middles, sums, places, bars.labels, strict=True)
              if amount),
    )  # fmt: skip


_SHEETS = ("reset", "tokens", "base", "report")


@register.simple_tag
def own_style() -> SafeString:
    """The desk's own style sheets within a file that stands alone: no page of the desk has them so,
    which its policy of content would refuse."""
    return mark_safe(f"<style>{''.join(map(_sheet, _SHEETS))}</style>")


def _sheet(name: str) -> str:
    found = finders.find(f"desk/css/{name}.css")
    assert isinstance(found, str), f"there is no style sheet {name}"
    return Path(found).read_text("utf-8")


@register.filter
def a_year(learnt: Learnt) -> str:
    """What it costs in a year while nothing is done, to two digits: it is an estimate."""
    stake = learnt.stake
    if stake is None or stake.amount <= 0:
        return ""
    rounded = Decimal(f"{stake.amount:.1e}").quantize(Decimal(1))
    return f"about {Money(rounded, stake.currency).in_whole} a year while nothing is done"


@register.filter
def counts(table: Table, column: int) -> bool:
    """Whether a column holds numbers alone."""
    return bool(table.rows) and all(row[column].number for row in table.rows)
