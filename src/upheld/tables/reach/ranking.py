"""Which rules win over another where both match, under each hit policy."""

from upheld.tables.syntax import Literal
from upheld.tables.table import Hit, Rule, Table

Rank = tuple[int, ...]


def beaten_by(table: Table, at: int) -> int:
    """The rules, as bits, that take a case away from the rule in this place."""
    if table.hit is Hit.FIRST:
        return (1 << at) - 1
    if table.hit is not Hit.PRIORITY:
        return 0
    mine = rank(table, table.rules[at])
    if mine is None:
        return 0
    ranks = [rank(table, rule) for rule in table.rules]
    return sum(
        1 << other
        for other, theirs in enumerate(ranks)
        if theirs is not None and (theirs, other) < (mine, at)
    )


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
