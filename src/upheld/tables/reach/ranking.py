"""Which rules win over another where both match, under each hit policy."""

from itertools import accumulate
from operator import or_

from upheld.tables.syntax import Literal
from upheld.tables.table import Hit, Rule, Table

Rank = tuple[int, ...]


def beaten_by(table: Table) -> tuple[int, ...]:
    """For each rule the rules, as bits, that take a case away from it."""
    if table.hit is Hit.FIRST:
        return tuple((1 << at) - 1 for at in range(len(table.rules)))
    if table.hit is not Hit.PRIORITY:
        return (0,) * len(table.rules)
    ranks = {at: found for at, rule in enumerate(table.rules) if (found := rank(table, rule))}
    order = sorted(ranks, key=lambda at: (ranks[at], at))
    before = accumulate((1 << at for at in order), or_, initial=0)
    beaten = dict(zip(order, before, strict=False))
    return tuple(beaten.get(at, 0) for at in range(len(table.rules)))


def rank(table: Table, rule: Rule) -> Rank | None:
    """A rule's rank by its outputs, the lowest first (DMN 8.2.10); None where a name decides."""
    found = []
    for name, output in table.outputs.items():
        if output.values:
            tree = rule.outputs[name]
            if not isinstance(tree, Literal):
                return None
            known = isinstance(tree.value, str)
            found.append(output.values.index(str(tree.value)) if known else len(output.values))
    return tuple(found)
