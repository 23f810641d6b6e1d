"""The rows that an import could not take, as CSV that a spreadsheet opens without running it."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import groupby

import polars as pl

from upheld.core.imports.tables import ROW, WHY

from . import models as rows
from .import_lines import FORMULA, MARKS


def csv_text(row: rows.Import, columns: Sequence[str]) -> str:
    """Every row with its number, column, value and reasons, and then its cells as they stood."""
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\n")
    own = [at for at, column in enumerate(columns) if column not in MARKS]
    writer.writerow([*MARKS, *(_safe(columns[at]) for at in own)])
    for number, problems in groupby(row.problems.iterator(), key=lambda each: each.row):
        writer.writerow(_row(number, list(problems), own))
    return told.getvalue()


def _row(number: int, problems: list[rows.ImportProblem], own: Sequence[int]) -> Iterator[str]:
    cells: list[str] = next((each.cells for each in problems if each.cells), [])
    yield str(number)
    yield _safe("; ".join(dict.fromkeys(each.column for each in problems if each.column)))
    yield _safe("; ".join(dict.fromkeys(each.value for each in problems if each.value)))
    yield "; ".join(f"{each.why}: {each.mend}" if each.mend else each.why for each in problems)
    yield from (_safe(cells[at]) if at < len(cells) else "" for at in own)


def _safe(cell: str) -> str:
    """A spreadsheet would run a cell that begins so as a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def lines_text(refused: pl.DataFrame, headed: bool) -> str:
    """Lines of a table that were left out, with their row and reason, as CSV."""
    named = {ROW: MARKS[0], WHY: MARKS[-1]} | {
        name: _safe(name) for name in refused.columns if name not in (ROW, WHY)
    }
    text = refused.cast(pl.String).with_columns(
        pl.all().exclude(ROW, WHY).str.replace(r"^([=+\-@\t\r\n])", "'$1")
    )
    return text.rename(named).write_csv(include_header=headed)
