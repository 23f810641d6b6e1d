"""The record: every act in one chain, in which no change stays hidden."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests import guards
from tests.stories import NOW, a_closed_case, a_received_case, an_allegation

from upheld.core.event_kinds import EventKind
from upheld.steps.may import Operator
from upheld.store import beside
from upheld.store.models import Event, KeptPolicy, Person
from upheld.store.record import events
from upheld.store.record.events import Act
from upheld.store.record.read import read

TOLD = st.dictionaries(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text("aé£ \"'\\\n☂"),
)


def act(data: Mapping[str, Any] = {}, at: datetime = NOW) -> Act:
    return Act(None, EventKind.ASSIGNED, "Alice", at, data)


def broken() -> list[tuple[int, str]]:
    return [(found.number, found.message) for found in events.breaks()]


def test_an_act_to_which_no_webhook_listens_asks_where_the_record_ends_and_no_more(
    db: None,
) -> None:
    events.append(act())
    with CaptureQueriesContext(connection) as asked:
        events.append(act())
    told = [each["sql"] for each in asked if "pg_advisory" not in each["sql"]]
    assert [each.split()[0] for each in told] == ["SELECT", "INSERT"]


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def five(unguarded: None) -> list[Event]:
    events.append(*(act({"n": n}) for n in range(5)))
    return list(Event.objects.all())


def test_a_whole_story_is_one_unbroken_chain(handler: Person) -> None:
    a_closed_case(handler)
    numbers = list(Event.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert broken() == []


def test_nothing_recorded_is_an_unbroken_chain(db: None) -> None:
    assert broken() == []


_COLUMNS = 'number, at, "by", kind, data, previous, hash'
_FORGED = "2020, at, 'Eve', 'closed', data, previous, 'x'"
_SAME = f"SELECT {_FORGED.replace('2020', 'number')} FROM store_event WHERE number = 1"
# How SQL writes over a row, or empties a table, beside the two words for it.
WAYS = {
    "sqlite": (
        "UPDATE OR REPLACE store_event SET kind = 'closed'",
        f"REPLACE INTO store_event ({_COLUMNS}) {_SAME}",
        f"INSERT OR REPLACE INTO store_event ({_COLUMNS}) "
        f"SELECT {_FORGED.replace(chr(39) + 'x' + chr(39), 'hash')} FROM store_event",
        f"INSERT OR REPLACE INTO store_event (rowid, {_COLUMNS}) "
        f"SELECT rowid, {_FORGED} FROM store_event WHERE number = 1",
    ),
    "postgresql": (
        "TRUNCATE store_event CASCADE", "TRUNCATE store_case CASCADE",
        "WITH gone AS (DELETE FROM store_event RETURNING *) SELECT * FROM gone",
        "MERGE INTO store_event e USING (VALUES (1)) AS v(n) ON e.number = v.n "
        "WHEN MATCHED THEN DELETE",
    ),
}  # fmt: skip
BOTH = (
    "UPDATE store_event SET kind = 'closed'",
    "DELETE FROM store_event",
    f"INSERT INTO store_event ({_COLUMNS}) {_SAME} ON CONFLICT (number) DO UPDATE SET kind = 'x'",
    "UPDATE store_event SET data = '{}', key = '', erased_by = 2 WHERE number = 1",
)


def test_the_database_refuses_to_alter_the_record_by_any_statement(handler: Person) -> None:
    """An INSERT OR REPLACE of SQLite and a TRUNCATE of PostgreSQL ask no trigger of a deletion."""
    guards.guarded()
    for _ in range(2):
        a_received_case(handler)
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")  # or what waits for the end stops a TRUNCATE first
    before = list(Event.objects.values())
    for way in (*BOTH, *WAYS[connection.vendor]):
        with pytest.raises(Error, match="the record is never changed"), transaction.atomic():
            sql(way)
        assert list(Event.objects.values()) == before, way


def test_no_policy_that_decided_is_written_over_or_taken_away(handler: Person) -> None:
    guards.guarded()
    a_closed_case(handler)
    ways = ["DELETE FROM store_keptpolicy"]
    if connection.vendor == "sqlite":
        written = "REPLACE INTO store_keptpolicy ({0}) SELECT {0} FROM store_keptpolicy"
        ways += [written.format("id, version, files, at"), written.format("version, files, at")]
    else:
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        ways.append("TRUNCATE store_keptpolicy")
    before = list(KeptPolicy.objects.values())
    assert before
    for way in ways:
        with pytest.raises(Error, match="never changes"), transaction.atomic():
            sql(way)
        assert list(KeptPolicy.objects.values()) == before, way


def test_each_event_holds_the_hash_of_the_one_before(five: list[Event]) -> None:
    assert five[0].previous == "0" * 64
    assert [event.previous for event in five[1:]] == [event.hash for event in five[:-1]]


@pytest.mark.parametrize(
    ("column", "value"),
    [("by", "Bob"), ("kind", "closed"), ("at", datetime(2020, 1, 1, tzinfo=UTC))],
)
def test_a_changed_event_is_found(five: list[Event], column: str, value: object) -> None:
    Event.objects.filter(number=3).update(**{column: value})
    assert broken() == [(3, "event 3 was changed after it was written")]


def test_changed_words_are_found(five: list[Event]) -> None:
    Event.objects.filter(number=3).update(data={"n": 99})
    assert broken() == [(3, "event 3 was changed after it was written")]


def test_a_change_with_a_new_hash_is_found_at_the_next_event(five: list[Event]) -> None:
    third = five[2]
    third.data = {"n": 99}
    third.seal = events.seal_of(third)
    told = {"data": third.data, "seal": third.seal, "hash": events.hash_of(third)}
    Event.objects.filter(number=3).update(**told)
    assert broken() == [(4, "event 4 does not follow event 3")]


def test_a_deleted_event_is_found(five: list[Event]) -> None:
    sql("DELETE FROM store_event WHERE number = 3")
    assert broken() == [(4, "event 3 is missing before event 4")]


def test_several_deleted_events_are_found(five: list[Event]) -> None:
    sql("DELETE FROM store_event WHERE number IN (1, 2)")
    assert broken() == [(3, "event 1-2 is missing before event 3")]


def test_an_event_put_in_before_the_first_is_found(five: list[Event]) -> None:
    sql(
        "INSERT INTO store_event (number, at, by, kind, data, previous, hash) "
        "SELECT 0, at, by, kind, data, previous, 'x' FROM store_event WHERE number = 1"
    )
    assert (0, "event 0 was put in before event 1") in broken()


def test_an_event_put_in_the_place_of_a_deleted_one_is_found(five: list[Event]) -> None:
    sql("DELETE FROM store_event WHERE number = 3")
    forged = Event(number=3, at=NOW, by="Bob", kind="closed", data={}, previous=five[1].hash)
    forged.hash = events.hash_of(forged)
    forged.save(force_insert=True)
    assert broken() == [(4, "event 4 does not follow event 3")]


def test_two_events_that_changed_places_are_found(five: list[Event]) -> None:
    for before, after in ((2, -1), (4, 2), (-1, 4)):
        sql("UPDATE store_event SET number = %s WHERE number = %s", after, before)
    assert {number for number, _ in broken()} >= {2, 4}


@pytest.mark.django_db
@given(st.lists(TOLD, min_size=1, max_size=5), st.datetimes(timezones=st.just(UTC)))
def test_whatever_is_told_comes_back_from_the_database_as_it_was_hashed(
    told: list[dict[str, Any]], at: datetime
) -> None:
    with transaction.atomic():
        events.append(*(act(data, at) for data in told))
        assert broken() == []
        transaction.set_rollback(True)


@pytest.mark.parametrize("days", [9, 9.0, 1e-7, 1e6, -0.0, "9", "9.00", 123456.789])
def test_facts_in_any_writing_keep_the_chain(handler: Person, days: object) -> None:
    case = a_received_case(handler)
    an_allegation(case, handler, facts={"days_late": days})
    assert broken() == []


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="shares the transaction of the act"):
        events.append(act())
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_who_write_at_once_never_share_a_number() -> None:
    def write(number: int) -> int:
        try:
            return a_received_case(Operator(), email=f"{number}@example.org")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        cases = list(threads.map(write, range(24)))
    assert len(set(cases)) == 24
    assert list(Event.objects.values_list("number", flat=True)) == list(range(1, 25))
    assert broken() == []


@pytest.mark.parametrize(
    "written",
    ["at = 'never'", "at = '2026-13-45 00:00:00'", "\"by\" = CAST(x'ff41' AS TEXT)",
     "data = 'no JSON'", "data = '[1]'", "data = '\"\\ud800\"'"],
)  # fmt: skip
def test_what_cannot_be_read_at_all_is_named_and_stops_nothing(
    written: str, five: list[Event]
) -> None:
    """Whoever owns the file writes into it what no type allows, and a disk may as well."""
    if connection.vendor != "sqlite":  # which holds a column to its type
        return
    sql("PRAGMA ignore_check_constraints = 1")
    sql(f"UPDATE store_event SET {written} WHERE number = 2")
    assert broken() == [(2, "event 2 was changed after it was written")]
    assert list(beside.amiss()) == []
    sql("DELETE FROM store_event WHERE number IN (3, 4)")
    assert (5, "event 3-4 is missing before event 5") in broken()
    sql("PRAGMA ignore_check_constraints = 0")


def test_a_record_of_several_pages_is_read_whole_from_either_end(db: None) -> None:
    many = 1_201
    with transaction.atomic():
        events.append(*(act({"n": n}) for n in range(many)))
    for newest_first in (False, True):
        found = [n for n, _ in read(Event.objects.all(), ["data"], newest_first=newest_first)]
        assert found == sorted(range(1, many + 1), reverse=newest_first)
    assert broken() == []
