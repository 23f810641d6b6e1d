"""Working days and working hours: additive, monotone, and never counted in a pause."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.rules import BANK_HOLIDAYS, ENGLAND, GULF, LONDON, SYDNEY

from upheld.core.calendars import (
    Calendar,
    business_days_after,
    business_time_after,
    business_time_between,
    merged,
)

WITH_LUNCH = Calendar(
    "England", BANK_HOLIDAYS, hours=((time(9), time(12, 30)), (time(13, 30), time(17)))
)
NIGHTS = Calendar("Nights", hours=((time(0), time(3)), (time(22), time(23, 30))))
PLACES = st.sampled_from(
    [(WITH_LUNCH, LONDON), (ENGLAND, LONDON), (GULF, SYDNEY), (NIGHTS, LONDON), (NIGHTS, SYDNEY)]
)
MOMENTS = st.timedeltas(timedelta(0), timedelta(365)).map(
    lambda since: datetime(2026, 1, 1, tzinfo=UTC) + since
)
HOURS = st.timedeltas(timedelta(minutes=1), timedelta(hours=60))
PAUSES = st.lists(st.tuples(MOMENTS, st.timedeltas(timedelta(0), timedelta(5))), max_size=4).map(
    lambda told: [(since, since + span) for since, span in told]
)
Place = tuple[Calendar, ZoneInfo]


def at(text: str, zone: ZoneInfo = LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("since", "hours", "until"),
    [
        ("2026-11-02T09:00", 1, "2026-11-02T10:00"),
        ("2026-11-02T12:00", 1, "2026-11-02T14:00"),  # over lunch
        ("2026-11-02T13:00", 1, "2026-11-02T14:30"),  # begun at lunch
        ("2026-11-02T06:00", 7, "2026-11-02T17:00"),  # before opening; to the very end
        ("2026-11-06T16:30", 1, "2026-11-09T09:30"),  # over a weekend
        ("2026-04-02T16:30", 1, "2026-04-07T09:30"),  # over Easter
        ("2026-11-07T12:00", 1, "2026-11-09T10:00"),  # begun on a Saturday
    ],
)
def test_business_hours_know_lunch_weekends_and_holidays(
    since: str, hours: int, until: str
) -> None:
    found = business_time_after(at(since), timedelta(hours=hours), WITH_LUNCH, LONDON)
    assert found == at(until)


def test_a_pause_over_night_counts_its_business_time_once() -> None:
    pause = (at("2026-11-02T16:00"), at("2026-11-03T10:00"))
    found = business_time_after(
        at("2026-11-02T15:00"), timedelta(hours=2), WITH_LUNCH, LONDON, [pause, pause]
    )
    assert found == at("2026-11-03T11:00")


def test_a_pause_outside_business_time_changes_nothing() -> None:
    night = (at("2026-11-02T18:00"), at("2026-11-03T08:00"))
    found = [
        business_time_after(at("2026-11-02T16:00"), timedelta(hours=2), WITH_LUNCH, LONDON, pauses)
        for pauses in ([], [night])
    ]
    assert found[0] == found[1] == at("2026-11-03T10:00")


def test_spans_that_touch_or_overlap_are_one() -> None:
    one, two, three, four = (at(f"2026-11-02T0{hour}:00") for hour in range(1, 5))
    assert merged([(two, three), (one, two), (one, three), (four, four)]) == [(one, three)]


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 40))
def test_business_days_end_on_one_with_as_many_between(day: date, count: int) -> None:
    last = business_days_after(day, count, ENGLAND)
    passed = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert ENGLAND.is_business_day(last)
    assert sum(map(ENGLAND.is_business_day, passed)) == count


@given(MOMENTS, HOURS, HOURS, PLACES, PAUSES)
def test_time_is_additive(
    since: datetime,
    one: timedelta,
    two: timedelta,
    place: Place,
    pauses: list[tuple[datetime, datetime]],
) -> None:
    halfway = business_time_after(since, one, *place, pauses)
    assert business_time_after(halfway, two, *place, pauses) == business_time_after(
        since, one + two, *place, pauses
    )


@given(MOMENTS, HOURS, PLACES, PAUSES)
def test_what_was_added_lies_between(
    since: datetime, amount: timedelta, place: Place, pauses: list[tuple[datetime, datetime]]
) -> None:
    until = business_time_after(since, amount, *place, pauses)
    assert business_time_between(since, until, *place, pauses) == amount
    assert until > since


@given(MOMENTS, HOURS, st.timedeltas(timedelta(0), timedelta(5)), PLACES, PAUSES)
def test_later_stays_later(
    since: datetime,
    amount: timedelta,
    more: timedelta,
    place: Place,
    pauses: list[tuple[datetime, datetime]],
) -> None:
    assert business_time_after(since, amount, *place, pauses) <= business_time_after(
        since + more, amount, *place, pauses
    )


@given(MOMENTS, HOURS, PLACES, PAUSES, PAUSES)
def test_a_pause_never_brings_anything_forward(
    since: datetime,
    amount: timedelta,
    place: Place,
    pauses: list[tuple[datetime, datetime]],
    more: list[tuple[datetime, datetime]],
) -> None:
    assert business_time_after(since, amount, *place, pauses) <= business_time_after(
        since, amount, *place, [*pauses, *more]
    )
