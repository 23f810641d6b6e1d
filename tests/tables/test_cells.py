"""Axes joined into cells: every cell has the rules that all axes let pass."""

from itertools import product

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from upheld.tables.columns import cells
from upheld.tables.columns.cells import Join, Leaf, Node, join

RULES = 6
EVERYTHING = (1 << RULES) - 1
SETS = st.lists(st.integers(0, EVERYTHING), min_size=1, max_size=4).map(tuple)


def found(node: Node, at: tuple[int, ...]) -> int:
    """The rules at these places on the axes, by the tables of the node."""
    return node.sets[_class(node, at)]


def _class(node: Node, at: tuple[int, ...]) -> int:
    if isinstance(node, Leaf):
        return at[node.axis]
    cell = 0
    for part in node.parts:
        cell = cell * len(part.sets) + _class(part, at)
    return int(node.classes[cell])


def met(axes: list[tuple[int, ...]], at: tuple[int, ...]) -> int:
    rules = EVERYTHING
    for sets, place in zip(axes, at, strict=True):
        rules &= sets[place]
    return rules


def places(axes: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    return list(product(*(range(len(sets)) for sets in axes)))


@given(st.lists(SETS, min_size=1, max_size=5), st.sampled_from([1, 8, 64]))
def test_every_cell_has_the_rules_that_all_axes_let_pass(
    axes: list[tuple[int, ...]], small: int
) -> None:
    (node,) = joined(axes, small, first=False)
    for at in places(axes):
        assert found(node, at) == met(axes, at)


@given(st.lists(SETS, min_size=1, max_size=5), st.sampled_from([1, 8, 64]))
def test_where_only_the_first_rule_is_wanted_every_cell_has_it(
    axes: list[tuple[int, ...]], small: int
) -> None:
    (node,) = joined(axes, small, first=True)
    for at in places(axes):
        rules, wanted = found(node, at), met(axes, at)
        assert rules & -rules == wanted & -wanted


def test_a_join_that_hardly_made_the_table_smaller_is_laid_open() -> None:
    distinct: list[tuple[int, ...]] = [
        (0b000111, 0b111000),
        (0b011011, 0b110110),
        (0b101101, 0b010101),
    ]
    (node,) = joined(distinct, small=4, first=False)
    assert isinstance(node, Join)
    assert all(isinstance(part, Leaf) for part in node.parts)
    assert node.classes.dtype == pl.UInt32


def joined(axes: list[tuple[int, ...]], small: int, first: bool) -> list[Node]:
    """The axes joined a few at a time, as many as `small` allows."""
    usual = cells._SMALL
    cells._SMALL = small
    try:
        return join(axes, EVERYTHING, first)
    finally:
        cells._SMALL = usual
