"""What was written once is written again: a story that a test lives is not lived anew by the next.

To decide a case asks 63 questions of the store for the 63 statements that write it, and nearly
every test begins so. Where the same store is told the same story with the same words, the
statements of the first time are written again, through the same door. It is the same store where,
since the test began, the same was written in the same order, and where its rows count on from the
same numbers.

A story is lived where anything else could make it another one: in a test that puts something of
its own in our code's place, that commits what it writes, or that looks at a store others have
filled.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import wraps
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, TypeVar

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.files.storage import default_storage
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from upheld.project import settings as ours

P = ParamSpec("P")
R = TypeVar("R")
_KEPT = 400  # stories, of some 60 kB each
_READS = ("SELECT", "PRAGMA", "EXPLAIN")
_TURNS = ("SAVEPOINT", "RELEASE", "ROLLBACK")  # each under a name of its own
_OF_NO_CASE = '"django_session"'  # under a key that is drawn
_OF_A_RUN = {"DATABASES", "STORAGES"}  # folders of their own
_SETTINGS = sorted(name for name in dir(ours) if name.isupper() and name not in _OF_A_RUN)


class Statement(NamedTuple):
    sql: str
    values: Any
    many: bool


class Store:
    """What the test under way has written so far; it listens at the connection."""

    def __init__(self) -> None:
        self.filled_by: set[object] = set()
        self.count_anew = ""
        self.begin(same=False)

    def begin(self, same: bool) -> None:
        """A test begins; `same` unless something of its own makes its stories others."""
        self.same, self.inside, self.taken_back = same, False, False
        self.written, self.heard, self.points = "", list[Statement](), dict[str, str]()

    def __call__(
        self, execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any
    ) -> Any:
        word = str(sql).lstrip("( \n")[:9].split(None, 1)[0].upper()
        if word in _TURNS:
            self._turn(word, sql.split()[-1], context["connection"].vendor)
        elif word not in _READS and _OF_NO_CASE not in sql:
            if self.same and not self.written and self.count_anew and not self.filled_by:
                context["connection"].connection.execute(self.count_anew)
            if self.inside:
                self.heard.append(Statement(sql, values, many))
            self.written = self._with(str(sql), _plain(values, many) if self.same else "")
        return execute(sql, values, many, context)

    def _with(self, *told: str) -> str:
        return blake2b("\0".join((self.written, *told)).encode()).hexdigest()

    def _turn(self, word: str, name: str, vendor: str) -> None:
        """What is taken back was never written, but that PostgreSQL counts on."""
        if word == "SAVEPOINT":
            self.points[name] = self.written
        elif word == "ROLLBACK":
            self.taken_back = True
            there = self.points.get(name, "")
            self.written = there if vendor == "sqlite" else self._with(word, there)

    def key(self) -> tuple[Any, ...]:
        numbers: Any = self.count_anew
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
                numbers = tuple(cursor.fetchall())
        how = repr([getattr(settings, name, None) for name in _SETTINGS])
        return self.written, numbers, how


STORE = Store()
_LIVED: dict[tuple[Any, ...], tuple[Any, list[Statement]]] = {}


def listen(to: BaseDatabaseWrapper) -> None:
    """From here on. PostgreSQL counts on when a test's rows are taken back, SQLite does not: there
    each test begins with the numbers of now."""
    to.execute_wrappers.append(STORE)
    if to.vendor == "postgresql":
        with to.cursor() as cursor:
            cursor.execute(
                "SELECT 'SELECT ' || string_agg(format('setval(%L, %s, %L)', "
                "format('%I.%I', schemaname, sequencename), "
                "coalesce(last_value, start_value), last_value IS NOT NULL), ', ') "
                "FROM pg_sequences WHERE schemaname = current_schema()"
            )
            (STORE.count_anew,) = cursor.fetchone()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
    """What a fixture writes for several tests is there before each of them."""
    before = STORE.written
    try:
        return (yield)
    finally:
        if fixturedef.scope != "function" and STORE.written != before:
            STORE.filled_by.add(fixturedef)


def pytest_fixture_post_finalizer(fixturedef: pytest.FixtureDef[Any]) -> None:
    STORE.filled_by.discard(fixturedef)


class Patches(pytest.MonkeyPatch):  # type: ignore[misc]  # final in name only
    """Whoever puts something of their own in our code's place lives their stories."""

    def setattr(self, *args: Any, **kwargs: Any) -> None:
        STORE.same = False
        super().setattr(*args, **kwargs)


@pytest.fixture
def monkeypatch() -> Iterator[pytest.MonkeyPatch]:
    with Patches.context() as patches:
        yield patches


def story(lived: Callable[P, R]) -> Callable[P, R]:
    """For what its arguments, the store and the settings alone decide."""

    @wraps(lived)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        if STORE.inside or STORE.filled_by or not STORE.same or _files():
            return lived(*args, **kwargs)
        words = repr([*map(_word, args), {name: _word(kwargs[name]) for name in sorted(kwargs)}])
        key = (lived.__qualname__, words, *STORE.key())
        if key in _LIVED:
            _LIVED[key] = _LIVED.pop(key)  # what is told often is kept
            return _again(*_LIVED[key])
        return _first(key, lambda: lived(*args, **kwargs))

    return told


def _first(key: tuple[Any, ...], live: Callable[[], R]) -> R:
    STORE.inside, STORE.taken_back, STORE.heard = True, False, []
    try:
        came = live()
    finally:
        STORE.inside, heard, STORE.heard = False, STORE.heard, []
    if not STORE.taken_back and not _files():
        if len(_LIVED) >= _KEPT:
            del _LIVED[next(iter(_LIVED))]
        _LIVED[key] = deepcopy(came), heard
    return came


def _again(came: R, statements: list[Statement]) -> R:
    with connection.cursor() as cursor:
        for sql, values, many in statements:
            (cursor.executemany if many else cursor.execute)(sql, values)
            if cursor.description:
                cursor.fetchall()  # SQLite has written a row once it was read
    return deepcopy(came)


def _plain(values: Any, many: bool) -> str:
    if many:
        return repr([_plain(each, False) for each in values])
    return repr([getattr(each, "obj", each) for each in values or ()])


def _word(each: Any) -> Any:
    """What is told of somebody, by every field."""
    if hasattr(each, "_meta"):
        return {name: value for name, value in vars(each).items() if name[0] != "_"}
    return each


def _files() -> bool:
    return Path(default_storage.location).exists()


class Hasher(MD5PasswordHasher):
    """A slow hash guards real passwords; here it would be most of the run, and each with its own
    salt, nobody would be the same in two tests."""

    def salt(self) -> str:
        return "salt"

    def must_update(self, encoded: str) -> bool:
        return False
