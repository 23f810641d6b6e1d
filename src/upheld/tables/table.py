"""A decision table as it is run: rules, the cells they ask, and what each gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from upheld.tables.arithmetic import finite
from upheld.tables.evaluate import Facts, evaluate, matches
from upheld.tables.fields import Field
from upheld.tables.problems import RuleRef
from upheld.tables.syntax import Expression, Test, names_in
from upheld.tables.telling import Template
from upheld.tables.values import Kind, Scalar, to_minor_unit


class Hit(StrEnum):
    """Which of the matching rules speak (DMN 1.3, clause 8.2.10)."""

    UNIQUE = "unique"
    ANY = "any"
    FIRST = "first"
    PRIORITY = "priority"
    RULE_ORDER = "rule order"
    OUTPUT_ORDER = "output order"
    COLLECT = "collect"
    SUM = "collect sum"
    MIN = "collect min"
    MAX = "collect max"
    COUNT = "collect count"


MANY = frozenset({Hit.RULE_ORDER, Hit.OUTPUT_ORDER, Hit.COLLECT})
RANKED = frozenset({Hit.PRIORITY, Hit.OUTPUT_ORDER})
AGGREGATED = frozenset({Hit.SUM, Hit.MIN, Hit.MAX, Hit.COUNT})


@dataclass(frozen=True, slots=True)
class Cell:
    """A test that a rule asks of a column, and its text as the author wrote it."""

    column: str
    text: str
    test: Test


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: the cells that ask something, an expression for each output, why and whence."""

    ref: RuleRef
    cells: tuple[Cell, ...]
    outputs: Mapping[str, Expression]
    because: Template
    source: str

    def stopped_by(self, facts: Facts) -> Cell | None:
        """The first cell that does not match, or None when the whole rule does."""
        for cell in self.cells:
            if matches(cell.test, facts.get(cell.column), facts) is not True:
                return cell
        return None


@dataclass(frozen=True, slots=True)
class Table:
    """A named table. `each` is the list it runs over, one row at a time; empty: once a case."""

    name: str
    title: str
    file: str
    each: str
    hit: Hit
    columns: tuple[str, ...]
    outputs: Mapping[str, Field]
    rules: tuple[Rule, ...]
    reads: frozenset[str]

    def reaching(self, output: str) -> frozenset[str]:
        """Every name that can change `output`: what the rules ask, and what its own cells read."""
        # Where the rank of an output chooses the rule, all outputs have a say in each.
        spoken = self.outputs if self.hit in RANKED else (output,)
        asked = {cell.column for rule in self.rules for cell in rule.cells}
        trees = [cell.test for rule in self.rules for cell in rule.cells]
        given = [rule.outputs[name] for rule in self.rules for name in spoken]
        return frozenset(asked).union(*map(names_in, trees), *map(names_in, given))


def give(table: Table, rule: Rule, facts: Facts, currency: str) -> dict[str, Scalar]:
    """The rule's outputs; money is rounded half up to the minor unit here and nowhere else."""
    return {
        name: settled(evaluate(tree, facts), table.outputs[name], currency)
        for name, tree in rule.outputs.items()
    }


def settled(value: Scalar, output: Field, currency: str) -> Scalar:
    """The value as the output holds it: an amount of the smallest coins."""
    if output.kind is Kind.MONEY and isinstance(value, Decimal):
        return finite(to_minor_unit(value, currency))
    return value
