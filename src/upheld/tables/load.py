"""Loads a policy folder: policy.yaml and a CSV file for each table."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from upheld.tables.declarations import read_declarations
from upheld.tables.declared import Declared, Head
from upheld.tables.fields import Field
from upheld.tables.notes import Notes
from upheld.tables.policy import Policy
from upheld.tables.problems import CellError, PolicyError
from upheld.tables.rules import Scope, read_table
from upheld.tables.sections import Page, Section, read_yaml
from upheld.tables.sheet import Sheet, read_sheet
from upheld.tables.table import Table

_FILE = "policy.yaml"


def load(folder: Path) -> Policy:
    """The policy of a folder. Raises PolicyError with every problem in it, each with its place."""
    notes = Notes()
    top = read_yaml(folder / _FILE, notes)
    if top is None:
        raise PolicyError(notes.problems)
    declared = read_declarations(Page(_FILE, notes), top)
    sheets = {head.name: _sheet(folder, head, notes) for head in declared.heads if head.file}
    tables = _tables(declared, sheets, notes)
    if notes.problems:
        raise PolicyError(notes.problems)
    return Policy(
        name=declared.name,
        title=declared.title,
        valid_from=declared.valid_from,
        currency=declared.currency,
        version=f"{declared.name}/{declared.valid_from}+{_hash(top, sheets)}",
        inputs=declared.inputs,
        tables=tables,
        rollups=declared.rollups,
        names=declared.names,
        claims=declared.claims,
    )


def _sheet(folder: Path, head: Head, notes: Notes) -> Sheet | None:
    if Path(head.file).name != head.file:
        message, mend = f"{head.file} is not in the policy's folder", "Write the file's bare name"
        notes.add(_FILE, head.section.line_of("file"), "file", message, mend)
        return None
    if head.file.endswith(".xlsx"):
        from upheld.tables.sheets import read_xlsx  # a tenth of a second, for those who need it

        return read_xlsx(folder / head.file, notes)
    return read_sheet(folder / head.file, notes)


def _tables(
    declared: Declared, sheets: Mapping[str, Sheet | None], notes: Notes
) -> dict[str, Table]:
    tables = {}
    for at, head in enumerate(declared.heads):
        sheet = sheets.get(head.name)
        if sheet is not None:
            scope = _scope(declared, at, sheets)
            tables[head.name] = read_table(head, sheet, scope, notes)
    return tables


def _scope(declared: Declared, at: int, sheets: Mapping[str, Sheet | None]) -> Scope:
    """What the table at a place in the chain may read: inputs, and what is given before it."""
    head = declared.heads[at]
    known: dict[str, Field] = dict(declared.inputs)
    hidden: dict[str, CellError] = {}
    for place, other in enumerate(declared.heads):
        for name, output in other.outputs.items():
            if place >= at:
                hidden[name] = _too_late(head, other, name, sheets)
            elif output.of not in ("", head.each):
                hidden[name] = _one_for_each(head, output)
            else:
                known[name] = output
    for name, rollup in declared.rollups.items():
        giver = next((h for h in declared.heads[at:] if rollup.column in h.outputs), None)
        if giver is None:
            known[name] = rollup.field
        else:
            hidden[name] = _too_late(head, giver, name, sheets)
    return Scope(known, hidden, declared.broken)


def _too_late(head: Head, giver: Head, name: str, sheets: Mapping[str, Sheet | None]) -> CellError:
    if giver is head:
        return CellError(f"table {head.name} reads {name}, which it gives itself", "Take it out")
    sheet = sheets.get(giver.name)
    circle = sheet is not None and set(sheet.columns) & set(head.outputs)
    if circle:
        message = f"tables {head.name} and {giver.name} read each other ({name})"
        return CellError(message, "Take the column out of one of them")
    message = f"table {head.name} reads {name}, which the later table {giver.name} gives"
    return CellError(message, f"Put table {giver.name} before table {head.name} in policy.yaml")


def _one_for_each(head: Head, output: Field) -> CellError:
    message = f"{output.name} has one value for each {output.of}, but {head.name} runs once a case"
    return CellError(message, f"Declare a rollup of {output.name} and read that")


def _hash(top: Section, sheets: Mapping[str, Sheet | None]) -> str:
    """Eight hex digits of the content: cells and settings, not separators or line ends."""
    rows = {
        name: [sheet.columns, [list(row.cells.values()) for row in sheet.rows]]
        for name, sheet in sheets.items()
        if sheet
    }
    content = json.dumps([top, rows], default=str, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:8]
