"""A table as its author's sheet, and as CSV text."""

import csv
import io
import re
from collections.abc import Iterator

from upheld.tables.sheet import Row, Sheet
from upheld.tables.syntax import written
from upheld.tables.table import Rule, Table
from upheld.tables.telling import untold


def sheet_of(table: Table) -> Sheet:
    """The table as its author's sheet: inputs, outputs, then rule, because and source if used."""
    rows = [_cells(rule, table) for rule in table.rules]
    columns = [*table.columns, *table.outputs]
    remarks = [name for name in ("rule", "because", "source") if any(row[name] for row in rows)]
    used = (*columns, *remarks)
    return Sheet(
        file=table.file,
        columns=used,
        rows=tuple(
            Row(rule.ref.row, {name: row[name] for name in used})
            for rule, row in zip(table.rules, rows, strict=True)
        ),
    )


def _cells(rule: Rule, table: Table) -> dict[str, str]:
    asked = {cell.column: cell.text for cell in rule.cells}
    return {
        **{name: asked.get(name, "-") for name in table.columns},
        **{name: written(tree) for name, tree in rule.outputs.items()},
        "rule": "" if rule.ref.id == str(rule.ref.row) else rule.ref.id,
        "because": untold(rule.because),
        "source": rule.source,
    }


def csv_text(sheet: Sheet) -> str:
    """The sheet as CSV, which `read_sheet` reads back."""
    return "".join(map(_line, records(sheet)))


def _line(cells: list[str]) -> str:
    """A line of CSV. Python's writer puts those line breaks in quotes that its own lines end with:
    with a bare line feed the other, alone in a cell, would begin a row."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().removesuffix("\r\n") + "\n"


def records(sheet: Sheet) -> Iterator[list[str]]:
    """Its lines, the columns first."""
    yield list(sheet.columns)
    for row in sheet.rows:
        yield [row.cells[name] for name in sheet.columns]


def renamed(settings: str, file: str, name: str) -> str:
    """policy.yaml with another file for a table, its comments kept."""
    return re.sub(rf"(\bfile:\s*[\"']?){re.escape(file)}\b", rf"\g<1>{name}", settings)
