"""Turns a sheet into the rules of a table, every cell parsed and checked once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from upheld.tables.checking import check_output, check_test, kinds_of
from upheld.tables.declared import Head
from upheld.tables.fields import Field
from upheld.tables.notes import Notes
from upheld.tables.parser import parse_expression, parse_test
from upheld.tables.problems import CellError, RuleRef, did_you_mean
from upheld.tables.sheet import Row, Sheet
from upheld.tables.syntax import Anything, Expression, Literal, Test, names_in
from upheld.tables.table import Cell, Hit, Rule, Table
from upheld.tables.telling import Template, check_template, read_template

_PROSE = ("rule", "because", "source")


@dataclass(frozen=True, slots=True)
class Scope:
    """What one table may read; `hidden` explains each declared name that it may not."""

    known: Mapping[str, Field]
    hidden: Mapping[str, CellError]
    broken: frozenset[str]

    def check(self, names: Iterable[str]) -> None:
        """Raises CellError where a name exists but cannot be read here."""
        for name in sorted(names):
            if name in self.hidden:
                raise self.hidden[name]


def read_table(head: Head, sheet: Sheet, scope: Scope, notes: Notes) -> Table:
    """The table of one sheet; every problem goes to the notes."""
    return _Reader(head, sheet, scope, notes).table()


class _Reader:
    def __init__(self, head: Head, sheet: Sheet, scope: Scope, notes: Notes) -> None:
        self.head = head
        self.sheet = sheet
        self.scope = scope
        self.notes = notes
        self.columns = tuple(self._columns())

    def table(self) -> Table:
        self._check_outputs()
        rules = tuple(self._rule(row) for row in self.sheet.rows)
        self._check_ids(rules)
        return Table(
            name=self.head.name,
            title=self.head.title,
            file=self.head.file,
            each=self.head.each,
            hit=self.head.hit,
            columns=self.columns,
            outputs=self.head.outputs,
            rules=rules,
            reads=self._reads(rules),
        )

    def _columns(self) -> Iterable[str]:
        for column in self.sheet.columns:
            if column in self.head.outputs or column in _PROSE or not column:
                continue
            try:
                self._check_column(column)
            except CellError as error:
                self.notes.cell(self.sheet.file, 1, column, error)
            else:
                yield column

    def _check_column(self, column: str) -> None:
        self.scope.check([column])
        if column in self.scope.broken:
            return
        if column not in self.scope.known:
            near = did_you_mean(column, [*self.scope.known, *self.head.outputs, *_PROSE])
            raise CellError("this is no input, output, rule, because or source", near)
        if self.scope.known[column].many:
            raise CellError(f"{column} holds many values", "Read a table that gives one")

    def _check_outputs(self) -> None:
        for output in self.head.outputs:
            if output not in self.sheet.columns:
                mend = f"Add a column {output}, or take it from policy.yaml"
                self.notes.add(self.sheet.file, 1, output, "this output has no column", mend)

    def _check_ids(self, rules: tuple[Rule, ...]) -> None:
        seen: dict[str, int] = {}
        for rule in rules:
            row = seen.setdefault(rule.ref.id, rule.ref.row)
            if row != rule.ref.row:
                message = f"rule {rule.ref.id} stands in row {row} already"
                self.notes.add(self.sheet.file, rule.ref.row, "rule", message, "Give it its own id")

    def _reads(self, rules: tuple[Rule, ...]) -> frozenset[str]:
        trees = [cell.test for rule in rules for cell in rule.cells]
        given = [tree for rule in rules for tree in rule.outputs.values()]
        told = [rule.because.names - set(self.head.outputs) for rule in rules]
        return frozenset(self.columns).union(*map(names_in, trees), *map(names_in, given), *told)

    # One row

    def _rule(self, row: Row) -> Rule:
        tests = [(column, self._test(row, column)) for column in self.columns]
        return Rule(
            ref=RuleRef(row.cells.get("rule") or str(row.number), row.number),
            cells=tuple(
                Cell(column, row.cells[column], test)
                for column, test in tests
                if not isinstance(test, Anything)
            ),
            outputs={name: self._output(row, name) for name in self.head.outputs},
            because=self._because(row),
            source=row.cells.get("source", ""),
        )

    def _test(self, row: Row, column: str) -> Test:
        field = self.scope.known.get(column)
        if field is None or column in self.scope.broken:
            return Anything()
        try:
            test = parse_test(row.cells[column], field.values)
            if self._sure(test):
                check_test(test, field, self.scope.known)
        except CellError as error:
            self.notes.cell(self.sheet.file, row.number, column, error)
            return Anything()
        return test

    def _output(self, row: Row, name: str) -> Expression:
        field = self.head.outputs[name]
        try:
            tree = parse_expression(row.cells.get(name, ""), field.values)
            if self._sure(tree) and name not in self.scope.broken:
                self._check_output(tree, field)
        except CellError as error:
            self.notes.cell(self.sheet.file, row.number, name, error)
            return Literal(None)
        return tree

    def _check_output(self, tree: Expression, field: Field) -> None:
        if self.head.hit is Hit.COUNT:
            kinds_of(tree, self.scope.known)  # counted, whatever its kind
        else:
            check_output(tree, field, self.scope.known)

    def _sure(self, tree: Test | Expression) -> bool:
        names = names_in(tree)
        self.scope.check(names)
        return not names & self.scope.broken

    def _because(self, row: Row) -> Template:
        try:
            template = read_template(row.cells.get("because", ""))
            self.scope.check(template.names - set(self.head.outputs))
            if not all(map(self._is_told, template.names)):
                known = [*self.scope.known, *self.head.outputs, *self.scope.broken]
                check_template(template, known)
        except CellError as error:
            self.notes.cell(self.sheet.file, row.number, "because", error)
            return Template(())
        return template

    def _is_told(self, name: str) -> bool:
        return any(name in one for one in (self.head.outputs, self.scope.known, self.scope.broken))
