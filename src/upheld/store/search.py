"""Full-text search over cases: one face, SQLite's FTS5 or PostgreSQL's text search behind it.

What is open has an index of its own, so that a word which many say costs what is open and not all
that ever was: a table of SQLite's, a condition on PostgreSQL. It may hold a case that was closed
meanwhile, since whoever looks asks for the state as well; one that is open is always in it.
"""

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, F, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from upheld.core.accents import without_accents
from upheld.core.references import reference
from upheld.core.words import CaseState

from .counted.walked import walked
from .models import Case
from .sight import seen
from .sql.asked_again import AskedAgain

# Letters and digits only, without accents: both engines are given the same words to find.
_WORD = re.compile(r"[^\W_]+")
_LONGEST_QUERY = 300


def index(case_ids: Iterable[int]) -> None:
    """Writes what the cases say now into the index, inside the caller's transaction."""
    ids = list(case_ids)
    for at in range(0, len(ids), _AT_ONCE):
        _index(ids[at : at + _AT_ONCE])


@seen.whole()
def _index(ids: Sequence[int]) -> None:
    cases = _CASES(ids)
    marks = ", ".join(["%s"] * len(ids))
    told: dict[int, list[str]] = {case_id: [] for case_id in ids}
    with connection.cursor() as cursor:
        cursor.execute(_TOLD.format(marks=marks), [*ids] * 4)
        for case_id, text in cursor.fetchall():
            told[case_id].append(text)
        rows = [
            (pk, _text([reference(pk), *said, *map(str, particulars.values()), *told[pk]]))
            for pk, _, particulars, *said in cases
        ]
        cursor.executemany(_WRITE[connection.vendor], rows)
        _keep_open(cursor, [(pk, state) for pk, state, *_ in cases])


def _cases(ids: Sequence[int]) -> "QuerySet[Case, Any]":
    # What they call themselves in the case, too, where we know them by another name.
    called = ("need__name", "customer__name", "customer__email")
    theirs = ("subject", "text", "demand", "topic", *called)
    return Case.objects.filter(pk__in=ids).values_list("pk", "state", "particulars", *theirs)


_CASES = AskedAgain(_cases)


def moved(case: Case) -> None:
    """The case was closed, or is open again."""
    with connection.cursor() as cursor:
        _keep_open(cursor, [(case.pk, case.state)])


def _keep_open(cursor: CursorWrapper, states: Iterable[tuple[int, str]]) -> None:
    told = [(pk, state != CaseState.CLOSED) for pk, state in states]
    for is_open, statement in _KEEP[connection.vendor].items():
        if numbers := [(pk,) for pk, so in told if so is is_open]:
            cursor.executemany(statement, numbers)


_AT_ONCE = 500
# One question for all that was said in a case: each message that comes in asks it.
_TOLD = """
SELECT case_id, statement FROM store_allegation WHERE case_id IN ({marks})
UNION ALL SELECT case_id, text FROM store_evidence WHERE case_id IN ({marks})
UNION ALL SELECT case_id, subject || ' ' || body FROM store_letter WHERE case_id IN ({marks})
UNION ALL SELECT case_id, summary FROM store_contact WHERE case_id IN ({marks})
"""
_WRITE = {
    "sqlite": "INSERT OR REPLACE INTO case_search(rowid, words) VALUES (%s, %s)",
    "postgresql": (
        "INSERT INTO case_search(case_id, words) VALUES (%s, to_tsvector('upheld', %s)) "
        "ON CONFLICT (case_id) DO UPDATE SET words = EXCLUDED.words"
    ),
}
# By whether a case is open.
_KEEP = {
    "sqlite": {
        True: "INSERT OR REPLACE INTO open_search(rowid, words) "
        "SELECT rowid, words FROM case_search WHERE rowid = %s",
        False: "DELETE FROM open_search WHERE rowid = %s",
    },
    "postgresql": {
        True: "UPDATE case_search SET open = true WHERE case_id = %s AND NOT open",
        False: "UPDATE case_search SET open = false WHERE case_id = %s AND open",
    },
}
_FIND = {
    "sqlite": "SELECT rowid FROM case_search WHERE case_search MATCH %s",
    # PostgreSQL reads every text of a small store where it is told the words at once.
    "postgresql": (
        "SELECT case_id FROM case_search WHERE words @@ (SELECT to_tsquery('upheld', %s))"
    ),
}
# The offset keeps PostgreSQL from making a join of it, which it would begin with the words.
_HOLDS = (
    "EXISTS (SELECT 1 FROM case_search WHERE case_id = store_case.id "
    "AND words @@ (SELECT to_tsquery('upheld', %s)) AND open OFFSET 0)"
)
_FIND_OPEN = {
    "sqlite": "SELECT rowid FROM open_search WHERE open_search MATCH %s",
    "postgresql": f"{_FIND['postgresql']} AND open",
}
# Signs, and bytes of the words in them: words beyond these are found in the case itself. PostgreSQL
# refuses an entry of a megabyte, in which a word of three bytes takes eight with its place, and a
# sign of Korean is nine bytes without its accents.
_MOST, _MOST_BYTES = 200_000, 500_000


def _text(parts: Iterable[str | None]) -> str:
    words = " ".join(words_of("\n".join(part for part in parts if part)[:_MOST]))
    return words.encode()[:_MOST_BYTES].decode(errors="ignore")


def words_of(text: str) -> list[str]:
    """Letters and digits alone, small and without accents."""
    return _WORD.findall(without_accents(text.lower()))


class Among(Enum):
    """Which cases a search looks through."""

    ALL = "all"
    OPEN = "open"
    CLOSED = "closed"


def matching(cases: "QuerySet[Case]", query: str, among: Among = Among.ALL) -> "QuerySet[Case]":
    """The cases that hold every word of `query`; the last word may be unfinished. Of all or of what
    is closed the newest come first, where a query of `cases` is in that order."""
    asked = expression(query)
    if not asked:
        return _of(cases, among)
    if among is Among.OPEN:
        return open_with(asked, cases)
    found, many = RawSQL(_FIND[connection.vendor], [asked]), _many(asked)
    if connection.vendor == "sqlite":
        return _by_sqlite(cases, found, among, many=many)
    said = Q(pk__in=found)
    # Of many their numbers are found once, and the newest cases walked through until there are
    # enough; PostgreSQL by itself would look at the words of each, or put all of them in order.
    return walked(_of(cases, among), said) if many else _of(cases, among).filter(said)


def expression(query: str) -> str:
    """What the database is asked for the words of `query`, as `open_with` takes it; empty where
    there are none."""
    words = words_of(query[:_LONGEST_QUERY])
    return _expression(words) if words else ""


def open_with(asked: str, cases: "QuerySet[Case]", *, many: bool = False) -> "QuerySet[Case]":
    """The open ones of `cases` with the words that are asked for. Of `many` that hold them the
    first in the order of `cases` are walked to, where they would all be looked up."""
    found = RawSQL(_FIND_OPEN[connection.vendor], [asked])
    opened = _of(cases, Among.OPEN)
    if connection.vendor == "sqlite":
        return _walked(opened, found) if many else opened.filter(pk__in=found)
    if many:
        return opened.filter(RawSQL(_HOLDS, [asked], BooleanField()))
    # PostgreSQL would look each number up through the index of the inbox, in which numbers are
    # not first: it takes ten times as long.
    known = cases.alias(of_state=Coalesce("state", Value("")))
    return known.exclude(of_state=CaseState.CLOSED).filter(pk__in=found)


def _of(cases: "QuerySet[Case]", among: Among) -> "QuerySet[Case]":
    if among is Among.OPEN:
        return cases.exclude(state=CaseState.CLOSED)
    return cases.filter(state=CaseState.CLOSED) if among is Among.CLOSED else cases


def _by_sqlite(
    cases: "QuerySet[Case]", found: RawSQL, among: Among, *, many: bool
) -> "QuerySet[Case]":
    """SQLite has no statistics of its own to choose a way by. Few cases are looked up by their
    numbers; of many, the index is walked from the newest on until there are enough."""
    if many:
        return _walked(_of(cases, among), found)
    listed = cases.filter(pk__in=found)
    if among is Among.ALL:
        return listed
    return listed.alias(of_state=Coalesce("state", Value(""))).filter(of_state=among.value)


def _walked(cases: "QuerySet[Case]", found: RawSQL) -> "QuerySet[Case]":
    """In the order of an index, where SQLite would look each number up and put them in order."""
    return cases.alias(number=F("pk") + 0).filter(number__in=found)


# So many are looked up in the time that walking takes.
_FEW = {"sqlite": 10_000, "postgresql": 2_000}


def _many(asked: str) -> bool:
    few, found = _FEW[connection.vendor], _FIND[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({found} LIMIT {few + 1}) AS found", [asked])
        (count,) = cursor.fetchone()
    return bool(count > few)


def _expression(words: list[str]) -> str:
    if connection.vendor == "sqlite":
        return " ".join(f'"{word}"' for word in words) + "*"
    return " & ".join(f"'{word}'" for word in words) + ":*"
