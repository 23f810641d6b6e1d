"""What PostgreSQL refuses and SQLite takes without a word: refused by every test on SQLite too.

A text that is longer than its column, a number that is larger, and rows that are locked outside of
a transaction; of the last PostgreSQL says nothing in a test either, which runs in one of its own.
"""

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DataError, connections
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import CharField, IntegerField
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

_RANGES = BaseDatabaseOperations.integer_field_ranges


def refused() -> None:
    """From now on, in this process."""
    _what_does_not_fit()
    _locks_that_nothing_holds()


def _what_does_not_fit() -> None:
    """Of these kinds alone, so that no other field is written more slowly."""
    _checked(CharField, _is_short)
    _checked(IntegerField, _is_small)


def _checked(kind: type[Any], fits: Callable[[Any, Any], bool]) -> None:
    written = kind.get_db_prep_save

    def checked(field: Any, value: Any, connection: Any) -> Any:
        if not fits(field, value):
            raise DataError(f"{field} holds no {value!r}")
        return written(field, value, connection)

    kind.get_db_prep_save = checked


def _is_short(field: Any, value: Any) -> bool:
    return not isinstance(value, str) or field.max_length is None or len(value) <= field.max_length


def _is_small(field: Any, value: Any) -> bool:
    if not isinstance(value, int):
        return True
    least, most = _RANGES[field.get_internal_type()]
    return least <= value <= most


def _locks_that_nothing_holds() -> None:
    asked = SQLCompiler.as_sql

    def checked(compiler: SQLCompiler, *given: Any, **more: Any) -> Any:
        if compiler.query.select_for_update and not _in_a_transaction(compiler.using):
            raise TransactionManagementError("rows are locked outside of a transaction")
        return asked(compiler, *given, **more)

    SQLCompiler.as_sql = checked  # type: ignore[assignment,method-assign]


def _in_a_transaction(using: str | None) -> bool:
    """Of the code, and not of the test alone."""
    blocks: list[Any] = connections[using or DEFAULT_DB_ALIAS].atomic_blocks
    return any(not block._from_testcase for block in blocks)
