"""Cuts a column into bins: parts of its values in which every test of a table answers alike.

A test is then a set of bins, written as the bits of a whole number: bit 0 is null, and two tests
meet where their bits do. An ordered column with the cut points c1 < c2 < ... has the bins

    null | below c1 | c1 | between c1 and c2 | c2 | ... | above the last

so that the bin of a known value is 1 + bisect_left(cuts, value) + bisect_right(cuts, value).
Texts and booleans have a bin for each value, and texts one more for any other text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any

from upheld.tables import grids
from upheld.tables.fields import Field
from upheld.tables.syntax import (
    Anything,
    Compare,
    Endpoint,
    Interval,
    Literal,
    Not,
    OneOf,
    Simple,
    Test,
)
from upheld.tables.table import Table
from upheld.tables.values import Kind, Scalar

NULL = 1  # the set that holds null alone


# The bins that an operator picks, from the bit of its endpoint's own bin.
_SETS: Mapping[str, Callable[[int], int]] = {
    "=": lambda bit: bit,
    "!=": lambda bit: ~bit,
    "<": lambda bit: bit - 1,
    "<=": lambda bit: bit * 2 - 1,
    ">": lambda bit: -bit * 2,
    ">=": lambda bit: -bit,
}


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a test holds and where it fails; elsewhere that hangs on a name, or is unknown."""

    holds: int
    fails: int


@dataclass(frozen=True)
class Bins:
    """The bins of one column. `ordered` says which of the two layouts `cuts` has.

    The bins cover every value of the kind; `inside` are those that a fact can be in: those of
    the declared values or domain, and none that hold nothing (between two neighbouring cents).
    `exact` is False where a test compares with a name: such a test has no bins of its own.
    """

    field: Field
    currency: str
    cuts: tuple[Scalar, ...]
    ordered: bool
    exact: bool

    @cached_property
    def count(self) -> int:
        """How many bins there are."""
        other = self.field.kind is Kind.STRING
        return 2 * len(self.cuts) + 2 if self.ordered else len(self.cuts) + 1 + other

    @cached_property
    def all(self) -> int:
        return (1 << self.count) - 1

    @cached_property
    def known(self) -> int:
        """Every bin but null."""
        return self.all & ~NULL

    @cached_property
    def spans(self) -> dict[int, Any]:
        """The bounds of sets of these bins that were asked for before (reach/spans.py)."""
        return {}

    @cached_property
    def inside(self) -> int:
        found = self.all & ~self._void()
        if self.field.values:
            found &= NULL | reduce(or_, (1 << self.index(value) for value in self.field.values))
        if self.field.domain is not None:
            found &= NULL | self.mask(self.field.domain)
        return found

    def index(self, value: Scalar) -> int:
        """The bin that the value is in."""
        if value is None:
            return 0
        if not self.ordered:
            return self._places.get(value, self.count - 1)
        cuts: Sequence[Any] = self.cuts
        return 1 + bisect_left(cuts, value) + bisect_right(cuts, value)

    def mask(self, test: Test) -> int:
        """The bins where the test matches, whatever the names that it compares with hold."""
        return self.truth(test).holds

    def may(self, test: Test) -> int:
        """The bins where the test can match; the same as `mask` unless it compares with names."""
        if boxed(test):
            return self.mask(test)
        unknown = 0 if _asks_null(test) else NULL  # every other test of null is unknown
        return self.all & ~self.truth(test).fails & ~unknown

    def truth(self, test: Test) -> Truth:
        """Where the test is true and where it is false."""
        match test:
            case Anything():
                return Truth(self.all, 0)
            case OneOf(parts):
                return self._any(parts)
            case Not(parts):
                found = self._any(parts)
                return Truth(found.fails, found.holds)
            case _:
                return self._simple(test)

    def ends(self, index: int) -> tuple[Scalar, Scalar]:
        """The open ends of an interval's bin (null: no end), or a single value twice."""
        at = index - 1
        if not self.ordered:
            value = self.cuts[at] if at < len(self.cuts) else None
            return value, value
        place, single = divmod(at, 2)
        if single:
            return self.cuts[place], self.cuts[place]
        low = self.cuts[place - 1] if place else None
        return low, self.cuts[place] if place < len(self.cuts) else None

    def is_single(self, index: int) -> bool:
        """Whether the bin holds one value alone."""
        if self.ordered:
            return index % 2 == 0
        return index <= len(self.cuts)

    def sample(self, index: int) -> Scalar:
        """A plain value in the bin; null for null's own bin. Only bins `inside` have one."""
        if index == 0:
            return None
        if not self.ordered:
            return self.cuts[index - 1] if index <= len(self.cuts) else self._other()
        low, high = self.ends(index)
        return low if index % 2 == 0 else grids.between(self.field.kind, low, high, self.currency)

    @cached_property
    def _places(self) -> dict[Scalar, int]:
        return {value: at for at, value in enumerate(self.cuts, 1)}

    def _other(self) -> str:
        text, taken = "something else", set(self.cuts)
        while text in taken:
            text += "."
        return text

    def _void(self) -> int:
        kind, void = self.field.kind, 0
        if not self.ordered or kind is Kind.NUMBER:
            return 0
        for index in range(1, self.count):
            low, high = self.ends(index)
            if index % 2 == 0:
                empty = not grids.exists(kind, low, self.currency)
            else:
                empty = grids.between(kind, low, high, self.currency) is None
            void |= empty << index
        return void

    def _any(self, parts: tuple[Simple, ...]) -> Truth:
        found = [self._simple(part) for part in parts]
        holds = reduce(or_, (truth.holds for truth in found))
        return Truth(holds, reduce(and_, (truth.fails for truth in found)))

    def _simple(self, test: Simple) -> Truth:
        if isinstance(test, Compare):
            return self._compare(test.operator, test.endpoint)
        if isinstance(test, Interval):
            low = self._compare(">=" if test.low_closed else ">", test.low)
            high = self._compare("<=" if test.high_closed else "<", test.high)
            return Truth(low.holds & high.holds, low.fails | high.fails)
        return Truth(0, 0)

    def _compare(self, operator: str, endpoint: Endpoint) -> Truth:
        if not isinstance(endpoint, Literal):
            return Truth(0, 0)
        if endpoint.value is None:
            holds = NULL if operator == "=" else self.known
            return Truth(holds, self.all & ~holds)
        bit = 1 << self._places[endpoint.value] * (1 + self.ordered)  # these bins were cut for it
        holds = _SETS[operator](bit) & self.known
        return Truth(holds, self.known & ~holds)


def bins_of(table: Table, fields: Mapping[str, Field], currency: str) -> dict[str, Bins]:
    """The bins of every input column of a table, in the order of the columns."""
    asked: dict[str, list[Test]] = {column: [] for column in table.columns}
    for rule in table.rules:
        for cell in rule.cells:
            asked[cell.column].append(cell.test)
    return {column: column_bins(fields[column], asked[column], currency) for column in asked}


def column_bins(field: Field, tests: Iterable[Test], currency: str) -> Bins:
    """The bins of one column under these tests, its declared values and its domain."""
    asked = dict.fromkeys(tests)
    simple = [part for test in (*asked, field.domain or Anything()) for part in _parts(test)]
    ends = dict.fromkeys(end for part in simple for end in _ends(part))
    cuts: dict[Any, None] = dict.fromkeys(
        end.value for end in ends if isinstance(end, Literal) and end.value is not None
    )
    return Bins(
        field,
        currency,
        cuts=_laid_out(field, cuts, ordered := _has_order(field, simple)),
        ordered=ordered,
        exact=all(isinstance(end, Literal) for end in ends),
    )


def members(found: int) -> Iterator[int]:
    """The bins of a set, from null upwards."""
    while found:
        lowest = found & -found
        yield lowest.bit_length() - 1
        found ^= lowest


def boxed(test: Test) -> bool:
    """Whether the test compares with values alone, so that it is a set of bins."""
    return all(isinstance(end, Literal) for part in _parts(test) for end in _ends(part))


def _laid_out(field: Field, cuts: Mapping[Any, None], ordered: bool) -> tuple[Scalar, ...]:
    declared = dict.fromkeys(field.values)
    if ordered:
        return tuple(sorted({**declared, **cuts}))
    return (False, True) if field.kind is Kind.BOOLEAN else (*{**declared, **cuts},)


def _has_order(field: Field, simple: list[Simple]) -> bool:
    if field.kind is Kind.STRING:
        return not all(
            isinstance(part, Compare) and part.operator in ("=", "!=") for part in simple
        )
    return field.kind is not Kind.BOOLEAN


def _parts(test: Test) -> tuple[Simple, ...]:
    match test:
        case Anything():
            return ()
        case OneOf(parts) | Not(parts):
            return parts
        case _:
            return (test,)


def _ends(part: Simple) -> tuple[Endpoint, ...]:
    return (part.endpoint,) if isinstance(part, Compare) else (part.low, part.high)


def _asks_null(test: Test) -> bool:
    return Literal(None) in (end for part in _parts(test) for end in _ends(part))
