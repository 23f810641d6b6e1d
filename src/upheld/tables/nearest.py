"""The smallest change of a case that would alter its answer: what a person can look at again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import combinations, product
from operator import and_

from upheld.tables.bins import NULL, members
from upheld.tables.compiled import Compiled
from upheld.tables.evaluate import Facts
from upheld.tables.gates import Gate
from upheld.tables.problems import HitError
from upheld.tables.ranges import told
from upheld.tables.table import Hit
from upheld.tables.trace import Change, Nearest
from upheld.tables.values import Scalar, Value

# A change of three inputs is another case, not this one altered.
_MOST = 2


@dataclass(frozen=True, slots=True)
class _Move:
    """Another bin of one column, the rules that pass there, and how many bins away it is."""

    gate: Gate
    to: int
    rules: int
    steps: int


def find_nearest(compiled: Compiled, facts: Facts) -> Nearest | None:
    """The fewest columns to change, and among those the fewest bins to cross, or None.

    At most two columns change, each to a known value; a change that only moves an amount within
    the same rules does not count, nor one on which the rules contradict each other.
    """
    now = _Now(compiled, facts)
    for count in range(1, _MOST + 1):
        moves = sorted(now.moves(count), key=lambda each: sum(move.steps for move in each))
        for chosen in moves:
            if (outputs := now.after(chosen)) is not None:
                return Nearest(tuple(map(now.change, chosen)), outputs)
    return None


class _Now:
    """The case as it stands: its bins, the rules that each lets pass, and what is given."""

    def __init__(self, compiled: Compiled, facts: Facts) -> None:
        self.compiled = compiled
        self.facts = facts
        self.at = {gate.column: _bin(gate, facts) for gate in compiled.gates.columns}
        self.found = compiled.matching(facts)
        self.outputs = compiled.settle(self.found, facts)[1]
        self.others = {
            gate.column: _others(gate, self.at[gate.column]) for gate in compiled.gates.columns
        }

    def moves(self, count: int) -> Iterator[tuple[_Move, ...]]:
        """Every way to move so many columns that lets other rules match."""
        gates, everything = self.compiled.gates.columns, self.compiled.gates.open
        now = self._speaking(self.found)
        for moved in combinations(gates, count):
            kept = (self._passing(gate) for gate in gates if gate not in moved)
            rest = reduce(and_, kept, everything)
            for chosen in product(*(self.others[gate.column] for gate in moved)):
                found = rest
                for move in chosen:
                    found &= move.rules
                if self._speaking(found) != now:
                    yield chosen

    def after(self, chosen: tuple[_Move, ...]) -> Mapping[str, Value] | None:
        """What the moved case would be given, or None where that is no other answer."""
        moved = {move.gate.column: _sample(move) for move in chosen}
        facts = {**self.facts, **moved}
        try:
            outputs = self.compiled.outputs(facts)
        except HitError:
            return None
        return outputs if outputs != self.outputs else None

    def change(self, move: _Move) -> Change:
        """The move as it is told: with every neighbouring bin that lets the same rules pass."""
        gate = move.gate
        same = sum(1 << at for at, rules in enumerate(gate.passing) if rules == move.rules)
        words = told(gate.bins, same & gate.bins.known)
        return Change(gate.column, self.facts.get(gate.column), _sample(move), words)

    def _passing(self, gate: Gate) -> int:
        return gate.passing[self.at[gate.column]]

    def _speaking(self, found: int) -> int:
        """The rules that have a say: under first the highest, unless some are yet to be asked."""
        first = self.compiled.table.hit is Hit.FIRST and not self.compiled.gates.loose
        return found & -found if first else found


@lru_cache(maxsize=4096)
def _others(gate: Gate, here: int) -> tuple[_Move, ...]:
    """The nearest bin for each other set of rules that the column can let pass."""
    nearest = {gate.passing[here]: _Move(gate, here, 0, 0)}
    for at in _outwards(gate, here):
        rules = gate.passing[at]
        if rules not in nearest:
            nearest[rules] = _Move(gate, at, rules, _steps(gate, here, at))
    return tuple(nearest.values())[1:]


def _outwards(gate: Gate, here: int) -> list[int]:
    """The known bins that a fact can be in, from the nearest on."""
    known = list(members(gate.bins.inside & ~NULL))
    return sorted(known, key=lambda at: abs(at - here)) if gate.bins.ordered and here else known


def _steps(gate: Gate, here: int, at: int) -> int:
    # Another word is as far as the next interval: from one to the next are two bins.
    return abs(at - here) if gate.bins.ordered and here else 2


def _bin(gate: Gate, facts: Facts) -> int:
    value = facts.get(gate.column)
    assert not isinstance(value, tuple), "no column holds many values"
    return gate.bins.index(value)


def _sample(move: _Move) -> Scalar:
    return move.gate.bins.sample(move.to)
