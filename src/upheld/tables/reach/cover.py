"""Boxes of bins and what they leave uncovered: the geometry under the checks and the proofs.

A box is a set of bins for each column. A rule is a box; so is a gap. Sets of rules are the bits
of a whole number, so that one `and` asks a thousand rules at once.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property, reduce
from operator import and_

from upheld.tables.reach.axis import Axis

Box = tuple[int, ...]

# So many cases are looked at before a box is taken apart.
_TRIES = 9
_SOME = 3


def meet(one: Box, other: Box) -> Box | None:
    """What two boxes share, or None."""
    both = tuple(map(and_, one, other))
    return both if all(both) else None


def within(one: Box, other: Box) -> bool:
    """Whether `other` holds all of `one`."""
    return all(not mine & ~theirs for mine, theirs in zip(one, other, strict=True))


def put(box: Box, at: int, bins: int) -> Box:
    """The box with other bins in one column."""
    return (*box[:at], bins, *box[at + 1 :])


class Cover:
    """Rules as boxes in a space that is `full`: which meet a box, and what they leave of it."""

    def __init__(self, rules: Sequence[Box], full: Box) -> None:
        self.rules = rules
        self.full = full
        self.every = (1 << len(rules)) - 1

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        return tuple(
            Axis([rule[at] for rule in self.rules], inside) for at, inside in enumerate(self.full)
        )

    def meeting(self, box: Box) -> int:
        """The rules that share something with the box."""
        found = self.every
        for axis, bins in zip(self.axes, box, strict=True):
            found &= axis.meeting(bins)
        return found

    def holding(self, box: Box) -> int:
        """The rules that hold all of the box."""
        found = self.every
        for axis, bins in zip(self.axes, box, strict=True):
            found &= axis.holding(bins)
        return found

    def likely_clear(self, box: Box, among: int) -> Box | None:
        """A part of the box that no rule `among` these has: column by column one of some bins,
        that which the fewest of them have. None where some are left in the end."""
        if not among:
            return box
        places = []
        for axis, bins in zip(self.axes, box, strict=True):
            if not among:  # none is left to keep clear of
                break
            some = _some(bins)
            left = [among & axis.at(place) for place in some]
            among = min(left, key=int.bit_count)
            places.append(1 << some[left.index(among)])
        return None if among else (*places, *box[len(places) :])

    def clear(self, box: Box, among: int) -> Box | None:
        """A part of the box that no rule `among` these has, where a few more tries find one."""
        some = [_some(bins) for bins in box]
        for turn in range(_TRIES):
            places = [each[(turn + at * (turn // _SOME)) % _SOME] for at, each in enumerate(some)]
            rules = among
            for axis, place in zip(self.axes, places, strict=True):
                rules &= axis.at(place)
            if not rules:
                return tuple(1 << place for place in places)
        return None

    def uncovered(self, box: Box, among: int) -> Iterator[Box]:
        """The parts of the box that no rule `among` these covers: disjoint boxes."""
        return (part for part, holders in self.parts(box, among) if not holders)

    def parts(self, box: Box, among: int) -> Iterator[tuple[Box, int]]:
        """The box in disjoint parts, each with the rules `among` these that hold all of it.

        The box is halved along a face of a rule until each part is held by a rule or free of all.
        """
        waiting = [(box, among & self.meeting(box))]
        while waiting:
            part, rules = waiting.pop()
            held = [axis.holding(bins) for axis, bins in zip(self.axes, part, strict=True)]
            holders = reduce(and_, held, rules)
            if holders or not rules:
                yield part, holders
            else:
                waiting += self._halves(part, rules, held)

    def _halves(self, box: Box, rules: int, held: list[int]) -> list[tuple[Box, int]]:
        """The two sides of a face and the rules that meet each, the fewer last.

        The face is of a rule that holds the box in most columns, hence soon all of a part; and
        that one of its faces which cuts through the fewest rules.
        """
        chosen = _most_often(rules, held)
        rule = self.rules[chosen.bit_length() - 1]
        faces = []
        for at, holds in enumerate(held):
            if not holds & chosen:
                meeting = self.axes[at].meeting
                inner, outer = box[at] & rule[at], box[at] & ~rule[at]
                sides = (rules & meeting(inner), inner), (rules & meeting(outer), outer)
                faces.append(((sides[0][0] & sides[1][0]).bit_count(), at, sides))
        _, at, sides = min(faces)
        ordered = sorted(sides, key=lambda side: -side[0].bit_count())
        return [(put(box, at, bins), met) for met, bins in ordered]


def _some(bins: int) -> list[int]:
    """Some of the bins: the lowest, the highest and one in the middle."""
    lowest, highest = (bins & -bins).bit_length() - 1, bins.bit_length() - 1
    middle = (lowest + highest) // 2
    return [_from(bins, place) for place in (lowest, highest, middle)]


def _from(bins: int, place: int) -> int:
    """The first of the bins from a place on."""
    above = bins >> place
    return place + (above & -above).bit_length() - 1


def _most_often(rules: int, sets: list[int]) -> int:
    """The bit of a rule that stands in most of the sets: binary counters, one bit of each a rule.

    Four digits count to fifteen columns; beyond, the choice is only less good.
    """
    digits = [0, 0, 0, 0]
    for carry in sets:
        carry &= rules
        for at, digit in enumerate(digits):
            digits[at], carry = digit ^ carry, digit & carry
            if not carry:
                break
    for digit in reversed(digits):
        rules = rules & digit or rules
    return rules & -rules
