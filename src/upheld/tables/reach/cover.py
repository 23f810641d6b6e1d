"""Boxes of bins and what they leave uncovered: the geometry under the checks and the proofs.

A box is a set of bins for each column. A rule is a box; so is a gap. Sets of rules are the bits
of a whole number, so that one `and` asks a thousand rules at once.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property, reduce
from operator import and_, or_

from upheld.tables.bins import members

Box = tuple[int, ...]
Class = tuple[int, int]  # bins that meet the same rules, and those rules


def meet(one: Box, other: Box) -> Box | None:
    """What two boxes share, or None."""
    both = tuple(map(and_, one, other))
    return both if all(both) else None


def within(one: Box, other: Box) -> bool:
    """Whether `other` holds all of `one`."""
    return all(not mine & ~theirs for mine, theirs in zip(one, other, strict=True))


class Cover:
    """Rules as boxes in a space that is `full`: which meet a box, and what they leave of it."""

    def __init__(self, rules: Sequence[Box], full: Box) -> None:
        self.rules = rules
        self.full = full
        self.every = (1 << len(rules)) - 1
        self._meeting: list[dict[int, int]] = [{} for _ in full]
        self._holding: list[dict[int, int]] = [{} for _ in full]

    @cached_property
    def axes(self) -> tuple[list[Class], ...]:
        """For each column its bins in classes: the bins of a class meet the same rules."""
        return tuple(
            _classes([rule[at] for rule in self.rules], inside)
            for at, inside in enumerate(self.full)
        )

    def meeting(self, box: Box) -> int:
        """The rules that share something with the box."""
        found = self.every
        for at, bins in enumerate(box):
            found &= self._met(at, bins)
        return found

    def at(self, place: Box) -> int:
        """The rules that match a single case: one bin for each column."""
        return self.meeting(place)

    def uncovered(self, box: Box, among: int) -> Iterator[Box]:
        """The parts of the box that no rule `among` these covers: disjoint boxes."""
        found = among & self.meeting(box)
        if not found:
            yield box
            return
        yield from _Search(self, box).parts(found)

    def open_case(self, box: Box, among: int) -> Box | None:
        """A part of the box that no rule among these covers, or None when they cover it all."""
        return self._quick(box, among) or next(self.uncovered(box, among), None)

    def holding(self, at: int, bins: int) -> int:
        """The rules that hold all these bins of one column."""
        known = self._holding[at]
        if bins not in known:
            known[bins] = reduce(
                and_, (rules for mask, rules in self.axes[at] if mask & bins), self.every
            )
        return known[bins]

    def _met(self, at: int, bins: int) -> int:
        known = self._meeting[at]
        if bins not in known:
            known[bins] = reduce(or_, (rules for mask, rules in self.axes[at] if mask & bins), 0)
        return known[bins]

    def _quick(self, box: Box, among: int) -> Box | None:
        """Greedy: in each column the bins that the fewest rules hold. Most cases end here."""
        left, found = among, list(box)
        for at, bins in enumerate(box):
            left, found[at] = min(
                ((left & rules, mask & bins) for mask, rules in self.axes[at] if mask & bins),
                key=lambda pair: pair[0].bit_count(),
            )
            if not left:
                return tuple(found)
        return None


class _Search:
    """Goes column by column, carrying the rules that still cover; equal sets are searched once."""

    def __init__(self, cover: Cover, box: Box) -> None:
        self.box = box
        holding = [cover.holding(at, bins) for at, bins in enumerate(box)]
        # Columns that the fewest rules leave open come first: what remains is soon covered whole.
        self.order = sorted(range(len(box)), key=lambda at: holding[at].bit_count())
        self.covering = [cover.every]
        for at in reversed(self.order):
            self.covering.append(self.covering[-1] & holding[at])
        self.covering.reverse()
        self.axes = [
            [(mask & box[at], rules) for mask, rules in cover.axes[at] if mask & box[at]]
            for at in self.order
        ]
        self.closed: set[tuple[int, int]] = set()

    def parts(self, rules: int) -> Iterator[Box]:
        for found in self._from(0, rules):
            box = list(self.box)
            for at, bins in zip(self.order, found, strict=False):
                box[at] = bins
            yield tuple(box)

    def _from(self, depth: int, rules: int) -> Iterator[tuple[int, ...]]:
        """The bins of the columns from this depth on; columns left out are free."""
        if not rules:
            yield ()
            return
        if rules & self.covering[depth] or (depth, rules) in self.closed:
            return
        some = False
        for left, bins in self._grouped(depth, rules):
            for rest in self._from(depth + 1, left):
                some = True
                yield (bins, *rest)
        if not some:
            self.closed.add((depth, rules))

    def _grouped(self, depth: int, rules: int) -> list[tuple[int, int]]:
        grouped: dict[int, int] = {}
        for bins, here in self.axes[depth]:
            left = rules & here
            grouped[left] = grouped.get(left, 0) | bins
        return sorted(grouped.items(), key=lambda pair: pair[0].bit_count())


def _classes(masks: Sequence[int], inside: int) -> list[Class]:
    """The bins inside, grouped by the rules that hold them."""
    # Each rule enters and leaves a few times as one walks along the bins; a set is kept by that.
    turns: dict[int, int] = {}
    for at, mask in enumerate(masks):
        for place in members(mask ^ mask << 1):
            turns[place] = turns.get(place, 0) ^ 1 << at
    grouped: dict[int, int] = {}
    rules, start = 0, 0
    for place in [*sorted(turns), inside.bit_length()]:
        bins = inside & ((1 << place) - (1 << start)) if place > start else 0
        if bins:
            grouped[rules] = grouped.get(rules, 0) | bins
        rules ^= turns.get(place, 0)
        start = max(start, place)
    return [(bins, rules) for rules, bins in grouped.items()]
