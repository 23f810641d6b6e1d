"""The smallest change of a case that would alter its answer: what a person can look at again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import accumulate, combinations
from operator import and_, itemgetter

from upheld.tables.bins import NULL, members
from upheld.tables.compiled import Compiled
from upheld.tables.evaluate import Facts
from upheld.tables.gates import Gate
from upheld.tables.problems import HitError
from upheld.tables.ranges import told
from upheld.tables.table import Hit
from upheld.tables.trace import Change, Nearest
from upheld.tables.values import Scalar, Value


@dataclass(frozen=True, slots=True, eq=False)
class _Move:
    """Another bin of one column, the rules that pass there, and how many bins away it is."""

    gate: Gate
    to: int
    rules: int
    steps: int


def find_nearest(compiled: Compiled, bins: Sequence[int], facts: Facts) -> Nearest | None:
    """The fewest columns to change, and among those the fewest bins to cross, or None.

    At most two columns change, for three would make it another case, each to a known value; a
    change that only moves an amount within the same rules does not count, nor one on which the
    rules contradict each other.
    """
    now = _Now(compiled, bins, facts)
    for ways in (now.single, now.double):
        for _, found, chosen in sorted(ways(), key=itemgetter(0)):
            if (outputs := now.after(found, chosen)) is not None:
                return Nearest(tuple(map(now.change, chosen)), outputs)
    return None


# How many bins are crossed, the rules that all columns then let pass, and the moves.
_Way = tuple[int, int, tuple[_Move, ...]]


class _Now:
    """The case as it stands: its bins, the rules that each lets pass, and what is given."""

    def __init__(self, compiled: Compiled, bins: Sequence[int], facts: Facts) -> None:
        self.compiled = compiled
        self.facts = facts
        gates = compiled.gates.columns
        self.passing = [gate.passing[at] for gate, at in zip(gates, bins, strict=True)]
        self.others = [_others(gate, at) for gate, at in zip(gates, bins, strict=True)]
        found = compiled.tightened(reduce(and_, self.passing, compiled.gates.open), facts)
        self.outputs = compiled.settle(found, facts)[1]
        # Under first the highest rule alone has a say, unless some are yet to be asked.
        self.first = compiled.table.hit is Hit.FIRST and not compiled.gates.loose
        self.speaking = found & -found if self.first else found

    def single(self) -> Iterator[_Way]:
        """Every move of one column that lets other rules match."""
        for moves, rest in zip(self.others, self._rests(), strict=True):
            for move in self._telling(moves, rest):
                yield move.steps, rest & move.rules, (move,)

    def double(self) -> Iterator[_Way]:
        """Every move of two columns that lets other rules match."""
        for one, other in combinations(range(len(self.others)), 2):
            kept = (rules for at, rules in enumerate(self.passing) if at not in (one, other))
            rest = reduce(and_, kept, self.compiled.gates.open)
            for first in self.others[one]:
                left = rest & first.rules
                for move in self._telling(self.others[other], left):
                    yield first.steps + move.steps, left & move.rules, (first, move)

    def after(self, found: int, chosen: tuple[_Move, ...]) -> Mapping[str, Value] | None:
        """What the moved case would be given, or None where that is no other answer."""
        facts = {**self.facts, **{move.gate.column: _sample(move) for move in chosen}}
        try:
            outputs = self.compiled.settle(self.compiled.tightened(found, facts), facts)[1]
        except HitError:
            return None
        return outputs if outputs != self.outputs else None

    def change(self, move: _Move) -> Change:
        """The move as it is told."""
        column = move.gate.column
        return Change(column, self.facts.get(column), _sample(move), _told(move))

    def _rests(self) -> Iterator[int]:
        """For each column the rules that all the others let pass."""
        before = accumulate(self.passing, and_, initial=self.compiled.gates.open)
        behind = [*accumulate(reversed(self.passing), and_, initial=self.compiled.gates.open)]
        return map(and_, before, reversed(behind[:-1]))

    def _telling(self, moves: Iterable[_Move], rest: int) -> list[_Move]:
        """The moves that, with what the other columns let pass, have other rules speak."""
        speaking = self.speaking
        if self.first:
            return [each for each in moves if (got := rest & each.rules) & -got != speaking]
        return [each for each in moves if rest & each.rules != speaking]


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


@lru_cache(maxsize=4096)
def _sample(move: _Move) -> Scalar:
    return move.gate.bins.sample(move.to)


@lru_cache(maxsize=4096)
def _told(move: _Move) -> str:
    """Where the move leads, with every neighbouring bin that lets the same rules pass."""
    gate = move.gate
    same = sum(1 << at for at, rules in enumerate(gate.passing) if rules == move.rules)
    return told(gate.bins, same & gate.bins.known)
