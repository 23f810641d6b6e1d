"""The database's guard over the record, for tests that put on record what nobody may, and what is
emptied after a test that commits."""

from collections.abc import Iterable
from importlib import import_module

import pytest
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker
from tests.store.schema import schema

_RECORD = import_module("upheld.store.migrations.0017_record_guard")
_AGAIN = import_module("upheld.store.migrations.0043_record_guard_again")
_OF_EVENTS = {
    "sqlite": ("event_update", "event_delete", "event_again", "event_moved"),
    "postgresql": ("event_update", "event_delete", "event_truncate"),
}
# Names of all models and of what may be done to them, as the migrations left them: nothing asks or
# alters them, and Django makes them anew after each test that commits.
_NAMES = {"django_content_type", "auth_permission"}

# What stood in the database when it was made, before any test migrated it back and forth.
AS_MADE: list[str] = []


def run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def emptied() -> None:
    """Lets the tables be emptied between tests: SQLite's by deleting, PostgreSQL's by TRUNCATE."""
    _drop(_AGAIN.DELETES[connection.vendor])


def guarded() -> None:
    """Puts back what `emptied` took away, until the transaction of the test ends."""
    made = [*_AGAIN.made(connection.vendor), _RECORD.GUARD["sqlite"][1]]
    whole = {name: each for each in made for name in [each.split()[2]]}
    run(whole[name] for name in _AGAIN.DELETES[connection.vendor])


def _drop(names: Iterable[str]) -> None:
    run(f"DROP TRIGGER IF EXISTS {name}{_on(name)}" for name in names)


def _on(name: str) -> str:
    return "" if connection.vendor == "sqlite" else f" ON {_AGAIN.TABLES[name.partition('_')[0]]}"


def only_rows_are_emptied() -> None:
    """After a test that commits: its rows go, and no migration is said to have ended."""

    def empty(test: TransactionTestCase) -> None:
        tables = {*connection.introspection.django_table_names(True, include_views=False)}
        emptying = connection.ops.sql_flush(no_style(), sorted(tables - _NAMES))
        connection.ops.execute_sql_flush(emptying)

    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        emptied()
        AS_MADE.extend(schema())


def migrate(*to: str) -> None:
    """As the command does, and the tables can be emptied after it."""
    call_command("migrate", *to, verbosity=0)
    emptied()


@pytest.fixture
def unguarded(db: None) -> None:
    """Somebody who may do anything to the database has taken the guard away."""
    _drop(_OF_EVENTS[connection.vendor])
