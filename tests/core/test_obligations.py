"""By when: the last moment of a deadline, in the place and by the law of the day of receipt."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.obligations import (
    Calendar,
    Obligation,
    ObligationKind,
    Unit,
    business_days_after,
    deadline,
    in_force,
    next_due,
    next_step,
)
from upheld.core.words import CaseState

LONDON, SYDNEY = ZoneInfo("Europe/London"), ZoneInfo("Australia/Sydney")
BANK_HOLIDAYS = "2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25"
BANK_HOLIDAYS += " 2026-12-28 2027-01-01"
ENGLAND = Calendar("England", frozenset(map(date.fromisoformat, BANK_HOLIDAYS.split())))
COLUMNS = (
    (3, Unit.BUSINESS_DAYS),
    (15, Unit.BUSINESS_DAYS),
    (35, Unit.BUSINESS_DAYS),
    (6, Unit.WEEKS),
    (8, Unit.WEEKS),
    (30, Unit.CALENDAR_DAYS),
    (60, Unit.CALENDAR_DAYS),
)
# Received on; then by when for each column, reckoned by hand from the UK's calendar.
VECTORS = """
2026-01-02  2026-01-07 2026-01-23 2026-02-20 2026-02-13 2026-02-27 2026-02-01 2026-03-03
2026-04-02  2026-04-09 2026-04-27 2026-05-27 2026-05-14 2026-05-28 2026-05-02 2026-06-01
2026-04-04  2026-04-09 2026-04-27 2026-05-27 2026-05-16 2026-05-30 2026-05-04 2026-06-03
2026-12-23  2026-12-30 2027-01-18 2027-02-15 2027-02-03 2027-02-17 2027-01-22 2027-02-21
"""
MOMENTS = st.timedeltas(timedelta(0), timedelta(365)).map(
    lambda since: datetime(2026, 1, 1, tzinfo=UTC) + since
)
UNITS = st.sampled_from([Unit.CALENDAR_DAYS, Unit.BUSINESS_DAYS, Unit.WEEKS])


def rule(amount: int, unit: Unit, **told: Any) -> Obligation:
    plain: dict[str, Any] = {
        "id": "r",
        "regime": "x",
        "kind": ObligationKind.FINAL_RESPONSE,
        "clause": "DISP 1.6",
    }
    plain |= {"source": "s", "verified": True, "binding": True, "valid_from": date(1900, 1, 1)}
    return Obligation(**{"amount": amount, "unit": unit, **plain, **told})


def vectors() -> list[tuple[date, int, Unit, date]]:
    found = []
    for line in VECTORS.strip().splitlines():
        received, *dues = map(date.fromisoformat, line.split())
        found += [(received, *column, due) for column, due in zip(COLUMNS, dues, strict=True)]
    return found


@pytest.mark.parametrize(("received", "amount", "unit", "due"), vectors())
def test_the_published_vectors(received: date, amount: int, unit: Unit, due: date) -> None:
    noon = datetime(received.year, received.month, received.day, 12, tzinfo=LONDON)
    assert deadline(rule(amount, unit), noon, LONDON, ENGLAND).due_on == due


def test_a_day_ends_when_it_ends_there() -> None:
    found = deadline(
        rule(3, Unit.CALENDAR_DAYS), datetime(2026, 11, 2, 9, tzinfo=UTC), LONDON, ENGLAND
    )
    assert found.due == datetime(2026, 11, 5, 23, 59, 59, 999999, tzinfo=UTC)
    assert found.due.tzinfo is UTC


def test_after_midnight_there_is_the_next_day_although_it_is_not_here() -> None:
    late_in_london = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # 00:30 on 2 July in London
    found = deadline(rule(1, Unit.CALENDAR_DAYS), late_in_london, LONDON, ENGLAND)
    assert found.due_on == date(2026, 7, 3)
    there = deadline(rule(1, Unit.CALENDAR_DAYS), late_in_london, SYDNEY, ENGLAND)
    assert there.due_on == date(2026, 7, 3)
    assert there.due < found.due


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # Clocks go forward on 29 March 2026 and back on 25 October: the day still ends there.
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 22, 59, 59, 999999, UTC)),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 23, 59, 59, 999999, UTC)),
    ],
)
def test_daylight_saving_moves_the_hour_and_not_the_day(received: datetime, due: datetime) -> None:
    assert deadline(rule(1, Unit.CALENDAR_DAYS), received, LONDON, ENGLAND).due == due


def test_hours_are_hours_even_when_the_clocks_change() -> None:
    received = datetime(2026, 3, 28, 12, tzinfo=UTC)
    found = deadline(rule(48, Unit.HOURS), received, LONDON, ENGLAND)
    assert found.due == received + timedelta(hours=48)


def test_the_law_of_the_day_of_receipt_counts() -> None:
    old = rule(8, Unit.WEEKS, id="old", valid_to=date(2026, 4, 1))
    new = rule(4, Unit.WEEKS, id="new", valid_from=date(2026, 4, 1))
    assert in_force([old, new], date(2026, 3, 31)) == (old,)
    assert in_force([old, new], date(2026, 4, 1)) == (new,)


def test_a_deadline_explains_itself() -> None:
    received = datetime(2026, 4, 2, 12, tzinfo=UTC)
    assert deadline(rule(3, Unit.BUSINESS_DAYS), received, LONDON, ENGLAND).explanation == (
        "Final response must reach the customer within 3 business days of receipt on "
        "Thu 2 Apr 2026: by Thu 9 Apr 2026 (DISP 1.6)."
    )
    own = rule(1, Unit.WEEKS, binding=False)
    assert "is our own aim to" in deadline(own, received, LONDON, ENGLAND).explanation
    assert "within 1 week of" in deadline(own, received, LONDON, ENGLAND).explanation


@given(MOMENTS, st.integers(1, 60), UNITS, st.integers(0, 86_399))
def test_a_later_complaint_is_never_due_earlier(
    received: datetime, amount: int, unit: Unit, seconds: int
) -> None:
    one = deadline(rule(amount, unit), received, LONDON, ENGLAND)
    later = received + timedelta(seconds=seconds)
    assert one.due <= deadline(rule(amount, unit), later, LONDON, ENGLAND).due
    assert one.due > received


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 40))
def test_business_days_end_on_one_with_as_many_between(day: date, count: int) -> None:
    last = business_days_after(day, count, ENGLAND)
    passed = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert ENGLAND.is_business_day(last)
    assert sum(map(ENGLAND.is_business_day, passed)) == count


class TestWhatIsNext:
    NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)

    def test_every_state_but_the_last_waits_for_one_step(self) -> None:
        waiting = [state for state in CaseState if next_step(state)]
        assert waiting == [state for state in CaseState if state is not CaseState.CLOSED]

    def test_the_earliest_open_clock_says_when(self) -> None:
        soon, later = self.NOW + timedelta(days=2), self.NOW + timedelta(days=20)
        assert next_due(CaseState.RECEIVED, [later, soon], self.NOW) == soon

    def test_an_answered_case_waits_four_weeks_for_what_they_say(self) -> None:
        four_weeks = self.NOW + timedelta(weeks=4)
        assert next_due(CaseState.ANSWERED, [], self.NOW) == four_weeks

    def test_a_case_looked_at_anew_has_our_own_aim_when_its_clocks_are_met(self) -> None:
        assert next_due(CaseState.INVESTIGATING, [], self.NOW) == self.NOW + timedelta(weeks=4)

    def test_a_closed_case_waits_for_nothing(self) -> None:
        assert next_due(CaseState.CLOSED, [self.NOW], self.NOW) is None
