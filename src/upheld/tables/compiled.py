"""A table compiled from its parsed tree: the one way in which a row is decided.

Each column turns the case's value into the set of rules that it lets pass (see gates.py); what
remains of all sets are the rules that match. No code is written or evaluated: the compiled table
is data.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from upheld.tables.bins import members
from upheld.tables.evaluate import Facts, matches
from upheld.tables.fields import Field
from upheld.tables.gates import Gate, Gates, gates_of
from upheld.tables.hits import Fired, Hits, settle
from upheld.tables.syntax import Literal
from upheld.tables.table import Cell, Hit, Rule, Table, give
from upheld.tables.telling import fill
from upheld.tables.trace import Answer
from upheld.tables.values import PYTHON, Kind, Value, is_a

# The name, the kind, whether it is a number, the cut points, and the rules that each bin lets pass.
_Ordered = tuple[str, Kind, bool, tuple[Any, ...], tuple[int, ...]]
# The name, the class, the rules that each value lets pass, and those for any other text.
_Listed = tuple[str, type, Mapping[Any, int], int]


class WrongFacts(Exception):
    """A fact of the wrong kind or an unknown name: Policy.run says which."""


def proper(kind: Kind, value: Value) -> bool:
    """Whether a fact of the kind may hold the value; a clock is local, a moment has an offset."""
    if isinstance(value, time | datetime) and (value.tzinfo is None) != (kind is Kind.TIME):
        return False
    return is_a(kind, value)


def compile_table(table: Table, names: Mapping[str, Field], currency: str) -> "Compiled":
    """The table ready to run; its columns and the names it reads are declared in `names`."""
    gates = gates_of(table, names, currency)
    asked = {gate.column for gate in gates.columns}
    compiled = Compiled(
        table=table,
        names=names,
        currency=currency,
        gates=gates,
        ordered=tuple(_ordered(gate) for gate in gates.columns if gate.bins.ordered),
        listed=tuple(_listed(gate) for gate in gates.columns if not gate.bins.ordered),
        others=tuple(
            (name, names[name].kind) for name in sorted(table.reads - asked) if not names[name].many
        ),
        known=frozenset(names),
        ready=tuple(_ready(table, rule, currency) for rule in table.rules),
        settled={},
    )
    return replace(compiled, settled=_settled(compiled))


@dataclass(frozen=True, slots=True)
class Compiled:
    """A table ready to decide one case in a few microseconds.

    `ready` holds, by rule, what it gives where all its outputs are plain values; `settled` the
    answers, by set of matching rules, that are the same for every case.
    """

    table: Table
    names: Mapping[str, Field]
    currency: str
    gates: Gates
    ordered: tuple[_Ordered, ...]
    listed: tuple[_Listed, ...]
    others: tuple[tuple[str, Kind], ...]
    known: frozenset[str]
    ready: tuple[Fired | None, ...]
    settled: Mapping[int, Answer]

    def run(self, facts: Facts) -> Answer:
        """The answer for one case. Raises WrongFacts, and HitError where rules contradict."""
        found = self.matching(facts)
        if self.table.hit is Hit.FIRST:
            found &= -found
        same = self.settled.get(found)
        if same is None:
            return self.answer(found, facts)
        return Answer(same.table, dict(same.outputs), same.fired, same.because, same.source)

    def answer(self, found: int, facts: Facts) -> Answer:
        """The answer where these rules match. Raises HitError."""
        fired, outputs = self.settle(found, facts)
        return Answer(
            table=self.table.name,
            outputs=dict(outputs),
            fired=tuple(one.rule.ref for one in fired),
            because=_joined(" ", (self._because(one, facts) for one in fired)),
            source=_joined("; ", (one.rule.source for one in fired)),
        )

    def outputs(self, facts: Facts) -> Mapping[str, Value]:
        """What the table gives for one case, without its reasons. Raises as `run` does."""
        return self.settle(self.matching(facts), facts)[1]

    def matching(self, facts: Facts) -> int:
        """The set of rules whose cells all match. Raises WrongFacts."""
        if not self.known.issuperset(facts):
            raise WrongFacts
        get = facts.get
        found = self.gates.open
        for name, listed, places, other in self.listed:
            value = get(name)
            if value is not None and not isinstance(value, listed):
                raise WrongFacts
            found &= places.get(value, other)
        for name, kind, number, cuts, passing in self.ordered:
            value = get(name)
            # The common kind is tested here: a call would cost as much as the rest of the column.
            plain = number and type(value) is Decimal and value.is_finite()
            if not plain and not proper(kind, value):
                raise WrongFacts
            if value is None:
                found &= passing[0]
            else:
                at = bisect_left(cuts, value)
                single = at < len(cuts) and cuts[at] == value
                found &= passing[2 * at + 1 + single]
        for name, kind in self.others:
            if not proper(kind, get(name)):
                raise WrongFacts
        return self.tightened(found, facts) if self.gates.loose else found

    def tightened(self, found: int, facts: Facts) -> int:
        """Those of the rules whose comparisons with names match too."""
        for at, cells in self.gates.loose.items():
            if found >> at & 1 and not all(_passes(cell, facts) for cell in cells):
                found ^= 1 << at
        return found

    def stops(self, facts: Facts) -> Iterator[Cell | None]:
        """For each rule the first cell that does not match, or None when the whole rule does."""
        passing = {
            gate.column: gate.passing[gate.bins.index(facts.get(gate.column))]  # type: ignore[arg-type]
            for gate in self.gates.columns
        }
        for at, rule in enumerate(self.table.rules):
            loose = self.gates.loose.get(at, ())
            for cell in rule.cells:
                if not passing[cell.column] >> at & 1:
                    yield cell
                    break
                if loose and cell in loose and not _passes(cell, facts):
                    yield cell
                    break
            else:
                yield None

    def settle(self, found: int, facts: Facts) -> Hits:
        """Which of the matching rules fire, and the outputs. Raises HitError."""
        return settle(self.table, self._giving(found, facts), facts)

    def _giving(self, found: int, facts: Facts) -> Iterator[Fired]:
        for at in members(found):
            yield self.ready[at] or self._fired(self.table.rules[at], facts)

    def _fired(self, rule: Rule, facts: Facts) -> Fired:
        return Fired(rule, give(self.table, rule, facts, self.currency))

    def _because(self, one: Fired, facts: Facts) -> str:
        return fill(one.rule.because, {**facts, **one.outputs}, self.names, self.currency)


def _settled(compiled: Compiled) -> dict[int, Answer]:
    """The answer where nothing matches, and for each rule alone that says nothing of the case."""
    alone = {
        1 << at: compiled.answer(1 << at, {})
        for at, rule in enumerate(compiled.table.rules)
        if compiled.ready[at] and not rule.because.names
    }
    return {0: compiled.answer(0, {}), **alone}


def _ordered(gate: Gate) -> _Ordered:
    kind = gate.bins.field.kind
    return gate.column, kind, PYTHON[kind] is Decimal, gate.bins.cuts, gate.passing


def _listed(gate: Gate) -> _Listed:
    places = dict(zip((None, *gate.bins.cuts), gate.passing, strict=False))
    return gate.column, PYTHON[gate.bins.field.kind], places, gate.passing[-1]


def _ready(table: Table, rule: Rule, currency: str) -> Fired | None:
    plain = all(isinstance(tree, Literal) for tree in rule.outputs.values())
    return Fired(rule, give(table, rule, {}, currency)) if plain else None


def _passes(cell: Cell, facts: Facts) -> bool:
    return matches(cell.test, facts.get(cell.column), facts) is True


def _joined(between: str, texts: Iterable[str]) -> str:
    return between.join(dict.fromkeys(text for text in texts if text))
