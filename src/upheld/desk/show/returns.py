"""A return as it is read on a page."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from upheld.core.returns import Check, Note, Return
from upheld.core.returns.table import Cell

_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class ReturnCell:
    """`number` cells stand to the right, one under the other."""

    text: str
    number: bool


@dataclass(frozen=True, slots=True)
class ReturnPart:
    """`more` rows stand in the file only; `asked` is the address's question, for the files."""

    told: Return
    columns: tuple[ReturnCell, ...]
    rows: tuple[tuple[ReturnCell, ...], ...]
    more: int
    whole: tuple[Check, ...]
    parts: int
    unverified: tuple[Note, ...]
    verified: tuple[Note, ...]
    unfinished: bool
    asked: str


def return_part(told: Return, asked: str, now: datetime) -> ReturnPart:
    shown = told.rows[:_MOST_ROWS]
    rows = tuple(tuple(map(_cell, row)) for row in shown)
    numbers = [all(row[at].number for row in rows) for at in range(len(told.columns))]
    return ReturnPart(
        told=told,
        columns=tuple(
            ReturnCell(name.replace("_", " "), bool(rows) and number)
            for name, number in zip(told.columns, numbers, strict=True)
        ),
        rows=rows,
        more=len(told.rows) - len(shown),
        whole=told.told_checks,
        parts=len(told.checks) - len(told.told_checks),
        unverified=tuple(note for note in told.notes if not note.verified),
        verified=tuple(note for note in told.notes if note.verified),
        unfinished=told.period.end > now,
        asked=asked,
    )


def _cell(cell: Cell) -> ReturnCell:
    if isinstance(cell, Decimal):
        return ReturnCell(f"{cell:,.2f}", number=True)
    if isinstance(cell, int):
        return ReturnCell(f"{cell:,}", number=True)
    return ReturnCell(cell.replace("_", " "), number=False)
