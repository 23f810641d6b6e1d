"""The database's guard over the record, for tests that put on record what nobody may."""

from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

_RECORD = import_module("upheld.store.migrations.0017_record_guard")
# SQLite's tables are emptied between tests by deleting; PostgreSQL's are truncated.
DELETES = _RECORD.GUARD["sqlite"][1]


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            run(_RECORD.UNGUARD["sqlite"][1])


def migrate(*to: str) -> None:
    """As the command does, and SQLite's tables can be emptied after it."""
    call_command("migrate", *to, verbosity=0)
    if connection.vendor == "sqlite":
        run(_RECORD.UNGUARD["sqlite"][1])


@pytest.fixture
def unguarded(db: None) -> None:
    """Somebody who may do anything to the database has taken the guard away."""
    run(*_RECORD.UNGUARD[connection.vendor][: 1 if connection.vendor == "sqlite" else 2])
