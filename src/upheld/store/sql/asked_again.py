"""Queries that are asked again and again, written down once by each process.

To make a query of Django's and write it as SQL takes longer than a database takes to answer it.
What is kept is the statement, never what it gave: who asks, and when, is put in its places anew.
What somebody may not see is a part of the statement, so that where something is kept from whoever
asks, theirs is written anew each time, or once for all from whom the same is kept.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django.db.transaction import TransactionManagementError

from upheld.store.sight import seen

from .spelt_out import spelt_out

# What a place is held by while the statement is written: values that no query of ours has.
_DAY, _MOMENT, _NUMBER = date(1, 1, 1), datetime(1, 1, 1, tzinfo=UTC), -(10**12)
_Form = tuple[type | int, ...]
_FIRST_YEAR = 1000
# A word, and SQLite's day or moment, somewhere in a value.
_MADE_OF_WORDS = re.compile(rf"held {_NUMBER} |^0\d\d\d-\d\d-\d\d")


class AskedAgain:
    """Rows by a few values: numbers, moments, days, words, or a sequence of numbers.

    `make` gives the query for any values of the same kinds, so it may not look at what they are.
    The query has no prefetching; of `values_list` it gives tuples. `by_audience` says that it asks
    nothing of who looks but whose cases are hidden.
    """

    def __init__(
        self, make: Callable[..., "QuerySet[Any, Any]"], *, by_audience: bool = False
    ) -> None:
        self._make, self._by_audience = make, by_audience
        self._kept = lru_cache(maxsize=64)(self._write)

    def __call__(self, *values: Any) -> list[Any]:
        """The rows. One statement."""
        alone = seen.hides() and not self._by_audience
        write, audience = (self._write, "") if alone else (self._kept, seen.audience())
        return list(write(connection.vendor, audience, *map(_form, values)).ask(_spread(values)))

    def _write(self, vendor: str, audience: str, *forms: type | int) -> "_Written":
        held = _held(forms)
        return _Written(self._make(*held), _spread(held))


def _form(value: Any) -> type | int:
    """What tells one statement from another: the kind of a value, or how many numbers it is."""
    if isinstance(value, str | int | date):
        return type(value)
    return len(value)


def _held(forms: _Form) -> list[Any]:
    found, at = [], 0
    for form in forms:
        if isinstance(form, int):
            found.append([_holder(int, at + step) for step in range(form)])
            at += form
        else:
            found.append(_holder(form, at))
            at += 1
    return found


def _holder(kind: type, at: int) -> Any:
    if issubclass(kind, str):
        return f"held {_NUMBER} {at}"
    if issubclass(kind, datetime):
        return _MOMENT + timedelta(microseconds=at + 1)
    if issubclass(kind, date):
        return _DAY + timedelta(days=at)
    return _NUMBER - at


def _spread(values: Iterable[Any]) -> list[Any]:
    """Every value, those of sequences one by one, as the database is given it."""
    found: list[Any] = []
    for value in values:
        found += [_given(value)] if isinstance(value, str | int | date) else value
    return found


def _given(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


class _Written:
    """One statement with its places, and how its rows are read."""

    def __init__(self, query: "QuerySet[Any, Any]", held: Sequence[Any]) -> None:
        self._read, self._names = query._iterable_class, query._fields  # type: ignore[attr-defined]
        self._compiler = query.query.get_compiler(connection.alias)
        sql, given = self._compiler.as_sql()
        self._sql, told = spelt_out(sql, given, held.__contains__)
        self._places = [held.index(each) if each in held else None for each in told]
        self._told = told
        self._holds = query.query.select_for_update
        self._converters = _converters(self._compiler)
        if missing := set(range(len(held))) - set(self._places):
            raise ValueError(f"the query has no place for the values {sorted(missing)}")
        if made := [each for each in given if each not in held and _is_made(each)]:
            raise ValueError(f"the query makes something else of its values: {made}")

    def ask(self, values: Sequence[Any]) -> Iterator[Any]:
        if self._holds and not connection.in_atomic_block:
            raise TransactionManagementError("rows are held to the end of a transaction: begin one")
        given = tuple(
            told if place is None else values[place]
            for told, place in zip(self._told, self._places, strict=True)
        )
        asking = self._asking()
        asking.as_sql = lambda: (self._sql, given)
        if not issubclass(self._read, ModelIterable):
            return iter(asking.results_iter(tuple_expected=True))
        query = SimpleNamespace(get_compiler=lambda using: asking)
        asked: Any = SimpleNamespace(db=connection.alias, query=query, _known_related_objects={})
        return iter(ModelIterable(asked))

    def _asking(self) -> Any:
        """The compiler, for one asking. `copy` would take longer, and to go by `connection`, which
        looks up what it stands for each time, longer still."""
        made: Any = object.__new__(type(self._compiler))
        made.__dict__ |= self._compiler.__dict__
        made.connection = connections[DEFAULT_DB_ALIAS]
        made.get_converters = lambda expressions: self._converters
        return made


def _is_made(value: Any) -> bool:
    """Whether it was worked out from what only holds a place, such as the day after it: it would
    stay as it was written."""
    if isinstance(value, str):
        return bool(_MADE_OF_WORDS.search(value))
    if isinstance(value, date):
        return value.year < _FIRST_YEAR
    return isinstance(value, int) and value < _NUMBER // 2


def _converters(compiler: Any) -> dict[int, Any]:
    """How the values of each column are read. SQLite knows moments without their zone, UTC, of
    which a page reads hundreds: Django would ask each anew whether it has one."""
    found = compiler.get_converters([each[0] for each in compiler.select[: compiler.col_count]])
    slow = getattr(compiler.connection.ops, "convert_datetimefield_value", None)
    return {
        at: ([_moment if each == slow else each for each in how], expression)
        for at, (how, expression) in found.items()
    }


def _moment(value: Any, expression: object, connection: object) -> datetime | None:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC) if value else None
