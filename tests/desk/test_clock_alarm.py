"""The first page says that the clock of the machine went back, and what to do."""

from datetime import UTC, datetime, timedelta

import time_machine
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.stories import a_received_case

from upheld.store import clock
from upheld.store.alarms import alarms
from upheld.store.models import Person

LATE = datetime(2031, 5, 6, 12, tzinfo=UTC)


def test_an_act_that_is_later_than_now_is_told_with_what_to_do(
    handler: Person, signed_in: SignIn
) -> None:
    a_received_case(handler, LATE)
    with time_machine.travel(LATE - timedelta(hours=3), tick=False):
        told = text(signed_in(handler).get("/"))
    assert "The clock here went back" in told
    assert "wait with letters and decisions until it is right" in told
    assert "upheld doctor" in told


def test_it_is_told_until_it_is_right_also_after_acts_that_were_put_down_too_early(
    handler: Person,
) -> None:
    a_received_case(handler, LATE)
    back = LATE - timedelta(hours=3)
    a_received_case(handler, back)
    assert alarms(back).ahead == LATE
    found = clock.furthest_ahead(back)
    assert found
    assert found.at == LATE


def test_two_machines_that_differ_by_little_are_no_alarm(handler: Person) -> None:
    a_received_case(handler, LATE)
    for early in (timedelta(0), clock.APART):
        assert alarms(LATE - early).ahead is None
        assert clock.furthest_ahead(LATE - early) is None
