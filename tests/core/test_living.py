"""Who lives on exceptions: more of them than chance gives anybody."""

from hypothesis import given
from hypothesis import strategies as st

from upheld.core.living import Decided, lives


def cases(exceptions: int, of: int, time: str = "2026 Q1") -> list[Decided]:
    return [Decided(time, at < exceptions) for at in range(of)]


# A firm that gives an exception on one case in ten, to customers with one case each.
ORDINARY = {number: cases(int(number % 10 == 0), 1) for number in range(1000)}


def test_one_with_five_of_five_stands_out() -> None:
    found = lives({**ORDINARY, 5000: cases(5, 5)})
    [one] = found.found
    assert (one.customer, one.exceptions, one.cases) == (5000, 5, 5)
    assert one.expected < 0.6
    assert found.by_chance < 0.25


def test_many_complaints_alone_are_no_way_of_life() -> None:
    """Forty cases and four exceptions are what one case in ten gives."""
    assert not lives({**ORDINARY, 5000: cases(4, 40)}).found


def test_in_a_time_when_everybody_got_one_it_is_no_wonder() -> None:
    """The same four of four: in a quarter that gave one on every second case, and in one that gave
    one in ten."""
    often = {number: cases(number % 2, 1, "2025 Q1") for number in range(2000, 2200)}
    alike = {number: cases(number % 3, 4, "2025 Q1") for number in range(3000, 3040)}
    firm = {**ORDINARY, **often, **alike}
    assert not lives({**firm, 5000: cases(4, 4, "2025 Q1")}).found
    assert lives({**ORDINARY, 5000: cases(4, 4)}).found


def test_where_everybody_gets_one_nobody_lives_on_them() -> None:
    assert not lives({number: cases(4, 4) for number in range(50)}).found


def test_without_any_there_is_nobody() -> None:
    found = lives({})
    assert (found.found, found.rate) == ((), None)
    assert not lives({1: cases(0, 3)}).found


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=40))
def test_whoever_is_found_has_more_than_chance_gives(made: list[tuple[int, int]]) -> None:
    found = lives({at: cases(min(pair), max(pair)) for at, pair in enumerate(made)})
    for each in found.found:
        assert each.exceptions >= found.least >= 3
        assert each.exceptions > each.expected
