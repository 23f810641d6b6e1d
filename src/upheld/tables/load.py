"""Loads a policy: policy.yaml and a CSV file for each table, from a folder or from memory."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from upheld.tables.declarations import read_declarations
from upheld.tables.declared import Declared, Head
from upheld.tables.notes import Notes
from upheld.tables.policy import Policy
from upheld.tables.problems import PolicyError, Problem
from upheld.tables.rules import read_table
from upheld.tables.scopes import Chain
from upheld.tables.sections import Page, Section, parse_yaml, read_yaml
from upheld.tables.sheet import Sheet, parse_sheet, read_sheet
from upheld.tables.table import Table
from upheld.tables.turning import as_it_stands

FILE = "policy.yaml"
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy as far as it can be read: what it declares and its sheets, whatever is wrong.

    `policy` is None while there are `problems`; `declared` is None where policy.yaml is no YAML.
    """

    policy: Policy | None
    declared: Declared | None
    sheets: Mapping[str, Sheet | None]
    problems: tuple[Problem, ...]


def load(folder: Path) -> Policy:
    """The policy of a folder. Raises PolicyError with every problem in it, each with its place."""
    notes = Notes()
    top = read_yaml(folder / FILE, notes)
    return _whole(_read(top, lambda file: _read_sheet(folder / file, notes), notes))


def load_texts(texts: Texts) -> Policy:
    """The policy of texts by file name, as `load` reads the same files. Raises PolicyError."""
    return _whole(read_texts(texts))


def load_published(texts: Texts) -> Policy:
    """The same of texts that were published, or decided, before some signs were refused."""
    with as_it_stands():
        return load_texts(texts)


def read_texts(texts: Texts) -> Draft:
    """What can be read of texts by file name, with every problem in them."""
    notes = Notes()
    if FILE not in texts:
        notes.add(FILE, None, None, "the file is missing", "Put it in the policy's folder")
    top = parse_yaml(FILE, texts[FILE], notes) if FILE in texts else None
    return _read(top, lambda file: _text_sheet(texts, file, notes), notes)


def read_declared(text: str) -> Declared | None:
    """What the text of policy.yaml declares; None where it is no YAML."""
    notes = Notes()
    top = parse_yaml(FILE, text, notes)
    return None if top is None else read_declarations(Page(FILE, notes), top)


def _whole(draft: Draft) -> Policy:
    if draft.policy is None:
        raise PolicyError(draft.problems)
    return draft.policy


def _read(top: Section | None, sheet_in: Callable[[str], Sheet | None], notes: Notes) -> Draft:
    if top is None:
        return Draft(None, None, {}, tuple(notes.problems))
    declared = read_declarations(Page(FILE, notes), top)
    sheets = {head.name: _sheet(head, sheet_in, notes) for head in declared.heads if head.file}
    tables = _tables(declared, sheets, notes)
    if notes.problems:
        return Draft(None, declared, sheets, tuple(notes.problems))
    return Draft(_policy(top, declared, sheets, tables), declared, sheets, ())


def _policy(
    top: Section,
    declared: Declared,
    sheets: Mapping[str, Sheet | None],
    tables: Mapping[str, Table],
) -> Policy:
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


def _sheet(head: Head, sheet_in: Callable[[str], Sheet | None], notes: Notes) -> Sheet | None:
    if Path(head.file).name != head.file:
        message, mend = f"{head.file} is not in the policy's folder", "Write the file's bare name"
        notes.add(FILE, head.section.line_of("file"), "file", message, mend)
        return None
    return sheet_in(head.file)


def _read_sheet(path: Path, notes: Notes) -> Sheet | None:
    if path.suffix == ".xlsx":
        from upheld.tables.xlsx import read_xlsx  # a tenth of a second, for those who need it

        return read_xlsx(path, notes)
    return read_sheet(path, notes)


def _text_sheet(texts: Texts, file: str, notes: Notes) -> Sheet | None:
    if file not in texts:
        notes.add(file, None, None, "the file is missing", "Put it beside policy.yaml")
        return None
    return parse_sheet(file, texts[file], notes)


def _tables(
    declared: Declared, sheets: Mapping[str, Sheet | None], notes: Notes
) -> dict[str, Table]:
    tables, chain = {}, Chain(declared, sheets)
    for at, head in enumerate(declared.heads):
        sheet = sheets.get(head.name)
        if sheet is not None:
            tables[head.name] = read_table(head, sheet, chain.scope(at), notes)
    return tables


def _hash(top: Section, sheets: Mapping[str, Sheet | None]) -> str:
    """Eight hex digits of the content: cells and settings, not separators or line ends."""
    rows = {
        name: [sheet.columns, [list(row.cells.values()) for row in sheet.rows]]
        for name, sheet in sheets.items()
        if sheet
    }
    content = json.dumps([top, rows], default=str, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:8]
