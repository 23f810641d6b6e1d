"""Days that a sentence names, in the ways that people write them."""

from datetime import date

import pytest

from upheld.core.days import by_days, named_days

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("by 4 December 2026", date(2026, 12, 4)),
        ("by December 4th, 2026", date(2026, 12, 4)),
        ("not later than Friday 4 Dec.", date(2026, 12, 4)),
        ("by close of business on 4 December", date(2026, 12, 4)),
        ("by 4 Sept 2027", date(2027, 9, 4)),
        ("by 4 Feb", date(2027, 2, 4)),
        ("by 13/12/2026", date(2026, 12, 13)),
        ("by 12/13/2026", date(2026, 12, 13)),
        ("by 2026-12-04", date(2026, 12, 4)),
        ("by 29 February 2028", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_however_it_is_written(said: str, day: date) -> None:
    assert by_days(f"We will call {said}.", TODAY) == [day]


def test_a_day_that_may_be_read_in_two_ways_is_the_earlier_of_those_to_come() -> None:
    assert by_days("by 3/12/2026", TODAY) == [date(2026, 12, 3)]
    assert by_days("by 1/2/2027", TODAY) == [date(2027, 1, 2)]
    assert by_days("by 1/2/2026", TODAY) == [date(2026, 2, 1)]


@pytest.mark.parametrize("said", ["by 31 November 2026", "by 31/11/2026", "by 2026-13-01"])
def test_what_is_no_day_of_the_calendar_is_left_out(said: str) -> None:
    assert by_days(said, TODAY) == []


def test_a_span_ends_on_its_last_day_and_working_days_leave_weekends_out() -> None:
    assert named_days("within five working days", TODAY) == [date(2026, 12, 4)]
    assert named_days("in the next 2 weeks", TODAY) == [date(2026, 12, 11)]
    assert named_days("within 14 days of getting it", TODAY) == []
