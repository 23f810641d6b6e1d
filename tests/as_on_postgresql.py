"""What PostgreSQL refuses and SQLite takes without a word: refused by every test on SQLite too.

A text that is longer than its column, a number that is larger, and rows that are locked outside of
a transaction; of the last PostgreSQL says nothing in a test either, which runs in one of its own.
"""

from typing import Any

from django.db import DataError, connections
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import CharField, Field, IntegerField
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

_RANGES = BaseDatabaseOperations.integer_field_ranges


def refused() -> None:
    """From now on, in this process."""
    _what_does_not_fit()
    _locks_that_nothing_holds()


def _what_does_not_fit() -> None:
    written = Field.get_db_prep_save

    def checked(field: Any, value: Any, connection: Any) -> Any:
        prepared = written(field, value, connection)
        if not _fits(field, value):
            raise DataError(f"{field} holds no {value!r}")
        return prepared

    Field.get_db_prep_save = checked  # type: ignore[method-assign]


def _fits(field: Any, value: Any) -> bool:
    if isinstance(field, CharField) and isinstance(value, str):
        return field.max_length is None or len(value) <= field.max_length
    if isinstance(field, IntegerField) and isinstance(value, int):
        least, most = _RANGES[field.get_internal_type()]
        return least <= value <= most
    return True


def _locks_that_nothing_holds() -> None:
    asked = SQLCompiler.as_sql

    def checked(compiler: SQLCompiler, *given: Any, **more: Any) -> Any:
        if compiler.query.select_for_update and not _in_a_transaction(compiler.using):
            raise TransactionManagementError("rows are locked outside of a transaction")
        return asked(compiler, *given, **more)

    SQLCompiler.as_sql = checked  # type: ignore[method-assign]


def _in_a_transaction(using: str) -> bool:
    """Of the code, and not of the test alone."""
    return any(not block._from_testcase for block in connections[using].atomic_blocks)
