"""By when, in the words of a working day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.calendars import Calendar
from upheld.desk.show.due import due, met

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
WORKDAYS = Calendar("England", {date(2026, 12, 25): "Christmas", date(2026, 12, 28): "Boxing Day"})


def _end_of(day: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "words", "tone"),
    [
        (_end_of(20), "today", "today"),
        (FRIDAY.replace(hour=17), "today 17:00", "today"),
        (_end_of(21), "tomorrow", "soon"),
        (_end_of(23), "in 1 working day", "soon"),
        (_end_of(25), "in 3 working days", "soon"),
        (_end_of(26), "in 4 working days", "later"),
        (_end_of(29, 12), "in 25 working days", "later"),
        (FRIDAY - timedelta(minutes=5), "1 hour late", "late"),
        (FRIDAY - timedelta(hours=23), "23 hours late", "late"),
        (FRIDAY - timedelta(hours=25), "1 day late", "late"),
        (FRIDAY - timedelta(days=9), "9 days late", "late"),
    ],
)
def test_a_deadline_is_told_in_working_days(at: datetime, words: str, tone: str) -> None:
    told = due(at, FRIDAY, WORKDAYS)
    assert (told.words, told.tone) == (words, tone)


def test_a_deadline_that_was_met_says_so() -> None:
    assert met(FRIDAY, _end_of(20)).words == "met"
    assert met(FRIDAY, FRIDAY - timedelta(days=2)).words == "met 2 days late"


def test_the_day_is_the_readers_day() -> None:
    """At half past eleven in the evening in London in summer it is still today."""
    evening = datetime(2026, 7, 1, 21, 0, tzinfo=UTC)
    assert due(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), evening, WORKDAYS).tone == "today"


_TONES = ("late", "today", "soon", "later")


@given(st.integers(-500, 2000), st.integers(0, 500))
def test_a_later_deadline_never_sounds_more_urgent(hours: int, more: int) -> None:
    sooner = FRIDAY + timedelta(hours=hours)
    tones = [due(at, FRIDAY, WORKDAYS).tone for at in (sooner, sooner + timedelta(hours=more))]
    assert _TONES.index(tones[0]) <= _TONES.index(tones[1])
