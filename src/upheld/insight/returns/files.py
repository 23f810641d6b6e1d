"""A return as files: the table as CSV, and beside it what a reader must know of it."""

import csv
import io
import os
from decimal import Decimal
from pathlib import Path

from upheld.core.returns import Check, Note, Return
from upheld.core.returns.table import Cell
from upheld.tables.spreadsheet import guarded


class DoesNotAddUp(ValueError):
    """A return whose own sums differ; `failing` says which."""

    def __init__(self, told: Return) -> None:
        self.failing: tuple[Check, ...] = told.failing
        cases = ", ".join(told.unanswered[:5])
        hint = f": look at {cases}" if cases else ""
        sums = "; ".join(map(str, told.failing))
        super().__init__(f"{told.name} does not add up, and no file is written ({sums}){hint}")


def csv_text(told: Return) -> str:
    """The table as CSV in UTF-8. No cell of it is run by a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # RFC 4180
    writer.writerow(told.columns)
    writer.writerows([shown(cell) for cell in row] for row in told.rows)
    return text.getvalue()


def shown(cell: Cell) -> str:
    """A cell as the file has it: amounts with two decimals, words never as a formula."""
    if isinstance(cell, Decimal):
        return f"{cell:.2f}"
    return guarded(str(cell))


def note_text(told: Return) -> str:
    """The companion note: the period, the sums, and which columns nobody has verified."""
    period = told.period
    lines = [
        told.title,
        f"From {period.first} to {period.last}, both days whole, in {period.zone}.",
        "A nil return: no complaint was open in this period." if told.nil else "",
        "",
        "The sums of this file:",
        *(f"  {'holds' if check.holds else 'DIFFERS'}: {check}" for check in told.told_checks),
        "",
        "What the columns hold:",
        *(_note(note) for note in told.notes),
    ]
    return "\n".join(line for at, line in enumerate(lines) if line or at > 2) + "\n"


def _note(note: Note) -> str:
    mark = "" if note.verified else "UNVERIFIED. "
    return f"  {note.about}: {mark}{note.text} [{note.source}]"


def write(told: Return, path: Path) -> tuple[Path, Path]:
    """Writes the file and its note, each whole or not at all. Raises DoesNotAddUp or OSError."""
    if not told.adds_up:
        raise DoesNotAddUp(told)
    note = path.with_name(f"{path.stem}.note.txt")
    _write(note, note_text(told))
    _write(path, csv_text(told))
    return path, note


def _write(path: Path, text: str) -> None:
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, "utf-8", newline="")
    os.replace(new, path)
