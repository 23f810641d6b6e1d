"""A decision's logic, parsed and ready: each kind of step works out its value from the facts.

A value is held flat: `{"": 5}` for a single one, `{"rate": 5, "term": 12}` for a structure.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from upheld.tables.evaluate import evaluate
from upheld.tables.hits import decide
from upheld.tables.syntax import Expression, Name
from upheld.tables.table import MANY, Table
from upheld.tables.values import Value

Given = dict[str, Value]
Facts = Mapping[str, Value]


def under(name: str, given: Given) -> Given:
    """The value as facts under a name."""
    return {f"{name}.{part}" if part else name: value for part, value in given.items()}


@dataclass(frozen=True, slots=True)
class Say:
    """A literal expression."""

    tree: Expression
    cost: int

    def run(self, facts: Facts) -> Given:
        if not isinstance(self.tree, Name):
            return {"": evaluate(self.tree, facts)}
        name = self.tree.name
        start = f"{name}."
        parts = {key[len(start) :]: each for key, each in facts.items() if key.startswith(start)}
        return parts or {"": facts.get(name)}


@dataclass(frozen=True, slots=True)
class Ask:
    """A decision table. `columns` are the inputs that have to be worked out first."""

    table: Table
    columns: Mapping[str, Expression]
    defaults: Mapping[str, Expression]
    cost: int = 1

    def run(self, facts: Facts) -> Given:
        """Raises HitError where unique or any is broken."""
        asked = {name: evaluate(tree, facts) for name, tree in self.columns.items()}
        fired, outputs = decide(self.table, {**facts, **asked}, "")
        if not fired and self.defaults:
            return self._default(facts)
        return dict(outputs)

    def _default(self, facts: Facts) -> Given:
        # DMN 1.3, clause 8.2.11: the defaults stand in where no rule matches.
        found = {name: evaluate(tree, facts) for name, tree in self.defaults.items()}
        given = {name: found.get(name) for name in self.table.outputs}
        if self.table.hit in MANY:
            return {name: (one,) for name, one in given.items()}
        return {**given}


@dataclass(frozen=True, slots=True)
class Invoke:
    """A function applied: its step sees the arguments and nothing else."""

    arguments: Mapping[str, "Step"]
    step: "Step"
    cost: int

    def run(self, facts: Facts) -> Given:
        inner: Given = {}
        for name, step in self.arguments.items():
            inner |= under(name, step.run(facts))
        return self.step.run(inner)


@dataclass(frozen=True, slots=True)
class InTurn:
    """The entries of a context, and the result; without one, the entries are the value."""

    entries: Mapping[str, "Step"]
    result: "Step | None"
    cost: int

    def run(self, facts: Facts) -> Given:
        made: Given = {}
        for name, step in self.entries.items():
            made |= under(name, step.run({**facts, **made}))
        return self.result.run({**facts, **made}) if self.result else made


Step = Say | Ask | Invoke | InTurn
