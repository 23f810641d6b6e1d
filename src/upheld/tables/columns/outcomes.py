"""What a table gives for a set of matching rules, worked out once for all rows that share it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from upheld.tables.bins import members
from upheld.tables.compiled import Compiled
from upheld.tables.hits import Fired, settle
from upheld.tables.problems import HitError
from upheld.tables.syntax import Expression, Literal
from upheld.tables.table import RANKED, Hit, Rule, give
from upheld.tables.values import Value

_AGGREGATED = frozenset({Hit.SUM, Hit.MIN, Hit.MAX})


@dataclass(frozen=True, slots=True)
class Outcome:
    """`outputs` are values, or expressions that each row works out for itself.

    `walked` says that the rules must be asked row by row: the outcome hangs on the row's own
    amounts, or the rules contradict each other and the row is to be named.
    """

    fired: tuple[int, ...] = ()
    outputs: Mapping[str, Value | Expression] | None = None

    @property
    def walked(self) -> bool:
        return self.outputs is None


def outcome_of(compiled: Compiled, rules: int) -> Outcome:
    """The outcome for a set of matching rules."""
    table = compiled.table
    fired = [_given(compiled, at) for at in members(rules)]
    if _hangs(compiled, fired):
        return Outcome()
    try:
        # An expression stands for its value: the same expression is the same value.
        spoke, outputs = settle(table, iter(fired), {})
    except HitError:
        return Outcome()
    places = {rule.ref: at for at, rule in enumerate(table.rules)}
    return Outcome(tuple(places[one.rule.ref] for one in spoke), dict(outputs))


def _given(compiled: Compiled, at: int) -> Fired:
    rule = compiled.table.rules[at]
    return compiled.ready[at] or Fired(rule, {**rule.outputs, **_plain(compiled, rule)})  # type: ignore[dict-item]


def _plain(compiled: Compiled, rule: Rule) -> Mapping[str, Value]:
    literal = {name: tree for name, tree in rule.outputs.items() if isinstance(tree, Literal)}
    return give(compiled.table, replace(rule, outputs=literal), {}, compiled.currency)


def _hangs(compiled: Compiled, fired: list[Fired]) -> bool:
    table = compiled.table
    open_ = [
        name
        for one in fired
        for name, tree in one.rule.outputs.items()
        if not isinstance(tree, Literal)
    ]
    if table.hit is Hit.ANY:
        return bool(open_) and any(one.outputs != fired[0].outputs for one in fired)
    if table.hit in RANKED:
        ranked = any(table.outputs[name].values for name in open_)
        return ranked or (bool(open_) and table.hit is Hit.OUTPUT_ORDER)
    return bool(open_) and table.hit in _AGGREGATED | {Hit.RULE_ORDER, Hit.COLLECT}
