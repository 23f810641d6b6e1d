"""One column of many rules: which of them meet a set of its bins, and which hold all of it.

Neighbouring bins that the same rules hold are one segment. The unions and the intersections of
1, 2, 4, 8 ... neighbouring segments are kept, so that any run is two of them overlaid (a sparse
table): asking costs the same for ten thresholds and for a thousand.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from operator import and_, or_

from upheld.tables.bins import members

_Overlay = Callable[[int, int], int]


class Axis:
    """The rules' bins in one column, and `inside`, the bins that a fact can be in."""

    def __init__(self, masks: Sequence[int], inside: int) -> None:
        self.every = (1 << len(masks)) - 1
        self.inside = inside
        self.segments, self._first, self._last = _segments(masks, inside)
        sets = [rules for _, rules in self.segments]
        self._at = [sets[at] if at < len(sets) else 0 for at in self._first]
        self._unions, self._commons = [sets], [sets]
        self._meeting: dict[int, int] = {0: 0}
        self._holding: dict[int, int] = {0: self.every}

    def at(self, place: int) -> int:
        """The rules that have this one bin, which is inside."""
        return self._at[place]

    def meeting(self, bins: int) -> int:
        """The rules that share one of these bins."""
        found = self._meeting.get(bins)
        if found is None:
            runs = (_overlaid(self._unions, or_, *run) for run in self._runs(bins))
            found = self._meeting[bins] = reduce(or_, runs, 0)
        return found

    def holding(self, bins: int) -> int:
        """The rules that have all of these bins."""
        found = self._holding.get(bins)
        if found is None:
            runs = (_overlaid(self._commons, and_, *run) for run in self._runs(bins))
            found = self._holding[bins] = reduce(and_, runs, self.every)
        return found

    def _runs(self, bins: int) -> Iterator[tuple[int, int]]:
        left = bins | (~self.inside & (1 << self.inside.bit_length()) - 1)
        while left:
            low = left & -left
            rest = left & left + low
            first, last = self._first[low.bit_length() - 1], self._last[(left ^ rest).bit_length()]
            if first < last:
                yield first, last
            left = rest


def _overlaid(levels: list[list[int]], overlay: _Overlay, first: int, last: int) -> int:
    """The overlay of the segments from first to just before last."""
    level = (last - first).bit_length() - 1
    while len(levels) <= level:
        half, step = levels[-1], 1 << len(levels) - 1
        levels.append(list(map(overlay, half, half[step:])))
    return overlay(levels[level][first], levels[level][last - (1 << level)])


def _segments(
    masks: Sequence[int], inside: int
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """The segments as bins and rules, and for each bin the first from it on and those before it.

    A bin outside ends a segment, so that a run may begin or end on one.
    """
    turns = _turns(masks)
    found: list[tuple[int, int]] = []
    first, last = [], []
    rules = 0
    bits = "0" + f"0{inside:b}"[::-1]  # a text is asked faster than a long number
    for place in range(len(bits) - 1):
        rules ^= turns.get(place, 0)
        last.append(len(found))
        if bits[place + 1] == "0":
            first.append(len(found))
        elif bits[place] == "1" and found[-1][1] == rules:
            first.append(len(found) - 1)
            found[-1] = (found[-1][0] | 1 << place, rules)
        else:
            first.append(len(found))
            found.append((1 << place, rules))
    return found, first, last


def _turns(masks: Sequence[int]) -> dict[int, int]:
    """Along the bins: which rules begin or end at each."""
    alike: dict[int, int] = {}
    for at, mask in enumerate(masks):
        alike[mask] = alike.get(mask, 0) | 1 << at
    turns: dict[int, int] = {}
    for mask, rules in alike.items():
        for place in members(mask ^ mask << 1):
            turns[place] = turns.get(place, 0) ^ rules
    return turns
