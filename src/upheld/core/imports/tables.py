"""Customers and orders in columns: which column is what, and every line that cannot be taken.

A million lines are sorted by columns, not one by one; what is left out is told with its reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from upheld.tables.problems import unknown

from .columns import DELIMITERS, From, MapError, amiss
from .moments import ISO, UNIX

Kind = Literal["customers", "orders"]
FIELDS: Mapping[Kind, Mapping[str, str]] = {
    "customers": {
        "customer": "Number of the customer there", "name": "Name", "email": "E-mail",
        "phone": "Telephone", "area": "Area", "joined": "Customer since",
        "came_by": "How they came",
    },
    "orders": {
        "customer": "Number of the customer there", "order": "Number of the order",
        "placed": "When it was placed", "item": "What was bought", "quantity": "How many",
        "price": "Price of one", "amount": "Amount of the line", "area": "Area of the customer",
    },
}  # fmt: skip
_NEEDED: Mapping[Kind, tuple[str, ...]] = {
    "customers": ("customer",),
    "orders": ("customer", "placed"),
}
# What a column of the store holds, in characters.
_LONGEST = {"customer": 80, "order": 40, "name": 200, "email": 254, "phone": 40, "area": 20,
            "came_by": 60}  # fmt: skip
_PARTS = 10_000  # of one unit of money: a price of a tenth of a penny adds up exactly
_MOST = 9_999_999_999 * _PARTS
_EARLIEST = date(1990, 1, 1)
ROW, WHY = "__row", "__why"


@dataclass(frozen=True, slots=True)
class TableMap:
    """The columns of a file, or of what a `query` gives, as the fields of customers or orders."""

    source: str
    fields: Mapping[str, From]
    kind: Kind = "orders"
    zone: str = "UTC"
    encoding: str = "utf-8"
    delimiter: str = ","
    currency: str = ""
    query: str = ""

    def __post_init__(self) -> None:
        for problem in self._problems():
            raise MapError(problem)

    def _problems(self) -> Iterator[str]:
        yield from amiss(self.source, self.zone, self.encoding)
        for name in self.fields:
            if name not in FIELDS[self.kind]:
                yield f"fields: {unknown(name, list(FIELDS[self.kind]))}"
        for name in _NEEDED[self.kind]:
            if name not in self.fields:
                yield f"fields: {name} is missing: choose its column"
        if self.kind == "orders" and not self._worth():
            yield "fields: name amount, or price (with quantity, where it is not one)"
        if self.delimiter not in DELIMITERS:
            yield "delimiter: choose of , ; tab |"
        if self.currency and not (len(self.currency) == 3 and self.currency.isupper()):
            yield f"currency: {self.currency!r} is no code: write one such as GBP"

    def _worth(self) -> bool:
        return "amount" in self.fields or "price" in self.fields


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a file's lines come to. `taken` are customers or orders by column; amounts in it are
    ten-thousandths of a unit. `refused` are the lines left out, with `WHY` and their `ROW`.

    `told` counts what a person should know of those that were taken.
    """

    lines: int
    copies: int
    taken: pl.DataFrame
    refused: pl.DataFrame
    told: Mapping[str, int]

    @property
    def reasons(self) -> dict[str, int]:
        return dict(self.refused[WHY].value_counts(sort=True).rows())


def sorted_out(frame: pl.DataFrame, given: TableMap, today: date) -> Sorted:
    """Raises MapError for a column that the file does not have."""
    missing = [each.column for each in given.fields.values() if each.column]
    missing = [column for column in missing if column not in frame.columns]
    if missing:
        raise MapError(f"the file has no column {missing[0]!r}: it has {', '.join(frame.columns)}")
    first = frame.with_row_index(ROW, 2).unique(frame.columns, keep="first", maintain_order=True)
    copies = frame.height - first.height
    read = first.with_columns(**{f"__{name}": _text(each) for name, each in given.fields.items()})
    read = read.with_columns(_why(given, read, today).alias(WHY))
    good = read.filter(pl.col(WHY).is_null())
    told = {"copies of a line before": copies}
    if given.kind == "orders":
        taken, more = _orders(good, given)
    else:
        taken, more = _customers(good, given)
    refused = read.filter(pl.col(WHY).is_not_null()).select(ROW, WHY, *frame.columns)
    counted = {name: count for name, count in (told | more).items() if count}
    return Sorted(frame.height, copies, taken, refused, counted)


def _text(given: From) -> pl.Expr:
    """What stands there as text without blanks around it; a number without the .0 of a float."""
    if given.constant:
        return pl.lit(given.constant)
    text = pl.col(given.column).cast(pl.String).str.strip_chars()
    return text.str.replace(r"^(-?\d+)\.0$", "$1").replace("", None)


def _why(given: TableMap, frame: pl.DataFrame, today: date) -> pl.Expr:
    """The first reason for which a line cannot be taken."""
    reasons = {"no customer": pl.col("__customer").is_null()}
    for name, most in _LONGEST.items():
        if name in given.fields:
            column = pl.col(f"__{name}")
            reasons[f"{name} longer than {most} characters"] = column.str.len_chars() > most
            reasons[f"{name} with bytes that are no text"] = column.str.contains("\0", literal=True)
    for name in ("placed", "joined"):
        if name in given.fields:
            day, there = _day(given.fields[name]), pl.col(f"__{name}").is_not_null()
            reasons[f"{name}: no date that can be read"] = day.is_null() & (
                there if name == "joined" else pl.lit(True)
            )
            reasons[f"{name}: date in the future"] = day > today
            reasons[f"{name}: date before {_EARLIEST.year}"] = day < _EARLIEST
    if given.kind == "orders":
        amount = _amount(given)
        reasons["no amount that can be read"] = amount.is_null()
        reasons["amount too large"] = amount.abs() > _MOST
    told = (pl.when(found).then(pl.lit(why)) for why, found in reasons.items())
    return pl.coalesce(*told)


def _number(name: str) -> pl.Expr:
    number = pl.col(f"__{name}").cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


def _amount(given: TableMap) -> pl.Expr:
    if "amount" in given.fields:
        worth = _number("amount")
    else:
        worth = _number("price") * (_number("quantity") if "quantity" in given.fields else 1)
    parts = (worth * _PARTS).round()
    return pl.when(parts.abs() < 2**62).then(parts).cast(pl.Int64, strict=False)


def _day(given: From) -> pl.Expr:
    """The day as it is written: no order is moved to another day by a zone."""
    if given.constant:
        return pl.lit(given.constant).str.to_date("%Y-%m-%d", strict=False)
    text = pl.col(given.column).cast(pl.String).str.strip_chars()
    if given.format == ISO:
        return text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    if given.format == UNIX:
        return pl.from_epoch(text.cast(pl.Int64, strict=False)).dt.date()
    timed = "%H" in given.format
    plain = text.str.replace(r"(\d\d:\d\d):\d\d$", "$1") if timed else text
    if timed:
        return plain.str.to_datetime(given.format, strict=False).dt.date()
    return plain.str.to_date(given.format, strict=False)


def _orders(good: pl.DataFrame, given: TableMap) -> tuple[pl.DataFrame, dict[str, int]]:
    """Lines of one number are one order. Without a number, those of one customer at one moment are.

    What is negative was returned: it is given back of the order that it stands in.
    """
    number = pl.col("__order") if "order" in given.fields else pl.lit(None, pl.String)
    unnumbered = pl.format("no number, {}", pl.col("__placed").str.slice(0, 29))
    lines = good.select(
        customer="__customer",
        reference=pl.coalesce(number, unnumbered),
        numbered=number.is_not_null(),
        day=_day(given.fields["placed"]),
        item=pl.col("__item") if "item" in given.fields else pl.lit(""),
        area=pl.col("__area") if "area" in given.fields else pl.lit(None, pl.String),
        worth=_amount(given),
    )
    worth = pl.col("worth")
    taken = lines.group_by("customer", "reference", maintain_order=True).agg(
        day=pl.col("day").min(),
        returned=pl.col("day").filter(worth < 0).max(),
        item=pl.col("item").drop_nulls().first(),
        lines=pl.len(),
        amount=worth.filter(worth > 0).sum(),
        refunded=-worth.filter(worth < 0).sum(),
        area=pl.col("area").drop_nulls().first(),
    )
    return taken, {
        "lines without a number, put together by customer and moment": int(
            (~lines["numbered"]).sum()
        ),
        "lines that were returned": int((lines["worth"] < 0).sum()),
        "lines that cost nothing": int((lines["worth"] == 0).sum()),
        "orders that are returns alone": int(
            ((taken["amount"] == 0) & (taken["refunded"] > 0)).sum()
        ),
    }


def _customers(good: pl.DataFrame, given: TableMap) -> tuple[pl.DataFrame, dict[str, int]]:
    """One customer a number; the last line of a number is what holds."""
    named = {name: pl.col(f"__{name}") for name in given.fields if name != "joined"}
    joined = _day(given.fields["joined"]) if "joined" in given.fields else pl.lit(None, pl.Date)
    lines = good.select(**named, joined=joined)
    taken = lines.unique("customer", keep="last", maintain_order=True)
    return taken, {"lines of a customer who stands there again": lines.height - taken.height}
