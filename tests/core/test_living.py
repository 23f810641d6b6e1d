"""Who lives on exceptions: more of them than chance gives anybody."""

from hypothesis import given
from hypothesis import strategies as st

from upheld.core.living import Counts, lives

# A firm that gives an exception on one case in ten, to customers with one case each.
ORDINARY = {number: Counts(int(number % 10 == 0), 1) for number in range(1000)}


def test_one_with_five_of_five_stands_out() -> None:
    found = lives({**ORDINARY, 5000: Counts(5, 5)})
    assert [each.customer for each in found.found] == [5000]
    [one] = found.found
    assert one.expected < 0.6
    assert found.by_chance < 0.5


def test_many_complaints_alone_are_no_way_of_life() -> None:
    """Forty cases and four exceptions are what one case in ten gives."""
    assert not lives({**ORDINARY, 5000: Counts(4, 40)}).found


def test_where_everybody_gets_one_nobody_lives_on_them() -> None:
    assert not lives({number: Counts(4, 4) for number in range(50)}).found


def test_without_any_there_is_nobody() -> None:
    found = lives({})
    assert (found.found, found.rate.all) == ((), 0)
    assert not lives({1: Counts(0, 3)}).found


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=40))
def test_whoever_is_found_has_more_than_chance_gives(made: list[tuple[int, int]]) -> None:
    known = {at: Counts(min(one, two), max(one, two)) for at, (one, two) in enumerate(made)}
    found = lives(known)
    for each in found.found:
        assert each.exceptions >= found.least >= 3
        assert each.exceptions > each.expected
