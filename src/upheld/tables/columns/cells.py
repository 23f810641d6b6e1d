"""Joins axes into cells: from the places on all axes to one class, the set of rules that match.

All cells of a policy may be millions, and most hold the same few sets of rules. So a few axes at a
time are joined by a table from cell to class, and the classes are an axis again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod
from operator import or_

import polars as pl

from upheld.tables.columns.firsts import firsts

# A table of this size stays in the processor's cache; a larger one is built only where it must be.
_SMALL = 1 << 16
_LARGEST = 1 << 23
_GROWN = 2


@dataclass(frozen=True, slots=True)
class Leaf:
    """An axis by its number. `asking` are the rules that ask it something."""

    axis: int
    sets: tuple[int, ...]
    asking: int


@dataclass(frozen=True, slots=True, eq=False)
class Join:
    """`classes` has a class for every cell of `parts`, the last part running fastest."""

    parts: tuple["Node", ...]
    classes: pl.Series
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
    return [_flattened(node) for node in nodes]


def _flattened(node: Node) -> Node:
    """The node with those of its joins laid open that hardly made its table smaller.

    A look in one large table costs less than in two of which one is as large.
    """
    if isinstance(node, Leaf):
        return node
    parts, classes = [_flattened(part) for part in node.parts], node.classes
    for at in reversed(range(len(parts))):
        part = parts[at]
        if isinstance(part, Join):
            size = len(classes) // len(part.sets) * len(part.classes)
            if size <= max(_SMALL, min(_GROWN * len(classes), _LARGEST)):
                classes = _opened(classes, part, prod(len(each.sets) for each in parts[at + 1 :]))
                parts[at : at + 1] = part.parts
    return Join(tuple(parts), classes, node.sets, node.asking)


def _opened(classes: pl.Series, part: Join, behind: int) -> pl.Series:
    """The table by the cells of a part, where it was by its classes; `behind` it are so many."""
    before = len(classes) // (len(part.sets) * behind)
    cells = pl.int_range(before * len(part.classes) * behind, dtype=pl.UInt32)
    cell = cells // behind
    row = cell // len(part.classes) * len(part.sets)
    known = pl.lit(part.classes).gather(cell % len(part.classes))
    return classes.gather(pl.select((row + known) * behind + cells % behind).to_series())


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
    asking = reduce(or_, (part.asking for part in parts))
    if closed == everything:
        return Join(tuple(parts), *_first_alone(heads, last.sets, everything), asking)
    # The last part makes the table large, and its sets are long: they are met one by one.
    cells = (_decided(rules & more, closed) for rules in heads for more in last.sets)
    places: dict[int, int] = {}
    classes = pl.Series([places.setdefault(rules, len(places)) for rules in cells], dtype=pl.UInt32)
    return Join(tuple(parts), classes, tuple(places), asking)


def _first_alone(
    heads: list[int], tails: tuple[int, ...], everything: int
) -> tuple[pl.Series, tuple[int, ...]]:
    """The classes and the sets where nothing is left to ask and the first rule alone counts."""
    count = everything.bit_length()
    found = firsts(heads, tails, count)
    rules = found.unique().sort()
    places = pl.repeat(0, count + 1, dtype=pl.UInt32, eager=True)
    places = places.scatter(rules, pl.int_range(len(rules), dtype=pl.UInt32, eager=True))
    return places.gather(found), tuple(1 << at & everything for at in rules)


def _decided(rules: int, closed: int) -> int:
    """Without the rules below one that matches whatever the other axes say."""
    certain = rules & closed
    return rules & ((certain & -certain) * 2 - 1) if certain else rules
