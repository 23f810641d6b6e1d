"""Who gains and who loses by group, and no few people among them to be told from the rest."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from upheld.insight.backtest.segments import LEAST, Group, Segment, shown


def group(name: str, gain: int, lose: int, same: int) -> Group:
    return Group(name, gain + lose + same, gain, lose, same, Decimal(gain - lose))


def test_groups_of_ten_and_more_are_shown_the_largest_first() -> None:
    found = shown("area", [group("LS", 10, 0, 10), group("BD", 20, 30, 0)])
    assert [each.name for each in found.groups] == ["BD", "LS"]
    assert found.groups[0] == group("BD", 20, 30, 0)


def test_small_groups_go_together_until_they_are_ten() -> None:
    groups = [group("LS", 30, 0, 30), group("a", 4, 0, 2), group("b", 0, 0, 14)]
    found = shown("area", [*groups, group("c", 3, 0, 0)])
    assert [(each.name, each.cases) for each in found.groups] == [
        ("LS", 60),
        ("3 smaller groups", 23),
    ]


def test_one_small_group_takes_the_next_with_it_for_alone_it_is_the_rest() -> None:
    found = shown("area", [group("LS", 0, 0, 50), group("BD", 0, 0, 40), group("a", 0, 0, 3)])
    assert [(each.name, each.cases) for each in found.groups] == [
        ("LS", 50),
        ("2 smaller groups", 43),
    ]


def test_nothing_is_shown_where_the_groups_are_too_small() -> None:
    assert shown("area", [group("LS", 1, 0, 2), group("BD", 0, 0, 3)]) == Segment("area", ())


def test_where_few_gain_the_counts_of_a_second_group_are_withheld_too() -> None:
    groups = [group("LS", 3, 0, 57), group("BD", 20, 0, 30), group("HX", 25, 0, 15)]
    found = shown("area", groups).groups
    assert [(each.name, each.withheld) for each in found] == [
        ("LS", True),
        ("BD", False),
        ("HX", True),
    ]


GROUPS = st.lists(st.tuples(*[st.integers(0, 30)] * 3).filter(any), min_size=1, max_size=30).map(
    lambda counts: [group(f"g{at}", *each) for at, each in enumerate(counts)]
)


@given(GROUPS)
def test_what_is_withheld_cannot_be_found_by_subtraction(groups: list[Group]) -> None:
    found = shown("area", groups).groups
    if not found:
        return
    assert sum(each.cases for each in found) == sum(each.cases for each in groups)
    assert all(each.cases >= LEAST for each in found)
    hidden = [each for each in found if each.withheld]
    for cell in ("gain", "lose", "same"):
        shown_cells = [getattr(each, cell) for each in found if not each.withheld]
        assert not any(0 < count < LEAST for count in shown_cells)
        rest = sum(getattr(each, cell) for each in groups) - sum(shown_cells)
        # With every group withheld the rest is the whole, which tells of no group.
        if hidden and len(hidden) < len(found):
            assert len(hidden) > 1
            assert not 0 < rest < LEAST


@given(GROUPS)
def test_no_group_stands_alone_among_those_that_went_together(groups: list[Group]) -> None:
    found = shown("area", groups).groups
    names = {each.name for each in groups}
    pooled = [each for each in found if each.name not in names]
    alone = [each for each in groups if each.name not in {one.name for one in found}]
    assert len(pooled) <= 1
    assert not found or not alone or len(alone) > 1
