"""The lines of a table sorted out: what they come to, and every line that is left out.

A million lines are sorted by columns, not one by one; what is left out is told with its reason.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from . import cells, left_out, made_of
from .arrival import Reaches
from .columns import no_column
from .table_map import CHOICES, TableMap

ROW, WHY = "__row", "__why"
COPIES = "copies of a line before"
# Beside what the lines come to, by who is here already.
NUMBERED = "customers known by their address, who get their number there"
NEW_WITH = "customers who are new with them"


@dataclass(frozen=True, slots=True)
class Sorted:
    """What lines come to. `taken` are customers, orders or contacts by column; amounts in it are
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


@dataclass(slots=True)
class Tally:
    """What all the parts of a table came to so far."""

    lines: int = 0
    copies: int = 0
    made: int = 0
    rejected: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)

    def add(self, part: Sorted) -> None:
        self.lines += part.lines
        self.copies += part.copies
        self.made += part.taken.height
        self.rejected += part.refused.height
        self.reasons.update(part.reasons)
        self.told.update(part.told)

    @property
    def lines_taken(self) -> int:
        return self.lines - self.rejected - self.copies


def sorted_out(frame: pl.DataFrame, given: TableMap, today: date, reaches: Reaches) -> Sorted:
    """The lines of a table, or of a part of it that has the lines of some customers, with their
    `ROW` where the caller knows it. `reaches` says of an address whether mail can.
    Raises MapError for a column that is not there."""
    numbered = frame if ROW in frame.columns else frame.with_row_index(ROW, 2)
    columns = [name for name in numbered.columns if name != ROW]
    check_columns(given, columns)
    first = numbered.unique(columns, keep="first", maintain_order=True)
    read = first.with_columns(**_read(given))
    if given.kind == "contacts":
        read = read.with_columns(__customer=_who(given))
    read = read.with_columns(left_out.why(given, read, today, reaches).alias(WHY))
    good = read.filter(pl.col(WHY).is_null())
    taken, told = _made(good, given)
    refused = read.filter(pl.col(WHY).is_not_null()).select(ROW, WHY, *columns)
    copies = frame.height - first.height
    counted = cells.counted({COPIES: copies, **told})
    return Sorted(frame.height, copies, taken, refused, counted)


def check_columns(given: TableMap, columns: list[str]) -> None:
    """Raises MapError for a column that is not there."""
    wanted = [*(each.column for each in given.fields.values() if each.column)]
    for column in [*wanted, *([given.watermark] if given.watermark else [])]:
        if column not in columns:
            raise no_column(column, columns)


def left_out_of(
    lines: Sequence[tuple[int, Mapping[str, str]]], given: TableMap, today: date, reaches: Reaches
) -> dict[int, str]:
    """By its number, why a line is left out, of the first lines of a file."""
    columns = dict.fromkeys(name for _, values in lines for name in values)
    cells_of = {name: [values.get(name) or None for _, values in lines] for name in columns}
    frame = pl.DataFrame({ROW: [number for number, _ in lines], **cells_of}, strict=False)
    found = sorted_out(frame.cast(dict.fromkeys(columns, pl.String)), given, today, reaches)
    return dict(found.refused.select(ROW, WHY).rows())


def whose(given: TableMap) -> pl.Expr:
    """What all lines of one customer have in common."""
    return cells.text(given.fields.get("customer") or given.fields["email"])


def _read(given: TableMap) -> dict[str, pl.Expr]:
    told = {f"__{name}": cells.text(each) for name, each in given.fields.items()}
    for name, among in CHOICES[given.kind].items():
        if found := given.fields.get(name):
            told |= {f"__{name}": cells.choice(found, among), f"__told_{name}": cells.text(found)}
    if given.kind == "contacts":
        told["__at"] = cells.moment(given.fields["at"], given.zone)
    if "currency" in given.fields:
        told["__currency"] = told["__currency"].str.to_uppercase()
    return told


def _who(given: TableMap) -> pl.Expr:
    """The number of the customer there, or their address where it has none."""
    names = [name for name in ("customer", "email") if name in given.fields]
    found = [pl.col(f"__{name}") for name in names]
    return pl.coalesce(*(each.str.to_lowercase() if name == "email" else each
                         for name, each in zip(names, found, strict=True)))  # fmt: skip


def _made(good: pl.DataFrame, given: TableMap) -> made_of.Made:
    if given.kind == "orders":
        return made_of.orders(good, given.fields, given.currency)
    made = {"contacts": made_of.contacts, "customers": made_of.customers}
    return made[given.kind](good, given.fields)
