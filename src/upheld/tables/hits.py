"""The hit policies, one function each: which matching rules fire, and what the table then gives."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from upheld.tables.evaluate import Facts
from upheld.tables.functions import call
from upheld.tables.problems import HitError
from upheld.tables.table import MANY, Hit, Rule, Table, give
from upheld.tables.values import Scalar, Value


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fired and what it gave."""

    rule: Rule
    outputs: Mapping[str, Scalar]


Hits = tuple[list[Fired], Mapping[str, Value]]


def decide(table: Table, facts: Facts, currency: str) -> Hits:
    """The rules that fire and the table's outputs, by walking the tree of every rule.

    This is what compiled tables and columns are measured against. Raises HitError where unique
    or any is broken.
    """
    matching = (
        Fired(rule, give(table, rule, facts, currency))
        for rule in table.rules
        if rule.stopped_by(facts) is None
    )
    return settle(table, matching, facts)


def settle(table: Table, matching: Iterator[Fired], facts: Facts) -> Hits:
    """Which of the matching rules, given in row order, fire, and the table's outputs.

    Raises HitError where unique or any is broken.
    """
    return _HITS[table.hit](table, matching, facts)


def _first(table: Table, matching: Iterator[Fired], _: Facts) -> Hits:
    return _only(table, next(matching, None))


def _unique(table: Table, matching: Iterator[Fired], facts: Facts) -> Hits:
    fired = list(matching)
    if len(fired) > 1:
        raise _broken(table, fired, facts)
    return _only(table, fired[0] if fired else None)


def _any(table: Table, matching: Iterator[Fired], facts: Facts) -> Hits:
    fired = list(matching)
    if any(one.outputs != fired[0].outputs for one in fired):
        raise _broken(table, fired, facts)
    return fired, fired[0].outputs if fired else _nothing(table)


def _priority(table: Table, matching: Iterator[Fired], _: Facts) -> Hits:
    return _only(table, min(matching, key=lambda one: _rank(table, one), default=None))


def _rule_order(table: Table, matching: Iterator[Fired], _: Facts) -> Hits:
    fired = list(matching)
    return fired, _columns(table, fired)


def _output_order(table: Table, matching: Iterator[Fired], _: Facts) -> Hits:
    fired = sorted(matching, key=lambda one: _rank(table, one))
    return fired, _columns(table, fired)


def _aggregate(table: Table, matching: Iterator[Fired], _: Facts) -> Hits:
    fired = list(matching)
    (output,) = table.outputs
    values = tuple(one.outputs[output] for one in fired)
    if table.hit is Hit.COUNT:
        return fired, {output: Decimal(len(values))}
    if not fired:
        return fired, _nothing(table)
    return fired, {output: call(table.hit.removeprefix("collect "), values)}


def _only(table: Table, one: Fired | None) -> Hits:
    return ([one], one.outputs) if one else ([], _nothing(table))


def _nothing(table: Table) -> dict[str, Value]:
    empty: Value = ()
    return {
        name: empty if table.hit in MANY else output.default
        for name, output in table.outputs.items()
    }


def _columns(table: Table, fired: list[Fired]) -> dict[str, Value]:
    return {name: tuple(one.outputs[name] for one in fired) for name in table.outputs}


def _rank(table: Table, one: Fired) -> tuple[int, ...]:
    # Declared values stand in falling priority, the first output weighs most (DMN 8.2.10).
    return tuple(
        output.values.index(value) if isinstance(value, str) else len(output.values)
        for name, output in table.outputs.items()
        if output.values
        for value in (one.outputs[name],)
    )


def _broken(table: Table, fired: list[Fired], facts: Facts) -> HitError:
    asked = {cell.column: facts.get(cell.column) for one in fired for cell in one.rule.cells}
    return HitError(table.name, table.hit, tuple(one.rule.ref for one in fired), asked)


_HITS: dict[Hit, Callable[[Table, Iterator[Fired], Facts], Hits]] = {
    Hit.UNIQUE: _unique,
    Hit.ANY: _any,
    Hit.FIRST: _first,
    Hit.PRIORITY: _priority,
    Hit.RULE_ORDER: _rule_order,
    Hit.OUTPUT_ORDER: _output_order,
    Hit.COLLECT: _rule_order,
    Hit.SUM: _aggregate,
    Hit.MIN: _aggregate,
    Hit.MAX: _aggregate,
    Hit.COUNT: _aggregate,
}
