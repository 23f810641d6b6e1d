"""What differs between two policies and between their answers, as words and as data."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.padding import Padding

from upheld.core.doctrine import DoctrineError, checked
from upheld.core.examples import (
    FILE,
    ExamplesError,
    Turn,
    Turned,
    read_examples,
    run_examples,
    turned,
)
from upheld.tables import Policy
from upheld.tables.differences import Change, Differences, RuleChange, TableChange

from .errors import Refused
from .screen import out, plain


def turned_cases(before: Policy, after: Policy, folders: Sequence[Path]) -> tuple[Turned, ...]:
    """The example cases of the newer folder that has some, where the policies answer differently.

    Tables that decide no complaints have no such cases.
    """
    file = next((folder / FILE for folder in reversed(folders) if (folder / FILE).is_file()), None)
    if file is None or not all(map(_decides, (before, after))):
        return ()
    try:
        examples = read_examples(file.read_text("utf-8-sig"))
    except (ExamplesError, UnicodeDecodeError) as error:
        raise Refused(f"{file.parent}: {error}") from None
    return turned(run_examples(examples, before), run_examples(examples, after))


def _decides(policy: Policy) -> bool:
    try:
        checked(policy)
    except DoctrineError:
        return False
    return True


def difference_data(found: Differences, cases: Sequence[Turned]) -> dict[str, Any]:
    """The differences for JSON; an empty text before is new, after is gone."""
    return {
        "before": found.before,
        "after": found.after,
        "settings": [_change(each) for each in found.settings],
        "tables": [_table(each) for each in found.tables],
        "cases": [
            {"case": each.example, "answers": [_turn(turn) for turn in each.turns]}
            for each in cases
        ],
    }


def _turn(turn: Turn) -> dict[str, str]:
    return {"name": turn.name, "before": turn.before, "after": turn.after}


def _change(change: Change) -> dict[str, str]:
    return {"what": change.what, "before": change.before, "after": change.after}


def _table(table: TableChange) -> dict[str, Any]:
    return {
        "table": table.table,
        "how": table.how,
        "settings": [_change(each) for each in table.settings],
        "rules": [_rule(each) for each in table.rules],
    }


def _rule(rule: RuleChange) -> dict[str, Any]:
    return {
        "rule": rule.rule,
        "how": rule.how,
        "row": rule.row,
        "from_row": rule.from_row,
        "cells": [_change(each) for each in rule.cells],
    }


def show_differences(found: Differences, cases: Sequence[Turned]) -> None:
    screen = out()
    if not found:
        screen.print("The policies do not differ.")
        return
    screen.print(plain(f"{found.before} -> {found.after}"))
    for text, depth in _lines(found, cases):
        screen.print(Padding(plain(text), (0, 0, 0, 2 * depth)))


def _lines(found: Differences, cases: Sequence[Turned]) -> Iterator[tuple[str, int]]:
    for change in found.settings:
        yield str(change), 0
    for table in found.tables:
        yield f"table {table.table} {table.how}", 0
        for change in table.settings:
            yield str(change), 1
        for rule in table.rules:
            yield _told(rule), 1
            for change in rule.cells:
                yield str(change), 2
    yield f"{len(cases)} example case{'' if len(cases) == 1 else 's'} answered otherwise", 0
    for case in cases:
        yield case.example, 1
        for turn in case.turns:
            yield f"{turn.name}: {turn.before} -> {turn.after}", 2


def _told(rule: RuleChange) -> str:
    moved = f" from row {rule.from_row}" if rule.from_row else ""
    return f"rule {rule.rule} {rule.how}{moved} (row {rule.row})"
