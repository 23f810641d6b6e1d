"""Who said something of their own accord, order by order.

Whoever complained about an order said something, whatever they alleged: by its number, or, where
they named none, about the last that they had placed by then. What our own kind letter brought was
said because we asked. store/spoken_of.py is the same rule as a statement, for the list of who said
nothing: what is changed here is changed there.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
from django.utils import timezone

from upheld.insight.complained import Complained, Named
from upheld.insight.passages import Marks, Passages

from .letters import Letter

Letters = Mapping[str, Mapping[int, Letter]]


@dataclass(frozen=True)
class Spoke:
    """`heard` are the complaints that whoever looks may see, `named` is of all of them."""

    table: Passages
    heard: Sequence[Complained]
    named: Sequence[Named]
    letters: Letters

    @cached_property
    def cases(self) -> Sequence[Complained]:
        """Complaints that came unasked: what a kind letter of ours brought speaks of the silent."""
        return [each for each in self.heard if each.order not in self.brought]

    @cached_property
    def brought(self) -> frozenset[int]:
        """The orders of which somebody complained after we had asked them how it was, and nobody
        before."""
        return frozenset(order for order, _ in self.named) - self._unasked

    @cached_property
    def _unasked(self) -> frozenset[int]:
        first = self._first_asked
        return frozenset(
            order for order, at in self.named if order not in first or at < first[order]
        )

    @cached_property
    def _first_asked(self) -> Mapping[int, datetime]:
        first: dict[int, datetime] = {}
        for about in self.letters.values():
            for order, letter in about.items():
                first[order] = min(letter.at, first.get(order, letter.at))
        return first

    @cached_property
    def _last(self) -> Mapping[int, int]:
        """By complaint that names no order the last that they had placed by then."""
        return dict(self._lasts())

    def _lasts(self) -> Iterator[tuple[int, int]]:
        for each in self.cases:
            if not each.order:
                day = timezone.localdate(each.at).toordinal()
                row = self.table.last_before(each.person, day)
                if row is not None:
                    yield each.case, int(self.table.order[row])

    def about(self, case: Complained) -> int:
        """The order that a complaint is about; 0 where there is none."""
        return case.order or self._last.get(case.case, 0)

    @cached_property
    def anything(self) -> Marks:
        """The orders of which somebody complained, of whatever it was."""
        return self._marks({*self._unasked, *self._last.values()})

    def of(self, kinds: Collection[str]) -> Marks:
        """The orders of which somebody complained, of these kinds."""
        return self._marks({self.about(each) for each in self.cases if each.kind in kinds})

    def _marks(self, orders: Collection[int]) -> Marks:
        marks = np.zeros(len(self.table), dtype=bool)
        marks[self.table.at(np.array(sorted(orders), dtype=np.int64))] = True
        return marks
