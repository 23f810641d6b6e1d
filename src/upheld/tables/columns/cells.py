"""Joins axes into cells: from the places on all axes to one class, the set of rules that match.

All cells of a policy may be millions, and most hold the same few sets of rules. So a few axes at a
time are joined by a table from cell to class, and the classes are an axis again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod
from operator import or_

# A table of this size stays in the processor's cache; a larger one is built only where it must be.
_SMALL = 1 << 16
_LARGEST = 1 << 23


@dataclass(frozen=True, slots=True)
class Leaf:
    """An axis by its number. `asking` are the rules that ask it something."""

    axis: int
    sets: tuple[int, ...]
    asking: int


@dataclass(frozen=True, slots=True)
class Join:
    """`classes` has a class for every cell of `parts`, the last part running fastest."""

    parts: tuple["Node", ...]
    classes: list[int]
    sets: tuple[int, ...]
    asking: int


Node = Leaf | Join


def join(axes: Sequence[tuple[int, ...]], everything: int, first: bool) -> list[Node]:
    """The axes joined into one node, or into a few where one table would be too large.

    `first` says that only the first matching rule is wanted.
    """
    nodes: list[Node] = [Leaf(at, sets, _asking(sets, everything)) for at, sets in enumerate(axes)]
    limit = _SMALL
    while len(nodes) > 1:
        nodes.sort(key=lambda node: len(node.sets))
        count = _together(nodes, limit)
        if count > 1:
            closed = everything & ~reduce(or_, (node.asking for node in nodes[count:]), 0)
            nodes = [_joined(nodes[:count], everything, closed if first else 0), *nodes[count:]]
        elif limit < _LARGEST:
            limit *= 8
        else:
            break
    return nodes


def _asking(sets: tuple[int, ...], everything: int) -> int:
    kept = everything
    for rules in sets:
        kept &= rules
    return everything & ~kept


def _together(nodes: list[Node], limit: int) -> int:
    """How many of the smallest nodes fit in one table."""
    count = 1
    while count < len(nodes) and prod(len(node.sets) for node in nodes[: count + 1]) <= limit:
        count += 1
    return count


def _joined(parts: list[Node], everything: int, closed: int) -> Join:
    *others, last = parts
    heads = [everything]
    for part in others:
        heads = [rules & more for rules in heads for more in part.sets]
    # The last part makes the table large, and its sets are long: they are met one by one.
    cells = (rules & more for rules in heads for more in last.sets)
    if closed:
        cells = (_decided(rules, closed) for rules in cells)
    places: dict[int, int] = {}
    classes = [places.setdefault(rules, len(places)) for rules in cells]
    asking = reduce(or_, (part.asking for part in parts))
    return Join(tuple(parts), classes, tuple(places), asking)


def _decided(rules: int, closed: int) -> int:
    """Without the rules below one that matches whatever the other axes say."""
    certain = rules & closed
    return rules & ((certain & -certain) * 2 - 1) if certain else rules
