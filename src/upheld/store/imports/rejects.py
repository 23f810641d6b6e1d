"""The rows that an import could not take, as CSV that a spreadsheet opens without running it."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import groupby

import polars as pl

from upheld.core.imports.tables import ROW, WHY
from upheld.store import models as rows
from upheld.store.sight import import_seen
from upheld.tables.spreadsheet import guarded, guarded_frame

from .lines import MARKS


def csv_text(row: rows.Import, columns: Sequence[str]) -> str:
    """Every row with its number, column, value and reasons, and then its cells as they stood."""
    told = io.StringIO()
    # RFC 4180. By `\n` a lone CR would go unquoted, and part a line.
    writer = csv.writer(told, lineterminator="\r\n")
    own = [at for at, column in enumerate(columns) if column not in MARKS]
    writer.writerow([*MARKS, *(guarded(columns[at]) for at in own)])
    for number, problems in groupby(
        import_seen.problems(row).iterator(), key=lambda each: each.row
    ):
        writer.writerow(_row(number, list(problems), own))
    return told.getvalue()


def _row(number: int, problems: list[rows.ImportProblem], own: Sequence[int]) -> Iterator[str]:
    cells: list[str] = next((each.cells for each in problems if each.cells), [])
    yield str(number)
    yield guarded("; ".join(dict.fromkeys(each.column for each in problems if each.column)))
    yield guarded("; ".join(dict.fromkeys(each.value for each in problems if each.value)))
    whys = (f"{each.why}: {each.mend}" if each.mend else each.why for each in problems)
    yield guarded("; ".join(whys))
    yield from (guarded(cells[at]) if at < len(cells) else "" for at in own)


def lines_text(refused: pl.DataFrame, headed: bool) -> str:
    """Lines of a table that were left out, with their row and reason, as CSV."""
    named = refused.cast(pl.String).rename({ROW: MARKS[0], WHY: MARKS[-1]})
    return guarded_frame(named).write_csv(include_header=headed)
