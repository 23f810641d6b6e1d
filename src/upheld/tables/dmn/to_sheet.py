"""The rules of a DMN decision table as the sheet of a policy's table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from upheld.tables.dmn.model import DecisionTable, Element, RuleRow
from upheld.tables.dmn.own import REMARKS, said
from upheld.tables.dmn.renaming import for_policy, renamed
from upheld.tables.parser import parse_expression
from upheld.tables.problems import CellError
from upheld.tables.sheet import Row, Sheet
from upheld.tables.syntax import Expression, Test, written
from upheld.tables.table import Rule, Table

Complain = Callable[[Element, str, str], None]


@dataclass(frozen=True, slots=True)
class Titles:
    """The sheet's file, its outputs, and for each FEEL path of the model the policy's name.

    `values` holds the texts of the paths that list theirs.
    """

    file: str
    outputs: tuple[str, ...]
    names: Mapping[str, str]
    values: Mapping[str, tuple[str, ...]]


def to_sheet(body: DecisionTable, table: Table, titles: Titles, complain: Complain) -> Sheet:
    """The sheet of a planned table."""
    columns = [titles.names[name] for name in table.columns]
    writer = _Rules(table, titles, complain)
    rows = [
        [*writer.cells(row, rule), *_remarks(body, row)]
        for row, rule in zip(body.rules, table.rules, strict=True)
    ]
    return _sheet(titles.file, [*columns, *titles.outputs, *REMARKS], rows)


def _sheet(file: str, titles: list[str], rows: list[list[str]]) -> Sheet:
    """The sheet, without the columns of remarks that nobody made."""
    width = len(titles) - len(REMARKS)
    used = [at for at, _ in enumerate(titles) if at < width or any(row[at] for row in rows)]
    return Sheet(
        file=file,
        columns=tuple(titles[at] for at in used),
        rows=tuple(
            Row(number, {titles[at]: row[at] for at in used}) for number, row in enumerate(rows, 2)
        ),
    )


class _Rules:
    def __init__(self, table: Table, titles: Titles, complain: Complain) -> None:
        self.table = table
        self.titles = titles
        self.complain = complain

    def cells(self, row: RuleRow, rule: Rule) -> Iterator[str]:
        tests = {cell.column: cell.test for cell in rule.cells}
        for name in self.table.columns:
            yield self._test(row, name, tests[name]) if name in tests else "-"
        for tree in rule.outputs.values():
            yield self._written(row, tree)

    def _test(self, row: RuleRow, column: str, test: Test) -> str:
        values = self.titles.values.get(column, ())
        try:
            return written(renamed(for_policy(test, values), self.titles.names))
        except CellError as error:
            self.complain(row, error.message, error.mend)
            return "-"

    def _written(self, row: RuleRow, tree: Expression) -> str:
        text = ""
        try:
            text = written(renamed(tree, self.titles.names))
            parse_expression(text)
        except CellError as error:
            self.complain(row, f"{text} is more than a policy's cell may say", error.mend)
        return text


def _remarks(body: DecisionTable, row: RuleRow) -> tuple[str, ...]:
    """The rule's id, reason and source; what other tools remark becomes the reason."""
    kept = dict.fromkeys(REMARKS, "")
    free = [row.description]
    for column, annotation in zip(body.annotations, row.annotations, strict=False):
        name = said(column).get("name", "")
        if name in kept:
            kept[name] = annotation.text
        else:
            free.append(annotation.text)
    plain = " ".join(" ".join(free).split()).replace("{", "{{").replace("}", "}}")
    kept["because"] = kept["because"] or plain
    return tuple(kept.values())
