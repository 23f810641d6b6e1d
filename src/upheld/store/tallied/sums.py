"""Sums that cost the same to read at a million cases as at a thousand.

What each case counts for is kept beside it, and the sums by the day. They follow the record: every
act on a case is an event, so a case has changed since the sums were brought up to date only where
an event of it is newer (`tallied_since`). Whoever reads takes such cases as they are now (`total`,
`by_day`), and whoever decides brings the sums up to date at the end, while nobody else writes
(`tallied_anew.catch_up`). So no sum is wrong in between, nobody waits for one, and no step has to
know that there are any.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import connection

from . import parts as tally_parts
from . import since as tallied_since
from .parts import Of, Part

T = TypeVar("T")
_WITHIN = {
    vendor: "SELECT {told} FROM store_tally "
    f'WHERE "of" {named} AND "day" BETWEEN %s AND %s AND "key" {named}'
    for vendor, named in (
        ("sqlite", "IN (SELECT value FROM json_each(%s))"),
        ("postgresql", "= ANY(%s)"),
    )
}
# One step of the index a key: the days between are not read.
_KEYS = """
WITH RECURSIVE found("key") AS (
    SELECT min("key") FROM store_tally WHERE "of" = %s
    UNION ALL
    SELECT (SELECT min("key") FROM store_tally WHERE "of" = %s AND "key" > found."key")
    FROM found WHERE found."key" IS NOT NULL
)
SELECT "key" FROM found WHERE "key" IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both whole."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class Lately:
    """The cases that changed since the sums were brought up to date, as they counted then and as
    they do now."""

    def __init__(self, cases: Sequence[int]) -> None:
        self._cases = frozenset(cases)
        self._now, self._then = Counter[Part](), Counter[Part]()
        for some in tallied_since.in_parts(cases):
            self._now.update(tally_parts.of(some))
            self._then.update(tallied_since.kept(some))

    def of_case(self, case: int) -> Counter[Part]:
        """What one case counts for now."""
        if case not in self._cases:
            return tallied_since.kept([case])
        return Counter({part: n for part, n in self._now.items() if part.case == case})

    def keys(self, of: Of) -> set[str]:
        return {part.key for part in self._now if part.of == of}

    def more(self, of: Of, named: Collection[str], days: Days) -> Iterator[tuple[str, date, int]]:
        """What is to be added to the sums of the days, or to be taken from them."""
        for counted, sign in ((self._now, 1), (self._then, -1)):
            for part, n in counted.items():
                if part.of == of and part.key in named and part.day in days:
                    yield part.key, part.day, sign * n


def total(of: Of, chosen: Callable[[str], bool], days: Days, but: int | None = None) -> int:
    """The sum of these days over the keys that are chosen, without what one case counts for.
    Four statements, and four for what changed lately; one less within a transaction on SQLite."""

    def read(lately: Lately) -> int:
        named = {key for key in _keys(of) | lately.keys(of) if chosen(key)}
        ((kept,),) = _within("sum(n)", [of], named, days)
        own = Counter[Part]() if but is None else lately.of_case(but)
        mine = (n for part, n in own.items()
                if part.of == of and part.key in named and part.day in days)  # fmt: skip
        return int(kept or 0) + sum(n for _, _, n in lately.more(of, named, days)) - sum(mine)

    return _steadily(read)


def by_day(
    of: Collection[Of], named: Collection[str], days: Days
) -> Counter[tuple[str, str, date]]:
    """The sum of each of these days by what it is of and by key."""

    def read(lately: Lately) -> Counter[tuple[str, str, date]]:
        kept = _within('"of", key, day, n', of, named, days)
        found = Counter({(one, key, _day(day)): n for one, key, day, n in kept})
        for one in of:
            for key, day, n in lately.more(one, named, days):
                found[one, key, day] += n
        return found

    return _steadily(read)


def _steadily(read: Callable[[Lately], T]) -> T:
    """What was read while nobody brought the sums up to date between two of its statements."""
    while True:
        lately = tallied_since.since()
        found = read(Lately(lately.cases))
        if _sees_one_moment() or tallied_since.up_to() == lately.up_to:
            return found


def _sees_one_moment() -> bool:
    """A transaction of SQLite does not see what others write beside it."""
    return connection.vendor == "sqlite" and connection.in_atomic_block


def _keys(of: Of) -> set[str]:
    """All that there are sums of."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [of, of])
        return {key for (key,) in cursor.fetchall()}


def _within(
    told: str, of: Collection[Of], named: Collection[str], days: Days
) -> list[tuple[Any, ...]]:
    """What is told of the sums of these days whose keys are named, which are one value: so the
    statement is the same however many they are."""
    first, last = days.first.isoformat(), days.last.isoformat()
    with connection.cursor() as cursor:
        asked = [_as_one(of), first, last, _as_one(named)]
        cursor.execute(_WITHIN[connection.vendor].format(told=told), asked)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _as_one(texts: Collection[str]) -> str | list[str]:
    return json.dumps([*texts]) if connection.vendor == "sqlite" else [*texts]


def _day(told: str | date) -> date:
    return date.fromisoformat(told) if isinstance(told, str) else told
