"""A policy as a DMN model that any modeler can edit and any engine of level 2 can run.

What DMN has no word for is kept in attributes of our own namespace, which other tools pass over:
so a policy comes back from its model as it went in. A table with `each` becomes a decision over
one row of its list; a rollup becomes an input that the caller works out from the rows, as level 2
has no loops. Money is a number there: an engine that is not ours does not round it to the coin.
"""

from collections.abc import Iterator
from dataclasses import replace

from upheld.tables.dmn.drawing import drawn
from upheld.tables.dmn.model import (
    Annotation,
    AnnotationColumn,
    Decision,
    DecisionTable,
    InformationRequirement,
    Input,
    InputData,
    ItemDefinition,
    LiteralExpression,
    Model,
    Output,
    Reference,
    RuleRow,
    UnaryTests,
    Variable,
)
from upheld.tables.dmn.own import REMARKS, own
from upheld.tables.dmn.renaming import Namer, for_dmn, renamed
from upheld.tables.dmn.table_planner import HITS
from upheld.tables.dmn.versions import UPHELD
from upheld.tables.dmn.xml import Attributes
from upheld.tables.fields import Field
from upheld.tables.policy import Policy
from upheld.tables.problems import CellError, ModelError, Problem
from upheld.tables.rollups import Rollup
from upheld.tables.syntax import Anything, Expression, Literal, Test, written
from upheld.tables.table import MANY, Rule, Table
from upheld.tables.telling import untold
from upheld.tables.values import Kind

TYPES = {
    Kind.STRING: "string",
    Kind.NUMBER: "number",
    Kind.MONEY: "money",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.DATETIME: "date and time",
    Kind.DURATION: "days and time duration",
    Kind.MONTHS: "years and months duration",
}
_HIT_WORDS = {hit: words for words, hit in HITS.items()}


def from_policy(policy: Policy) -> Model:
    """The policy as a model. Raises ModelError for a test that DMN cannot say."""
    return _Writer(policy).model()


class _Writer:
    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.problems: list[Problem] = []
        namer = Namer()
        given = [*policy.inputs, *policy.rollups]
        self.nodes = {name: namer.plain(name) for name in given}
        self.tables = {name: namer.plain(name) for name in policy.tables}
        self.names = dict(self.nodes)
        self.columns: dict[str, str] = {}
        for table in policy.tables.values():
            self._name_outputs(table)

    def model(self) -> Model:
        inputs = [self._input(field) for field in self.policy.inputs.values()]
        rollups = [self._rollup(rollup) for rollup in self.policy.rollups.values()]
        decisions = [self._decision(table) for table in self.policy.tables.values()]
        if self.problems:
            raise ModelError(self.problems)
        model = Model(
            id="policy",
            name=self.policy.name,
            label=self.policy.title,
            namespace=f"{UPHELD}:{self.policy.name}",
            other=own(valid_from=str(self.policy.valid_from), currency=self.policy.currency),
            items=tuple(self._items()),
            elements=(*inputs, *rollups, *decisions),
        )
        return replace(model, drawn=(drawn(model),))

    def _name_outputs(self, table: Table) -> None:
        decision, inner = self.tables[table.name], Namer()
        for name in table.outputs:
            self.columns[name] = inner.plain(name)
            single = len(table.outputs) == 1
            self.names[name] = decision if single else f"{decision}.{self.columns[name]}"

    # Types

    def _items(self) -> Iterator[ItemDefinition]:
        yield ItemDefinition(name="money", base="number")
        rolled = [rollup.field for rollup in self.policy.rollups.values()]
        for field in [*self.policy.inputs.values(), *rolled]:
            if self._limits(field):
                yield self._item(f"t_{self.nodes[field.name]}", field)
        for table in self.policy.tables.values():
            yield from self._table_items(table)

    def _table_items(self, table: Table) -> Iterator[ItemDefinition]:
        many = table.hit in MANY
        name = f"t_{self.tables[table.name]}"
        if len(table.outputs) > 1:
            parts = tuple(self._item(self.columns[f.name], f) for f in table.outputs.values())
            yield ItemDefinition(name=name, collection=many, components=parts)
        else:
            (field,) = table.outputs.values()
            if many or self._limits(field):
                yield self._item(name, field, many)

    def _item(self, name: str, field: Field, many: bool = False) -> ItemDefinition:
        limits = self._limits(field)
        allowed = UnaryTests(text=limits) if limits else None
        return ItemDefinition(name=name, collection=many, base=TYPES[field.kind], allowed=allowed)

    def _limits(self, field: Field) -> str:
        if field.values:
            return ", ".join(written(Literal(value)) for value in field.values)
        return written(for_dmn(field.domain)) if field.domain else ""

    def _type(self, field: Field, node: str) -> str:
        return f"t_{node}" if self._limits(field) else TYPES[field.kind]

    # Inputs

    def _input(self, field: Field) -> InputData:
        return self._given(field, own(name=field.name, about=field.about, unit=field.unit))

    def _rollup(self, rollup: Rollup) -> InputData:
        where = written(rollup.where) if rollup.where else ""
        words = own(
            name=rollup.field.name,
            of=rollup.of,
            how=rollup.how,
            column=rollup.column,
            where=where,
        )
        return self._given(rollup.field, words)

    def _given(self, field: Field, words: Attributes) -> InputData:
        name = self.nodes[field.name]
        variable = Variable(name=name, type=self._type(field, name))
        return InputData(
            id=f"input_{name}", name=name, other=words, description=field.means, variable=variable
        )

    # Tables

    def _decision(self, table: Table) -> Decision:
        name = self.tables[table.name]
        single = next(iter(table.outputs.values())) if len(table.outputs) == 1 else None
        plain = single is not None and table.hit not in MANY
        kind = self._type(single, name) if single and plain else f"t_{name}"
        return Decision(
            id=f"decision_{name}",
            name=name,
            other=own(name=table.name, each=table.each, file=table.file),
            description=table.title,
            variable=Variable(name=name, type=kind),
            information=tuple(self._requirements(table)),
            body=self._body(table),
        )

    def _requirements(self, table: Table) -> Iterator[InformationRequirement]:
        reads = [name for name in self.policy.names if name in table.reads]
        for name in reads:
            if name in self.nodes:
                href = f"#input_{self.nodes[name]}"
                yield InformationRequirement(id=self._link(table, href), input=Reference(href=href))
        givers = [one for one in self.policy.tables.values() if set(one.outputs) & set(reads)]
        for giver in givers:
            if giver is not table:  # a reason may tell what its own table gives
                href = f"#decision_{self.tables[giver.name]}"
                link = self._link(table, href)
                yield InformationRequirement(id=link, decision=Reference(href=href))

    def _link(self, table: Table, href: str) -> str:
        return f"{self.tables[table.name]}_reads_{href[1:]}"

    def _body(self, table: Table) -> DecisionTable:
        hit, aggregation = _HIT_WORDS[table.hit]
        return DecisionTable(
            id=f"table_{self.tables[table.name]}",
            hit=hit,
            aggregation=aggregation,
            inputs=tuple(self._column(name) for name in table.columns),
            outputs=tuple(self._output(field, table) for field in table.outputs.values()),
            annotations=tuple(
                AnnotationColumn(name=name, other=own(name=name)) for name in REMARKS
            ),
            rules=tuple(self._rule(rule, table) for rule in table.rules),
        )

    def _column(self, name: str) -> Input:
        field = self.policy.names[name]
        expression = LiteralExpression(text=self.names[name], type=TYPES[field.kind])
        values = UnaryTests(text=self._limits(field)) if field.values else None
        return Input(label=name, expression=expression, values=values)

    def _output(self, field: Field, table: Table) -> Output:
        default = None
        if field.default is not None:
            default = LiteralExpression(text=written(Literal(field.default)))
        return Output(
            name=self.columns[field.name] if len(table.outputs) > 1 else "",
            label=field.name,
            other=own(name=field.name, unit=field.unit),
            description=field.means,
            type=TYPES[field.kind],
            values=UnaryTests(text=self._limits(field)) if field.values else None,
            default=default,
        )

    def _rule(self, rule: Rule, table: Table) -> RuleRow:
        tests = {cell.column: cell.test for cell in rule.cells}
        own_id = "" if rule.ref.id == str(rule.ref.row) else rule.ref.id
        remarks = (own_id, untold(rule.because), rule.source)
        return RuleRow(
            inputs=tuple(
                UnaryTests(text=self._test(tests.get(name, Anything()), rule, table, name))
                for name in table.columns
            ),
            outputs=tuple(
                LiteralExpression(text=self._expression(rule.outputs[name]))
                for name in table.outputs
            ),
            annotations=tuple(Annotation(text=text) for text in remarks),
        )

    def _test(self, test: Test, rule: Rule, table: Table, column: str) -> str:
        try:
            return written(renamed(for_dmn(test), self.names))
        except CellError as error:
            self.problems.append(
                Problem(table.file, rule.ref.row, column, error.message, error.mend)
            )
            return "-"

    def _expression(self, tree: Expression) -> str:
        return written(renamed(tree, self.names))
