"""Turns a DMN decision table into the table that every hit policy already knows how to run."""

from collections.abc import Iterator, Mapping

from upheld.tables.dmn.feel import Scope, feel_expression, feel_test
from upheld.tables.dmn.model import (
    DecisionTable,
    Element,
    Input,
    LiteralExpression,
    Output,
    RuleRow,
)
from upheld.tables.dmn.shapes import ANY, Shape
from upheld.tables.dmn.steps import Ask
from upheld.tables.dmn.world import Ground, World
from upheld.tables.fields import Field
from upheld.tables.problems import CellError, RuleRef
from upheld.tables.syntax import (
    Anything,
    Compare,
    Expression,
    Interval,
    Literal,
    Name,
    Not,
    OneOf,
    Test,
    written,
)
from upheld.tables.table import AGGREGATED, RANKED, Cell, Hit, Rule, Table
from upheld.tables.telling import Template
from upheld.tables.values import Kind, Scalar, is_a

HITS = {
    ("UNIQUE", ""): Hit.UNIQUE,
    ("ANY", ""): Hit.ANY,
    ("FIRST", ""): Hit.FIRST,
    ("PRIORITY", ""): Hit.PRIORITY,
    ("RULE ORDER", ""): Hit.RULE_ORDER,
    ("OUTPUT ORDER", ""): Hit.OUTPUT_ORDER,
    ("COLLECT", ""): Hit.COLLECT,
    ("COLLECT", "SUM"): Hit.SUM,
    ("COLLECT", "MIN"): Hit.MIN,
    ("COLLECT", "MAX"): Hit.MAX,
    ("COLLECT", "COUNT"): Hit.COUNT,
}


def plan_table(body: DecisionTable, world: World, result: Shape, ground: Ground) -> Ask:
    """The step of a table that gives a `result`; its problems go to the ground.

    Raises CellError for a hit policy that DMN does not know.
    """
    return _TablePlanner(ground, body, world, result).step()


class _TablePlanner:
    def __init__(self, ground: Ground, table: DecisionTable, world: World, result: Shape) -> None:
        self.ground = ground
        self.result = result
        self.table = table
        self.scope = world.scope
        self.hit = self._hit()
        self.columns: dict[str, Expression] = {}
        self.kinds = [self._kind(column, world) for column in table.inputs]

    def step(self) -> Ask:
        names = tuple(self._columns())
        outputs = dict(self._outputs())
        rules = tuple(
            self._rule(at, row, names, tuple(outputs.values()))
            for at, row in enumerate(self.table.rules, 1)
        )
        table = Table(
            name=self.table.output_label or self.table.id,
            title=self.table.label,
            file=self.ground.file,
            each="",
            hit=self.hit,
            columns=names,
            outputs=outputs,
            rules=rules,
            reads=self.scope.names,
        )
        return Ask(table, self.columns, dict(self._defaults(outputs)))

    def _hit(self) -> Hit:
        asked = (self.table.hit, self.table.aggregation)
        if asked not in HITS:
            known = ", ".join(" ".join(each).strip() for each in HITS)
            raise CellError(f"{' '.join(asked).strip()} is no hit policy", f"Use one of {known}")
        if HITS[asked] in AGGREGATED and len(self.table.outputs) > 1:
            message = f"{' '.join(asked)} cannot work on {len(self.table.outputs)} outputs"
            raise CellError(message, "Make a table for each output (DMN 1.3, clause 8.2.11)")
        return HITS[asked]

    def _kind(self, column: Input, world: World) -> Kind | None:
        """What the column holds, as far as it says itself or asks a single input for it."""
        text = column.expression.text if column.expression else ""
        return self.ground.shape(column).kind or world.shapes.get(text.strip(), ANY).kind

    def _columns(self) -> Iterator[str]:
        for column in self.table.inputs:
            text = column.expression.text if column.expression else ""
            tree = self._parsed(column, text)
            if isinstance(tree, Name):
                yield tree.name
            else:
                name = " ".join(text.split()) or column.label
                self.columns[name] = tree
                yield name

    def _parsed(self, element: Element, text: str) -> Expression:
        try:
            return feel_expression(text, self.scope)
        except CellError as error:
            self.ground.complain(element, error)
            return Literal(None)

    def _outputs(self) -> Iterator[tuple[str, Field]]:
        single = len(self.table.outputs) == 1
        for output in self.table.outputs:
            name = "" if single else output.name
            shape = self.ground.shape(output)
            if shape.open:  # the column may leave it to the decision's type to say what it holds
                shape = self.result if single else self.result.parts.get(name, ANY)
            values = self._ranks(output, shape) if self.hit in RANKED else ()
            yield name, Field(name, shape.kind or Kind.STRING, values=values)

    def _ranks(self, output: Output, shape: Shape) -> tuple[str, ...]:
        test = feel_test(output.values.text, Scope()) if output.values else shape.allowed
        values = tuple(_texts(test))
        if not values and output is self.table.outputs[0]:
            message = f"{self.hit} ranks by the output's values, and no texts are listed"
            self.ground.complain(output, CellError(message, "List them in <outputValues>"))
        return values

    def _defaults(self, outputs: Mapping[str, Field]) -> Iterator[tuple[str, Expression]]:
        for name, output in zip(outputs, self.table.outputs, strict=True):
            if output.default is not None:
                yield name, self._parsed(output.default, output.default.text)

    def _rule(
        self, at: int, row: RuleRow, names: tuple[str, ...], outputs: tuple[Field, ...]
    ) -> Rule:
        if len(row.inputs) != len(names) or len(row.outputs) != len(outputs):
            message = (
                f"rule {at} has {len(row.inputs)} and {len(row.outputs)} entries, "
                f"the table {len(names)} inputs and {len(outputs)} outputs"
            )
            self.ground.complain(row, CellError(message, "Give one entry for each column"))
        asked = zip(row.inputs, self.kinds, strict=False)
        tests = [self._test(entry.text, kind, row) for entry, kind in asked]
        cells = (
            Cell(name, entry.text, test)
            for name, entry, test in zip(names, row.inputs, tests, strict=False)
            if not isinstance(test, Anything)
        )
        given = zip(outputs, row.outputs, strict=False)
        return Rule(
            ref=RuleRef(row.id or str(at), at),
            cells=tuple(cells),
            outputs={output.name: self._given(output, entry) for output, entry in given},
            because=Template(()),
            source="",
        )

    def _test(self, text: str, kind: Kind | None, row: RuleRow) -> Test:
        try:
            test = feel_test(text, self.scope)
            _check_kind(test, kind)
            return test
        except CellError as error:
            self.ground.complain(row, error)
            return Anything()

    def _given(self, output: Field, entry: LiteralExpression) -> Expression:
        tree = self._parsed(entry, entry.text)
        ranked = isinstance(tree, Literal) and tree.value in (*output.values, None)
        if output.values and not ranked:
            values = ", ".join(output.values)
            error = CellError(f"{entry.text} has no rank", f"Give one of {values}, as text")
            self.ground.complain(entry, error)
        return tree


def _check_kind(test: Test, kind: Kind | None) -> None:
    """Raises CellError where the test compares with a value that the column never holds."""
    for value in _literals(test):
        if kind is not None and not is_a(kind, value):
            message = f"{written(test)} is asked of a column that holds a {kind}"
            raise CellError(message, f"Compare it with a {kind}")


def _literals(test: Test) -> Iterator[Scalar]:
    match test:
        case Compare(_, Literal(value)):
            yield value
        case Interval(low, high):
            yield from (end.value for end in (low, high) if isinstance(end, Literal))
        case OneOf(tests) | Not(tests):
            for part in tests:
                yield from _literals(part)


def _texts(test: Test | None) -> Iterator[str]:
    """The texts that a list of values names, in its order."""
    for part in test.tests if isinstance(test, OneOf) else (test,):
        match part:
            case Compare("=", Literal(str() as text)):
                yield text
