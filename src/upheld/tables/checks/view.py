"""One table under check, with what the tables before it can hand to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from upheld.tables.bins import Bins
from upheld.tables.ranges import cell, told
from upheld.tables.reach.cover import Box, meet
from upheld.tables.reach.search import Found, Impossible, Reached, can_be, find
from upheld.tables.reach.world import Boxed, World
from upheld.tables.table import Table
from upheld.tables.values import Scalar, Value


@dataclass(frozen=True)
class View:
    """A table as boxes. `declared` is all that its columns may hold, `full` what they can hold."""

    world: World
    table: Table

    @cached_property
    def boxed(self) -> Boxed:
        return self.world.boxed[self.table.name]

    @cached_property
    def bins(self) -> tuple[Bins, ...]:
        return tuple(self.world.bins[column] for column in self.table.columns)

    @cached_property
    def declared(self) -> Box:
        return self.boxed.sure.full

    @cached_property
    def full(self) -> Box:
        return self.world.full(self.table)

    @cached_property
    def inexact(self) -> tuple[str, ...]:
        """The columns that compare with a name, so that their tests have no boxes."""
        return tuple(
            column
            for column, bins in zip(self.table.columns, self.bins, strict=True)
            if not bins.exact
        )

    @cached_property
    def chained(self) -> bool:
        """Whether it reads what other tables or rollups give."""
        return any(column not in self.world.policy.inputs for column in self.table.columns)

    def reached(self, box: Box) -> Reached:
        """A case of the box, followed back through the tables before this one."""
        inside = meet(box, self.full)
        if inside is None:
            return Impossible()
        if not self.chained:
            case = self.sample(inside)
            return Found(case, case)
        return find(self.world, dict(zip(self.table.columns, inside, strict=True)))

    def can_be(self, box: Box) -> bool:
        """Whether a case may get into the box: False only where it is shown that none can."""
        inside = meet(box, self.full)
        if inside is None or not self.chained:
            return inside is not None
        return can_be(self.world, dict(zip(self.table.columns, inside, strict=True)))

    def example(self, box: Box) -> Mapping[str, Value]:
        """A case of the box: its inputs, or the columns where no such inputs were found."""
        reached = self.reached(box)
        return reached.given if isinstance(reached, Found) else self.sample(box)

    def sample(self, box: Box) -> dict[str, Value]:
        """A value for every column; a known one where there is one."""
        return {
            column: self._sample(column, mask)
            for column, mask in zip(self.table.columns, box, strict=True)
        }

    def _sample(self, column: str, mask: int) -> Scalar:
        bins = self.world.bins[column]
        place = lowest(bins, mask)
        if (column, place) not in self._samples:
            self._samples[column, place] = bins.sample(place)
        return self._samples[column, place]

    @cached_property
    def _samples(self) -> dict[tuple[str, int], Scalar]:
        return {}

    def told(self, box: Box) -> str:
        """The box in words: "days is more than 30 days and kind is late"."""
        parts = [f"{column} is {told(bins, mask)}" for column, bins, mask in self._asking(box)]
        return " and ".join(parts) or "anything at all"

    def cells(self, box: Box) -> str:
        """The box as cells to paste."""
        parts = [f"{column} {cell(bins, mask)}" for column, bins, mask in self._asking(box)]
        return ", ".join(parts)

    def _asking(self, box: Box) -> list[tuple[str, Bins, int]]:
        columns = zip(self.table.columns, self.bins, box, self.full, strict=True)
        return [
            (name, bins, mask)
            for name, bins, mask, every in columns
            if every & ~mask or mask & ~every
        ]


def lowest(bins: Bins, mask: int) -> int:
    """The first bin of a set that holds a plain value, that of null where none does."""
    known = mask & bins.inside & bins.known
    return max((known & -known).bit_length() - 1, 0)


def sample(bins: Bins, mask: int) -> Scalar:
    """A plain value of a set of bins, null only where nothing else is in it."""
    return bins.sample(lowest(bins, mask))
