"""Whom we attract, in words: a verdict a row with what it rests on, and each figure with the way to
the rows behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from upheld.core.intervals import Interval, told, told_share
from upheld.core.money import Money
from upheld.core.words import Band
from upheld.desk.charts.whisker import Whisker, scale, whisker
from upheld.insight.sources import Judged, Source, Sources, Verdict
from upheld.insight.sources.row import KNOWN_BANDS, Each
from upheld.store.brought import By
from upheld.store.counted.bands import WITHHELD

from . import rows_behind

VERDICTS = {
    Verdict.DISAPPOINTS: "Brings customers whom we disappoint",
    Verdict.NOT_BUILT_FOR: "Brings customers whom we did not build it for",
    Verdict.CANNOT_TELL: "Cannot tell",
    Verdict.THRILLS: "Brings customers whom we can thrill",
}
NAMES = {By.SOURCE: "source", By.CAMPAIGN: "campaign", By.PROMISE: "promise"}
_BANDS = (*KNOWN_BANDS, Band.UNKNOWN, WITHHELD)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as text, its picture where it has one, and the address of its rows."""

    text: str
    url: str = ""
    whisker: Whisker | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class BandPart:
    """One band of a row: `x` and `width` in hundredths of the bar."""

    band: str
    count: int
    share: str
    url: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Line:
    row: Source
    verdict: Verdict
    label: str
    because: tuple[str, ...]
    customers: Figure
    bands: list[BandPart]
    complaints: Figure
    upheld: Figure
    broken: Figure
    misread: Figure
    contacts: Figure
    value: Figure
    serving: Figure
    caused: Figure
    money: list[Mapping[str, str]]
    orders: str


def headline(found: Sources) -> str:
    """What matters most, in one sentence."""
    if not found.total.customers:
        return "No customer is on record yet"
    first = found.rows[0]
    if first.verdict is Verdict.DISAPPOINTS:
        return f"“{first.row.name}” brings customers whom we disappoint"
    if first.verdict is Verdict.NOT_BUILT_FOR:
        return f"“{first.row.name}” brings customers whom we did not build it for"
    return "No source stands out for the worse"


def lines(found: Sources) -> list[Line]:
    rows = [each.row for each in found.rows]
    edges = {
        "complaints": scale(row.complaint_rate for row in rows),
        "broken": scale(row.broken_rate for row in rows),
        "contacts": scale(row.contact_rate for row in rows),
        "value": scale(row.expected.each for row in rows),
        "cost": scale(each for row in rows for each in (row.serving.cost, row.caused.cost)),
    }
    return [_line(each, found.by, edges) for each in found.rows]


def _line(each: Judged, by: By, edges: Mapping[str, float]) -> Line:
    row, asked = each.row, rows_behind.brought(by, each.row.key)
    people, cases = rows_behind.customers(asked), rows_behind.complaints(asked)
    so = rows_behind.complaints({**asked, "about": "upheld"})
    broken = rows_behind.complaints({**asked, "about": "broken"})
    misread = rows_behind.complaints({**asked, "about": "misread"})
    caused = rows_behind.contacts({**asked, "has": "firm"})
    return Line(
        row=row,
        verdict=each.verdict,
        label=VERDICTS[each.verdict],
        because=each.because,
        customers=Figure(f"{row.customers:,}", people),
        bands=_bands(row, asked),
        complaints=_rate(row.complaint_rate, row.complaints, cases, edges["complaints"]),
        upheld=_upheld(row, so),
        broken=_rate(row.broken_rate, row.broken, broken, edges["broken"]),
        misread=Figure(f"{row.misread:,}", misread),
        contacts=_rate(row.contact_rate, row.contacts["firm"], caused, edges["contacts"]),
        value=_each(
            row.expected, row.expected.each, people, row.expected.customers, edges["value"], 0
        ),
        serving=_each(row.serving, row.serving.cost, people, row.customers, edges["cost"], 2),
        caused=_each(row.caused, row.caused.cost, caused, row.contacts["firm"], edges["cost"], 2),
        money=[_money(row, currency) for currency in sorted(row.money)],
        orders=rows_behind.orders(asked),
    )


def _rate(found: Interval | None, number: int, url: str, edge: float) -> Figure:
    return Figure(told(found), url, whisker(found, edge), f"{number:,}")


def _each(
    of: Each, mean: Interval | None, url: str, behind: int, edge: float, places: int
) -> Figure:
    """`behind` is how many rows the address opens."""
    if mean is None:
        return Figure("not worked out")
    amount = Money(Decimal(str(mean.likely)), of.currency)
    likely = str(amount) if places else amount.in_whole
    said = f"{likely} {told(mean, places).partition(' ')[2]}"
    return Figure(said, url, whisker(mean, edge), f"{behind:,}")


def _upheld(row: Source, url: str) -> Figure:
    if not row.decided:
        return Figure("none decided")
    return Figure(told_share(row.upheld_share), url, None, f"{row.upheld:,} of {row.decided:,}")


def _bands(row: Source, asked: dict[str, str]) -> list[BandPart]:
    parts, x = [], 0.0
    for band in _BANDS:
        count = row.bands[band]
        width = 100 * count / row.customers if row.customers else 0.0
        share = row.of_band(band)
        url = rows_behind.customers({**asked, "band": band})
        text = told_share(share) if share else ""
        parts.append(BandPart(band, count, text, url, f"{x:.2f}", f"{width:.2f}"))
        x += width
    return parts


def _money(row: Source, currency: str) -> Mapping[str, str]:
    """A sum as whole units: its pence would say more than a comparison needs."""
    paid = row.money[currency]

    def about(amount: Decimal) -> str:
        return str(Money(amount, currency)).partition(".")[0]

    per = Money(paid.paid / row.customers, currency) if row.customers else None
    return {
        "paid": about(paid.paid),
        "owed": about(paid.owed),
        "goodwill": about(paid.goodwill),
        "each": str(per).partition(".")[0] if per else "",
    }
