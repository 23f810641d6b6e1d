"""A table compiled from its parsed tree: the one way in which a row is decided.

Each column turns the case's value into the set of rules that it lets pass (see gates.py); what
remains of all sets are the rules that match. No code is written or evaluated: the compiled table
is data.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from itertools import chain
from types import MappingProxyType
from typing import Any

from upheld.tables.bins import members
from upheld.tables.evaluate import Facts
from upheld.tables.fields import Field
from upheld.tables.gates import Gate, Gates, gates_of
from upheld.tables.hits import Fired, Hits, settle
from upheld.tables.problems import RuleRef
from upheld.tables.stops import Told, passes, single, told
from upheld.tables.syntax import Literal, names_in
from upheld.tables.table import Hit, Rule, Table, give
from upheld.tables.telling import fill
from upheld.tables.trace import Answer, Line
from upheld.tables.values import PYTHON, Kind, Value, is_a

# The name, the kind, whether it is a number, the cut points and how many they are, and the rules
# that each bin lets pass.
_Ordered = tuple[str, Kind, bool, tuple[Any, ...], int, tuple[int, ...]]
_YES_NO = frozenset({bool, type(None)})


class WrongFacts(Exception):
    """A fact of the wrong kind or an unknown name: Policy.run says which."""


class _Listed(dict[Any, int]):
    """The rules that each value lets pass, and `other` for any text that is not among them."""

    def __init__(self, gate: Gate) -> None:
        super().__init__(zip((None, *gate.bins.cuts), gate.passing, strict=False))
        self.kind = PYTHON[gate.bins.field.kind]
        self.other = gate.passing[-1]

    def __missing__(self, value: object) -> int:
        if self.kind is str and isinstance(value, str):
            return self.other
        raise WrongFacts


def proper(kind: Kind, value: Value) -> bool:
    """Whether a fact of the kind may hold the value; a clock is local, a moment has an offset."""
    if isinstance(value, time | datetime) and (value.tzinfo is None) != (kind is Kind.TIME):
        return False
    return is_a(kind, value)


def compile_table(
    table: Table, names: Mapping[str, Field], known: frozenset[str], currency: str
) -> "Compiled":
    """The table ready to run; its columns and the names it reads are declared in `names`.
    `known` is the set of these: one serves every table of a policy."""
    gates = gates_of(table, names, currency)
    asked = {gate.column for gate in gates.columns}
    listed = [gate for gate in gates.columns if not gate.bins.ordered]
    compiled = Compiled(
        table=table,
        first=table.hit is Hit.FIRST,
        names=names,
        currency=currency,
        gates=gates,
        ordered=tuple(_ordered(gate) for gate in gates.columns if gate.bins.ordered),
        listed=tuple((gate.column, _Listed(gate)) for gate in listed),
        yes_no=tuple(gate.column for gate in listed if gate.bins.field.kind is Kind.BOOLEAN),
        told=told(table, gates),
        reads=tuple(sorted(table.reads)),
        others=tuple(
            (name, names[name].kind) for name in sorted(table.reads - asked) if not names[name].many
        ),
        known=known,
        ready=tuple(_ready(table, rule, currency) for rule in table.rules),
        settled={},
    )
    return replace(compiled, settled=_settled(compiled))


@dataclass(frozen=True, slots=True)
class Compiled:
    """A table ready to decide one case in a few microseconds.

    `ready` holds, by rule, what it gives where all its outputs are plain values; `settled` the
    answers, by set of matching rules, that are the same for every case: nobody can write in them.
    """

    table: Table
    first: bool
    names: Mapping[str, Field]
    currency: str
    gates: Gates
    ordered: tuple[_Ordered, ...]
    listed: tuple[tuple[str, _Listed], ...]
    yes_no: tuple[str, ...]
    told: Told
    reads: tuple[str, ...]
    others: tuple[tuple[str, Kind], ...]
    known: frozenset[str]
    ready: tuple[Fired | None, ...]
    settled: Mapping[int, Answer]

    def run(self, facts: Facts) -> Answer:
        """The answer for one case. Raises WrongFacts, and HitError where rules contradict."""
        found = self.matching(facts)
        if self.first:
            found &= -found
        return self.settled.get(found) or self.answer(found, facts)

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
        found = self._listed(get)
        for name, kind, number, cuts, count, passing in self.ordered:
            value = get(name)
            # The common kind is tested here: a call would cost as much as the rest of the column.
            plain = number and type(value) is Decimal and value.is_finite()
            if not plain and not proper(kind, value):
                raise WrongFacts
            if value is None:
                found &= passing[0]
            else:
                at = bisect_left(cuts, value)
                single = at < count and cuts[at] == value
                found &= passing[2 * at + 1 + single]
        for name, kind in self.others:
            if not proper(kind, get(name)):
                raise WrongFacts
        return self.tightened(found, facts) if self.gates.loose else found

    def _listed(self, get: Callable[[str], Value]) -> int:
        """The rules that the columns of texts and booleans let pass. Raises WrongFacts."""
        found = self.gates.open
        try:
            for name, places in self.listed:
                found &= places[get(name)]
        except TypeError:  # a value that no table can be asked for, such as a list
            raise WrongFacts from None
        for name in self.yes_no:  # to a mapping the number one is as good as true
            if type(get(name)) not in _YES_NO:
                raise WrongFacts
        return found

    def tightened(self, found: int, facts: Facts) -> int:
        """Those of the rules whose comparisons with names match too."""
        for at, cells in self.gates.loose.items():
            if found >> at & 1 and not all(passes(cell, facts) for cell in cells):
                found ^= 1 << at
        return found

    def alike(self, name: str, values: Iterable[Any]) -> list[list[Any]]:
        """These values of one fact, those together that no rule tells apart."""
        gate = next((gate for gate in self.gates.columns if gate.column == name), None)
        if self._goes_by(name):
            return [[value] for value in values]
        found: dict[int, list[Any]] = defaultdict(list)
        for value in values:
            found[gate.bins.index(value) if gate else 0].append(value)
        return list(found.values())

    def _goes_by(self, name: str) -> bool:
        """Whether a rule reads the fact for more than the bin that it is in."""
        loose = (cell for cells in self.gates.loose.values() for cell in cells)
        told = (rule for rule, plain in zip(self.table.rules, self.ready, strict=True) if not plain)
        trees = chain.from_iterable(rule.outputs.values() for rule in told)
        return any(cell.column == name or name in names_in(cell.test) for cell in loose) or any(
            name in names_in(tree) for tree in trees
        )

    def bins(self, facts: Facts) -> list[int]:
        """The bin that the case is in, for each column that asks something."""
        return [gate.bins.index(single(facts, gate.column)) for gate in self.gates.columns]

    def lines(
        self, bins: Sequence[int], facts: Facts, fired: Collection[RuleRef]
    ) -> tuple[Line, ...]:
        """A line for every rule, in row order."""
        return tuple(self.told.lines(bins, facts, fired))

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
    found = {0: compiled.answer(0, {}), **alone}
    return {at: told._replace(outputs=MappingProxyType(told.outputs)) for at, told in found.items()}


def _ordered(gate: Gate) -> _Ordered:
    kind, cuts = gate.bins.field.kind, gate.bins.cuts
    return gate.column, kind, PYTHON[kind] is Decimal, cuts, len(cuts), gate.passing


def _ready(table: Table, rule: Rule, currency: str) -> Fired | None:
    plain = all(isinstance(tree, Literal) for tree in rule.outputs.values())
    return Fired(rule, give(table, rule, {}, currency)) if plain else None


def _joined(between: str, texts: Iterable[str]) -> str:
    return between.join(dict.fromkeys(text for text in texts if text))
