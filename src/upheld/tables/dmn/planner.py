"""Turns the bodies of a model into steps, every text parsed and every name looked up once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from upheld.tables.dmn.feel import (
    Defined,
    Scope,
    check_cost,
    define,
    feel_expression,
    feel_test,
)
from upheld.tables.dmn.model import (
    Body,
    Context,
    DecisionTable,
    Element,
    Input,
    Invocation,
    LiteralExpression,
    Output,
    RuleRow,
    Variable,
)
from upheld.tables.dmn.shapes import ANY, Shape, Shapes
from upheld.tables.dmn.steps import Ask, InTurn, Invoke, Say, Step
from upheld.tables.fields import Field
from upheld.tables.problems import CellError, Problem, RuleRef, did_you_mean
from upheld.tables.syntax import Anything, Compare, Expression, Literal, Name, OneOf, Test
from upheld.tables.table import AGGREGATED, RANKED, Cell, Hit, Rule, Table
from upheld.tables.telling import Template
from upheld.tables.values import Kind

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


@dataclass(frozen=True, slots=True)
class Function:
    """A business knowledge model that is ready: `defined` where an expression may call it."""

    parameters: tuple[str, ...]
    step: Step
    defined: Defined | None


@dataclass(frozen=True, slots=True)
class World:
    """What a body may read and call."""

    shapes: Mapping[str, Shape] = field(default_factory=dict)
    functions: Mapping[str, Function] = field(default_factory=dict)

    @property
    def scope(self) -> Scope:
        names = (known for name, shape in self.shapes.items() for known in shape.names(name))
        open_names = (name for name, shape in self.shapes.items() if shape.open)
        callable_ = {name: one.defined for name, one in self.functions.items() if one.defined}
        return Scope(frozenset(names), frozenset(open_names), callable_)


class Planner:
    """Plans bodies; each problem is kept with its line, and the body then says null."""

    def __init__(self, file: str, shapes: Shapes) -> None:
        self.file = file
        self.shapes = shapes
        self.problems: list[Problem] = []

    def shape(self, thing: Variable | Input | Output | None) -> Shape:
        """The type of a variable or a column; anything where none is declared."""
        if thing is None:
            return ANY
        name = thing.expression.type if isinstance(thing, Input) and thing.expression else ""
        try:
            return self.shapes.shape(name if isinstance(thing, Input) else thing.type)
        except CellError as error:
            self.complain(thing, error)
            return ANY

    def function(self, parameters: Sequence[Variable], body: Body | None, world: World) -> Function:
        """A business knowledge model; its body reads its parameters alone."""
        names = tuple(each.name for each in parameters)
        inner = replace(world, shapes={each.name: self.shape(each) for each in parameters})
        step = self.step(body, inner)
        defined = Defined(names, step.tree, step.cost) if isinstance(step, Say) else None
        return Function(names, step, defined)

    def step(self, body: Body | None, world: World, result: Shape = ANY) -> Step:
        """The step of a body that gives a `result`; without a body it says null."""
        try:
            match body:
                case None:
                    return Say(Literal(None), 1)
                case LiteralExpression():
                    return self._say(body, world)
                case DecisionTable():
                    return _TablePlanner(self, body, world, result).step()
                case Invocation():
                    return self._invoke(body, world)
                case Context():
                    return self._in_turn(body, world)
        except CellError as error:
            assert body is not None
            self.complain(body, error)
        return Say(Literal(None), 1)

    def complain(self, element: Element, error: CellError) -> None:
        self.problems.append(
            Problem(self.file, element.line or None, None, error.message, error.mend)
        )

    def _say(self, body: LiteralExpression, world: World) -> Say:
        defined = define((), body.text, world.scope)
        return Say(defined.body, defined.cost)

    def _invoke(self, body: Invocation, world: World) -> Step:
        name = body.function.text.strip() if body.function else ""
        function = world.functions.get(name)
        if function is None:
            message = f"{name or 'nothing'} is invoked, which is no business knowledge model here"
            raise CellError(message, did_you_mean(name, world.functions))
        arguments = {}
        for binding in body.bindings:
            parameter = binding.parameter.name if binding.parameter else ""
            if parameter not in function.parameters:
                mend = did_you_mean(parameter, function.parameters)
                raise CellError(f"{name} has no parameter {parameter}", mend)
            arguments[parameter] = self.step(binding.value, world)
        cost = 1 + function.step.cost + sum(step.cost for step in arguments.values())
        check_cost(cost)
        return Invoke(arguments, function.step, cost)

    def _in_turn(self, body: Context, world: World) -> Step:
        entries: dict[str, Step] = {}
        cost = 1
        for at, entry in enumerate(body.entries, 1):
            step = self.step(entry.value, world)
            cost += step.cost
            check_cost(cost)
            if entry.variable is None:
                if at < len(body.entries):
                    raise CellError("entries follow the result of the context", "Put it last")
                return InTurn(entries, step, cost)
            entries[entry.variable.name] = step
            known = {entry.variable.name: self.shape(entry.variable)}
            world = replace(world, shapes={**world.shapes, **known})
        return InTurn(entries, None, cost)


class _TablePlanner:
    def __init__(
        self, planner: Planner, table: DecisionTable, world: World, result: Shape
    ) -> None:
        self.planner = planner
        self.result = result
        self.table = table
        self.scope = world.scope
        self.hit = self._hit()
        self.columns: dict[str, Expression] = {}

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
            file=self.planner.file,
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
            self.planner.complain(element, error)
            return Literal(None)

    def _outputs(self) -> Iterator[tuple[str, Field]]:
        single = len(self.table.outputs) == 1
        for output in self.table.outputs:
            name = "" if single else output.name
            shape = self.planner.shape(output)
            if shape.open:  # the column may leave it to the decision's type to say what it holds
                shape = self.result if single else self.result.parts.get(name, ANY)
            values = self._ranks(output, shape) if self.hit in RANKED else ()
            yield name, Field(name, shape.kind or Kind.STRING, values=values)

    def _ranks(self, output: Output, shape: Shape) -> tuple[str, ...]:
        test = feel_test(output.values.text, Scope()) if output.values else shape.allowed
        values = tuple(_texts(test))
        if not values and output is self.table.outputs[0]:
            message = f"{self.hit} ranks by the output's values, and no texts are listed"
            self.planner.complain(output, CellError(message, "List them in <outputValues>"))
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
            self.planner.complain(row, CellError(message, "Give one entry for each column"))
        tests = [self._test(entry.text, row) for entry in row.inputs]
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

    def _test(self, text: str, row: RuleRow) -> Test:
        try:
            return feel_test(text, self.scope)
        except CellError as error:
            self.planner.complain(row, error)
            return Anything()

    def _given(self, output: Field, entry: LiteralExpression) -> Expression:
        tree = self._parsed(entry, entry.text)
        ranked = isinstance(tree, Literal) and tree.value in (*output.values, None)
        if output.values and not ranked:
            values = ", ".join(output.values)
            error = CellError(f"{entry.text} has no rank", f"Give one of {values}, as text")
            self.planner.complain(entry, error)
        return tree


def _texts(test: Test | None) -> Iterator[str]:
    """The texts that a list of values names, in its order."""
    for part in test.tests if isinstance(test, OneOf) else (test,):
        match part:
            case Compare("=", Literal(str() as text)):
                yield text
