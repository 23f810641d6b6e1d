"""What a table gives for a set of matching rules, worked out once for all rows that share it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from upheld.tables.bins import members
from upheld.tables.compiled import Compiled
from upheld.tables.hits import Fired, settle
from upheld.tables.problems import HitError
from upheld.tables.syntax import Expression, Literal
from upheld.tables.table import AGGREGATED, MANY, Hit, Rule, give
from upheld.tables.values import Value


@dataclass(frozen=True, slots=True)
class Outcome:
    """`outputs` are values, and expressions that each row works out for itself.

    An outcome without them is walked: the hit policy hangs on the row's own amounts, or the rules
    contradict each other and the row is to be named.
    """

    fired: tuple[int, ...] = ()
    outputs: Mapping[str, Value | Expression] | None = None


WALKED = Outcome()


def outcome_of(compiled: Compiled, rules: int) -> Outcome:
    """The outcome for a set of matching rules."""
    matching = list(members(rules))
    fired = [_fired(compiled, at) for at in matching]
    if _hangs(compiled.table.hit, compiled, fired):
        return WALKED
    try:
        # An expression stands for its value here: the same expression is the same value.
        spoke, outputs = settle(compiled.table, iter(fired), {})
    except HitError:
        return WALKED
    places = {id(one): at for one, at in zip(fired, matching, strict=True)}
    return Outcome(tuple(places[id(one)] for one in spoke), dict(outputs))


def _fired(compiled: Compiled, at: int) -> Fired:
    rule = compiled.table.rules[at]
    if ready := compiled.ready[at]:
        return ready
    outputs: Mapping[str, Any] = {**rule.outputs, **_plain(compiled, rule)}
    return Fired(rule, outputs)


def _plain(compiled: Compiled, rule: Rule) -> Mapping[str, Value]:
    plain = {name: tree for name, tree in rule.outputs.items() if isinstance(tree, Literal)}
    return give(compiled.table, replace(rule, outputs=plain), {}, compiled.currency)


def _hangs(hit: Hit, compiled: Compiled, fired: list[Fired]) -> bool:
    """Whether the hit policy must know what an expression gives."""
    found = {
        name
        for one in fired
        for name, value in one.outputs.items()
        if isinstance(value, Expression)
    }
    if not found or hit is Hit.COUNT:
        return False
    if hit is Hit.ANY:
        return any(one.outputs != fired[0].outputs for one in fired)
    if hit is Hit.PRIORITY:
        return any(compiled.table.outputs[name].values for name in found)
    return hit in MANY | AGGREGATED
