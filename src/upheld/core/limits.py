"""How much a rule may give: what is past it is a slip, and no day or amount that a record holds.

What stands in a rule is told before the policy decides anything; what a rule works out from the
facts, when it does (core/decision.py).
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from upheld.tables import Kind, Policy
from upheld.tables.evaluate import evaluate
from upheld.tables.syntax import Expression, names_in, numbers_in, written
from upheld.tables.table import Rule

# Far above what one complaint is about, and what a record's columns hold with room to spare.
MOST_OWED = Decimal(10_000_000)
# Ten years: nobody waits longer for what they are owed, and every calendar still has the day.
MOST_DAYS = 3_650
_MOST = {"owed.days": Decimal(MOST_DAYS)}
_NOT_BELOW_NOTHING = frozenset({"owed.days", "owed.amount", "goodwill.amount"})


class Slip(NamedTuple):
    """A number in a rule that can only be a slip; `where` names the table and the rule."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}: correct the number"


def slips(policy: Policy) -> Iterator[Slip]:
    """The rules that give too much, or less than nothing."""
    for table in policy.tables.values():
        counted = {
            name: _MOST.get(name, MOST_OWED)
            for name, field in table.outputs.items()
            if field.kind in (Kind.NUMBER, Kind.MONEY)
        }
        for rule in table.rules:
            for message in _of_rule(rule, counted):
                yield Slip(f"table {table.name}, {rule.ref}", message)


def _of_rule(rule: Rule, counted: Mapping[str, Decimal]) -> Iterator[str]:
    told = (_slip(name, rule.outputs[name], most) for name, most in counted.items())
    return filter(None, told)


def _slip(name: str, tree: Expression, most: Decimal) -> str:
    if any(number > most for number in numbers_in(tree)):
        return f"{written(tree)} holds a number above {most:,}, the most there is for {name}"
    fixed = None if names_in(tree) else evaluate(tree, {})
    if name in _NOT_BELOW_NOTHING and isinstance(fixed, Decimal) and fixed < 0:
        return f"{written(tree)} is less than nothing, which {name} cannot be"
    return ""
