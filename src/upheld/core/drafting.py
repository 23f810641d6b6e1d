"""What somebody may do to the texts of a policy that is being written, and how it is told.

Each change takes the texts by file name and gives those that differ, with a sentence for the
history. A change may leave a policy that cannot be read: the review tells so, at the cell.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import PurePath

from upheld.tables import PolicyError, read_texts
from upheld.tables.declared import Declared, Head
from upheld.tables.editing import EditError, Editor
from upheld.tables.load import FILE as SETTINGS
from upheld.tables.load import read_declared
from upheld.tables.sheet import rules_of

from . import examples

Texts = Mapping[str, str]
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_VALID_FROM = re.compile(r"^valid_from:.*$", re.MULTILINE)
_LONGEST = 2_000_000
# A page shows a table whole, and every edit checks it: with more rules neither is quick.
_MOST_RULES = 1_000


class Act(StrEnum):
    """What can be done to a rule as a whole."""

    ADD = "add"
    COPY = "copy"
    UP = "up"
    DOWN = "down"
    DELETE = "delete"


class Overtaken(EditError):
    """Somebody changed the same place meanwhile; the message says to what."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What a change did: the new text of each file that differs, a sentence, the row it is at."""

    files: Texts
    words: str
    row: int | None = None


Change = Callable[[Texts], Edited]


def declared_in(files: Texts) -> Declared | None:
    """What policy.yaml declares; None where it is no YAML."""
    return _declared(files.get(SETTINGS, ""))


@lru_cache(maxsize=16)
def _declared(text: str) -> Declared | None:
    return read_declared(text)


def head_of(files: Texts, table: str) -> Head:
    """What policy.yaml declares of a table. Raises EditError for one that it does not."""
    declared = declared_in(files)
    heads = {head.name: head for head in declared.heads} if declared else {}
    if table not in heads:
        raise EditError(f"policy.yaml declares no table {table}: look at it there")
    return heads[table]


def write_cells(
    files: Texts, table: str, row: int, was: Mapping[str, str], cells: Mapping[str, str]
) -> Edited:
    """Other texts in a rule. `was` is what its author saw: a cell that somebody else changed
    meanwhile is not written over. Raises Overtaken then, EditError where the rule is gone."""
    file, editor = _editor(files, table)
    if not cells.keys() <= was.keys():
        raise Overtaken("the page did not say what stood there: load it again, and write again")
    row = _found(editor, row, was)
    now = editor.cells(row)
    wanted = {column: plain(cell) for column, cell in cells.items() if column in now}
    touched = {column: cell for column, cell in wanted.items() if cell != was[column]}
    for column, cell in touched.items():
        if now[column] not in (was[column], cell):
            raise Overtaken(
                f"somebody wrote {now[column]!r} in {column} of this rule while you wrote "
                f"{cell!r}: look at it, and write again"
            )
    told = [
        f"{column} {_short(now[column])} → {_short(cell)}"
        for column, cell in touched.items()
        if now[column] != cell
    ]
    editor.write(row, touched)
    return Edited({file: editor.text} if told else {}, f"{_id(now, row)}: {', '.join(told)}", row)


def _found(editor: Editor, row: int, was: Mapping[str, str]) -> int:
    """The row where the rule stands now: others may have moved it."""
    rows = range(2, len(editor.rows) + 2)
    same = [at for at in rows if was.get("rule") and editor.cells(at)["rule"] == was["rule"]]
    if same:
        return same[0]
    if row in rows and ("rule" not in editor.columns or not was.get("rule")):
        return row
    raise Overtaken("this rule is no longer in the table: look at the table as it is now")


def change_rule(files: Texts, table: str, act: Act, row: int, rule: str) -> Edited:
    """Adds a rule below, copies, moves or deletes one. `rule` is the id that its author saw.

    Raises Overtaken where another rule stands in the row by now.
    """
    file, editor = _editor(files, table)
    if row > 1 and "rule" in editor.columns:
        row = _found(editor, row, {"rule": rule})
    name = _id(editor.cells(row), row) if row > 1 else ""
    match act:
        case Act.ADD:
            to = editor.add(row, head_of(files, table).outputs)
            words = f"a new rule below {name}" if name else "a new rule at the top"
        case Act.COPY:
            to = editor.copy(row)
            words = f"{name}: copied"
        case Act.UP | Act.DOWN:
            to = editor.move(row, -1 if act is Act.UP else 1)
            words = f"{name}: moved {act}"
        case Act.DELETE:
            editor.delete(row)
            to = max(row - 1, 2)
            words = f"{name}: deleted"
    same = act in (Act.UP, Act.DOWN) and to == row
    return Edited({} if same else {file: editor.text}, f"{table}: {words}", to)


def add_column(files: Texts, table: str, column: str) -> Edited:
    """Lets the rules of a table ask something more; none asks it yet."""
    file, editor = _editor(files, table)
    column = _UNSEEN.sub("", column)
    editor.add_column(column, head_of(files, table).outputs)
    return Edited({file: editor.text}, f"{table}: may ask {column}")


def delete_column(files: Texts, table: str, column: str) -> Edited:
    """Lets the rules of a table ask something no more."""
    file, editor = _editor(files, table)
    editor.delete_column(column)
    return Edited({file: editor.text}, f"{table}: asks {column} no more")


def write_file(files: Texts, file: str, text: str) -> Edited:
    """Another text for a whole file, as its author wrote it."""
    if file not in files and file != examples.FILE:
        raise EditError(f"there is no file {file} in this policy")
    text = _UNSEEN.sub("", text.replace("\r\n", "\n"))
    if len(text) > _LONGEST:
        raise EditError(f"{file} is longer than {_LONGEST:,} characters: split it")
    text = text if text.endswith("\n") else f"{text}\n"
    if file.endswith(".csv"):
        _check_length(file, text)
    same = files.get(file) == text
    return Edited({} if same else {file: text}, f"{file}: written anew")


def replace_tables(files: Texts, texts: Texts, source: str) -> Edited:
    """Other sheets for tables, by the table's name; policy.yaml and all it claims stay.

    Raises EditError for a table that the policy does not have, PolicyError for no CSV.
    """
    changed = {}
    for table, text in texts.items():
        _check_length(head_of(files, table).file, text)
        file, editor = _editor({**files, head_of(files, table).file: text}, table)
        if editor.text != _editor(files, table)[1].text:
            changed[file] = plain(editor.text)
    names = ", ".join(texts) if len(texts) <= 2 else f"{len(changed)} tables"
    return Edited(changed, f"{names}: taken from {source}")


def _check_length(file: str, text: str) -> None:
    check_rules(file, rules_of(text))


def check_rules(file: str, rules: int) -> None:
    """Raises EditError for a table of more rules than a draft holds."""
    if rules > _MOST_RULES:
        raise EditError(
            f"{file} has {rules:,} rules, and a draft holds at most {_MOST_RULES:,} in a table: "
            "split it, or keep it in the policy's folder and check it with upheld tables check"
        )


def date_from(files: Texts, valid_from: date) -> Edited:
    """Another first day."""
    text, count = _VALID_FROM.subn(f"valid_from: {valid_from}", files[SETTINGS], 1)
    if not count:
        raise EditError("policy.yaml has no line that begins with valid_from: write it there")
    same = text == files[SETTINGS]
    return Edited({} if same else {SETTINGS: text}, f"valid from {valid_from}")


def expect_now(files: Texts, example: str = "") -> Edited:
    """What one of the policy's own cases is answered now, or what all of them are, as what they
    expect. Raises EditError while they cannot be answered."""
    policy = read_texts(files).policy
    if policy is None:
        raise EditError("the policy cannot be read: mend it first")
    try:
        found = examples.read_examples(files.get(examples.FILE, ""))
        chosen = [each for each in found if example in ("", each.name)]
        ran = [each for each in examples.run_examples(chosen, policy) if not each.holds]
        stuck = [each for each in ran if each.trouble]
        if stuck or not chosen:
            name = stuck[0].example.name if stuck else example
            raise EditError(f"{name!r} has no answer that it could expect: mend it in cases.yaml")
        changed = examples.expecting(files.get(examples.FILE, ""), ran)
    except examples.ExamplesError as error:
        raise EditError(str(error)) from None
    if len(ran) == 1:
        told = ", ".join(f"{miss.name} {miss.got}" for miss in ran[0].misses)
        words = f"{ran[0].example.name}: expects {told}"
    else:
        words = f"{len(ran)} cases expect what they are answered"
    return Edited({examples.FILE: changed} if ran else {}, words)


def valid_from_of(files: Texts) -> date | None:
    """The first day that the texts say, or None where it cannot be read."""
    declared = declared_in(files)
    return None if declared is None or declared.valid_from == date.min else declared.valid_from


def _editor(files: Texts, table: str) -> tuple[str, Editor]:
    file = head_of(files, table).file
    if file not in files or PurePath(file).suffix != ".csv":
        raise EditError(f"there is no file {file}: give table {table} a name.csv in policy.yaml")
    try:
        return file, Editor(file, files[file])
    except PolicyError as error:
        raise EditError(str(error) or f"{file} is empty: write its columns first") from None


def plain(text: str) -> str:
    """The text without characters that no database keeps and nobody sees."""
    return _UNSEEN.sub("", text).strip(" ")


def _id(cells: Mapping[str, str], row: int) -> str:
    return cells.get("rule") or f"row {row}"


def _short(text: str) -> str:
    text = " ".join(text.split()) or "nothing"
    return text if len(text) <= 60 else f"{text[:59]}…"
