"""A day that somebody gives is near enough to ours that more days can be added to it."""

from datetime import date

import pytest

from upheld.core.promises.given_days import DayError, checked_day

FAR = [date.min, date(1989, 12, 31), date(2101, 1, 1), date(9999, 12, 30), date.max]


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2026, 11, 2), date(2100, 12, 31)])
def test_a_day_of_ours_is_taken(day: date) -> None:
    assert checked_day(day) == day


@pytest.mark.parametrize("day", FAR)
def test_one_that_can_only_be_a_slip_is_refused_with_those_that_are_taken(day: date) -> None:
    with pytest.raises(DayError) as refused:
        checked_day(day)
    assert str(refused.value) == f"{day} is not between 1990 and 2100: mend the year"
