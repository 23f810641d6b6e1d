"""Whoever may do anything to the database takes the guard away, alters what they like and computes
every hash anew: the record is whole by itself, and the line of a day that lies elsewhere tells it.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from tests.stories import NOW, a_received_case

from upheld.store import beside
from upheld.store.models import Event, Person
from upheld.store.record import anchors, events

pytestmark = pytest.mark.django_db


def altered(number: int, by: str) -> None:
    """In plain SQL: this event says something else, and each from it on follows the one before."""
    told = list(Event.objects.filter(number__gte=number).order_by("number"))
    told[0].by = by
    before = Event.objects.filter(number=number - 1).values_list("hash", flat=True).first()
    previous = before or "0" * 64
    with connection.cursor() as cursor:
        for event in told:
            event.previous = previous
            event.seal = events.seal_of(event)
            event.hash = previous = events.hash_of(event)
            cursor.execute(
                "UPDATE store_event SET by = %s, previous = %s, seal = %s, hash = %s "
                "WHERE number = %s",
                [event.by, event.previous, event.seal, event.hash, event.number],
            )


@pytest.fixture
def days(tmp_path: Path, handler: Person) -> list[anchors.Anchor]:
    """Two events a day for four days, and the anchor of each."""
    for day in range(4):
        now = NOW + timedelta(days=day)
        for _ in range(2):
            a_received_case(handler, now)
        anchors.write(tmp_path / "anchors", now)
    return anchors.read(tmp_path / "anchors")


@pytest.mark.parametrize(
    ("number", "first", "since"),
    [(1, 2, ""), (2, 2, ""), (3, 4, ": whatever differs is after event 2"),
     (7, 8, ": whatever differs is after event 6")],
)  # fmt: skip
def test_an_anchor_names_the_first_day_that_is_not_as_it_was_and_what_still_is(
    number: int, first: int, since: str, days: list[anchors.Anchor], unguarded: None
) -> None:
    assert [each.number for each in days] == [2, 4, 6, 8]
    altered(number, "nobody")
    assert [*events.breaks(), *beside.amiss()] == []  # by itself it cannot tell
    told = list(anchors.amiss(days))
    assert [line.partition(" is not ")[0] for line in told] == [
        f"event {each}" for each in range(first, 9, 2)
    ]
    day = f"{NOW + timedelta(days=first // 2 - 1):%Y-%m-%d}"
    assert told[0].startswith(f"event {first} is not the one that was the last at {day}")
    assert told[0].endswith(since or "+00:00")


def test_what_nobody_altered_holds_against_every_anchor(days: list[anchors.Anchor]) -> None:
    assert list(anchors.amiss(days)) == []


def test_a_day_that_comes_again_by_a_clock_that_went_back_has_one_anchor_and_it_holds(
    tmp_path: Path, days: list[anchors.Anchor], handler: Person
) -> None:
    again = NOW + timedelta(days=1, hours=3)
    a_received_case(handler, again)
    assert anchors.write(tmp_path / "anchors", again) is None
    before = a_received_case(handler, NOW - timedelta(days=2))
    assert anchors.write(tmp_path / "anchors", NOW - timedelta(days=2))
    found = anchors.read(tmp_path / "anchors")
    assert [each.number for each in found] == [2, 4, 6, 8, 10]
    assert list(anchors.amiss(found)) == []
    assert Event.objects.filter(case=before).get().number == 10
    assert list(events.breaks()) == []
