"""Our own targets move by the business time of the pauses, and by nothing else."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.rules import ENGLAND, GULF, LONDON, SYDNEY, rule

from upheld.core.calendars import Calendar, Span
from upheld.core.deadlines import deadline
from upheld.core.pauses import explain_moved, moved

RECEIVED = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)  # a Monday
MOMENTS = st.timedeltas(timedelta(0), timedelta(60)).map(lambda since: RECEIVED + since)
PAUSES = st.lists(st.tuples(MOMENTS, st.timedeltas(timedelta(0), timedelta(9))), max_size=4).map(
    lambda told: [(since, since + span) for since, span in told]
)
WITHIN = st.sampled_from(["2 business days", "20 business days", "8 business hours", "3 weeks"])
PLACES = st.sampled_from([(LONDON, ENGLAND), (SYDNEY, GULF)])
Place = tuple[ZoneInfo, Calendar]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def due(within: str) -> datetime:
    return deadline(rule(within), RECEIVED, LONDON, ENGLAND).due


def test_two_working_days_of_pause_are_two_working_days_more() -> None:
    pause = (at("2026-11-03T09:00"), at("2026-11-05T09:00"))
    later = moved(due("2 business days"), RECEIVED, [pause], LONDON, ENGLAND)
    assert later == at("2026-11-06T23:59:59.999999")


def test_a_pause_over_a_weekend_is_no_business_time() -> None:
    pause = (at("2026-11-06T17:00"), at("2026-11-09T09:00"))
    assert moved(due("20 business days"), RECEIVED, [pause], LONDON, ENGLAND) == due(
        "20 business days"
    )


def test_a_target_in_hours_moves_by_hours() -> None:
    pause = (at("2026-11-02T10:30"), at("2026-11-02T12:00"))
    later = moved(due("4 business hours"), RECEIVED, [pause], LONDON, ENGLAND)
    assert later == at("2026-11-02T15:00")
    assert explain_moved(due("4 business hours"), later, [pause], LONDON) == (
        "Paused from Mon 2 Nov 2026, 10:30 GMT to Mon 2 Nov 2026, 12:00 GMT: "
        "moved from 13:30 to 15:00."
    )


def test_a_target_that_was_missed_before_the_pause_stays_missed() -> None:
    pause = (at("2026-11-10T09:00"), at("2026-11-12T09:00"))
    assert moved(due("2 business days"), RECEIVED, [pause], LONDON, ENGLAND) == due(
        "2 business days"
    )


def test_what_did_not_move_needs_no_words() -> None:
    assert explain_moved(RECEIVED, RECEIVED, [], LONDON) == ""


@given(WITHIN, PLACES)
def test_without_a_pause_nothing_moves(within: str, place: Place) -> None:
    target = deadline(rule(within), RECEIVED, *place).due
    assert moved(target, RECEIVED, [], *place) == target


@given(WITHIN, PAUSES, PAUSES, PLACES)
@pytest.mark.pain("P8")
def test_one_pause_more_never_brings_a_target_forward(
    within: str, pauses: list[Span], more: list[Span], place: Place
) -> None:
    target = deadline(rule(within), RECEIVED, *place).due
    once = moved(target, RECEIVED, pauses, *place)
    assert target <= once <= moved(target, RECEIVED, [*pauses, *more], *place)


@given(WITHIN, PAUSES, PLACES)
def test_pauses_are_told_in_any_order_and_twice(
    within: str, pauses: list[Span], place: Place
) -> None:
    target = deadline(rule(within), RECEIVED, *place).due
    assert moved(target, RECEIVED, pauses, *place) == moved(
        target, RECEIVED, [*reversed(pauses), *pauses], *place
    )
