"""Sums that cost the same to read at a million cases as at a thousand.

What each case counts for is kept beside it, and the sums by the day. They follow the record: every
act on a case is an event, so a case has changed since the sums were brought up to date only where
an event of it is newer. Whoever reads takes such cases as they are now (`total`, `by_day`), and
whoever decides brings the sums up to date at the end, while nobody else writes (`catch_up`). So no
sum is wrong in between, nobody waits for one, and no step has to know that there are any.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import QuerySet

from upheld.core.words import EventKind

from . import events, tally_parts
from . import models as rows
from .sql.asked_again import AskedAgain
from .tally_parts import Of, Part

T = TypeVar("T")
_AT_ONCE = 2_000
_ADD = """
INSERT INTO store_tally ("of", "key", "day", "n") VALUES (%s, %s, %s, %s)
ON CONFLICT ("of", "key", "day") DO UPDATE SET "n" = store_tally."n" + excluded."n"
"""
_KEEP = """
INSERT INTO store_tallypart ("case_id", "of", "key", "day", "n") VALUES (%s, %s, %s, %s, %s)
"""
_WITHIN = {
    vendor: "SELECT {told} FROM store_tally "
    f'WHERE "of" {named} AND "day" BETWEEN %s AND %s AND "key" {named}'
    for vendor, named in (
        ("sqlite", "IN (SELECT value FROM json_each(%s))"),
        ("postgresql", "= ANY(%s)"),
    )
}
_ADD_UP = """
INSERT INTO store_tally ("of", "key", "day", "n")
SELECT "of", "key", "day", sum("n") FROM store_tallypart GROUP BY "of", "key", "day"
"""
_AMISS = """
SELECT count(*) FROM (
    SELECT "of" FROM (
        SELECT "of", "key", "day", "n" FROM store_tally
        UNION ALL SELECT "of", "key", "day", -"n" FROM store_tallypart
    ) AS told GROUP BY "of", "key", "day" HAVING sum("n") <> 0
) AS differing
"""
# The newest events in their order: SQLite would look for each once by its case, in all, and
# PostgreSQL read the whole record.
_NEWER = """
SELECT coalesce(max(number), 0) AS number, NULL AS case_id, NULL AS kind FROM store_talliedto
UNION ALL
SELECT * FROM (
    SELECT number, case_id, kind FROM store_event
    WHERE number > (SELECT coalesce(max(number), 0) FROM store_talliedto) ORDER BY number
) AS newer
"""
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
        for some in _in_parts(cases):
            self._now.update(tally_parts.of(some))
            self._then.update(_kept(some))

    def of_case(self, case: int) -> Counter[Part]:
        """What one case counts for now."""
        if case not in self._cases:
            return _kept([case])
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
        lately = _since()
        found = read(Lately(lately.cases))
        if _sees_one_moment() or _up_to() == lately.up_to:
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


@dataclass(frozen=True, slots=True)
class _Since:
    """Up to which event the sums are brought, the newest event that is newer, if any is, and the
    cases with such an event. One that just came in counts nowhere."""

    up_to: int
    newest: int | None
    cases: list[int]


def _since() -> _Since:
    """One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWER)
        (up_to, _, _), *acts = sorted(cursor.fetchall(), key=itemgetter(0))
    cases = {case for _, case, kind in acts if case and kind != EventKind.RECEIVED}
    return _Since(up_to, acts[-1][0] if acts else None, list(cases))


def _up_to() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(number) FROM store_talliedto")
        return cursor.fetchone()[0] or 0


def _kept(cases: Sequence[int]) -> Counter[Part]:
    told = _PARTS(cases) if cases else ()
    return Counter({Part(case, of, key, day): n for case, of, key, day, n in told})


def _parts(cases: Sequence[int]) -> "QuerySet[rows.TallyPart, Any]":
    found = rows.TallyPart.objects.filter(case__in=cases).order_by()
    return found.values_list("case", "of", "key", "day", "n")


# Every decision asks what one case counts for.
_PARTS = AskedAgain(_parts)


def behind() -> int:
    """How many cases changed since the sums were brought up to date."""
    return len(_since().cases)


@transaction.atomic(savepoint=False)
def catch_up() -> None:
    """Brings the sums up to date with the record. From here to the end of the transaction nobody
    else writes."""
    events.hold()
    lately = _since()
    for some in _in_parts(lately.cases):
        _recount(some)
    if lately.newest:
        _mark(lately.newest)


def _mark(number: int) -> None:
    """Up to which event the sums are brought: those of a store without a record are up to none."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_talliedto SET number = %s", [number])
        if not cursor.rowcount and number:
            rows.TalliedTo.objects.create(number=number)


def _recount(cases: Sequence[int]) -> None:
    """Writes what differs: most acts change nothing that is counted."""
    now, then = tally_parts.of(cases), _kept(cases)
    changed = {part for part in now.keys() | then.keys() if now[part] != then[part]}
    anew = {part.case for part in changed}
    if not anew:
        return
    if then:
        rows.TallyPart.objects.filter(case__in=anew).delete()
    _keep((part, n) for part, n in now.items() if part.case in anew)
    more: Counter[tuple[str, str, date]] = Counter()
    for part in changed:
        more[part.of, part.key, part.day] += now[part] - then[part]
    told = [(of, key, day.isoformat(), n) for (of, key, day), n in more.items() if n]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, told)


def _keep(parts: Iterable[tuple[Part, int]]) -> None:
    told = [(case, of, key, day.isoformat(), n) for (case, of, key, day), n in parts]
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP, told)


@transaction.atomic
def rebuild() -> None:
    """All of it from the cases themselves: what is done to many at once has no event of each.

    What others write meanwhile is an event that is newer than the sums."""
    number, _ = events.head()
    rows.TallyPart.objects.all().delete()
    for some in _in_parts(_decided()):
        _keep(tally_parts.of(some).items())
    add_up()
    _mark(number)


def _decided() -> Iterator[int]:
    """An exception is beside a decision: no other case counts for anything."""
    found = rows.Decision.objects.order_by("case").values_list("case", flat=True).distinct()
    return found.iterator(chunk_size=_AT_ONCE)


def add_up() -> None:
    """The sums anew, from what each case is kept to count for. Nobody else writes meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_tally")
        cursor.execute(_ADD_UP)


def _in_parts(cases: Iterable[int]) -> Iterator[list[int]]:
    each = iter(cases)
    while some := list(islice(each, _AT_ONCE)):
        yield some


def look_over() -> int:
    """Looks at every case whether it is kept to count for what it does, and mends what is not: what
    somebody changed in the database itself has no event. Returns how many were wrong."""
    wrong = 0
    if amiss():
        _add_up_alone()
    for some in _in_parts(_decided()):
        now, then = tally_parts.of(some), _kept(some)
        differ = {part.case for part in now.keys() | then.keys() if now[part] != then[part]}
        if differ := differ - {*_since().cases}:
            recount(differ)
            wrong += len(differ)
    return wrong


@transaction.atomic
def _add_up_alone() -> None:
    events.hold()
    add_up()


@transaction.atomic
def recount(cases: Collection[int]) -> None:
    """What these count for by now, before an event says that they changed or where none will."""
    events.hold()
    _recount(list(cases))


def amiss() -> int:
    """How many sums are not what the cases are kept to count for."""
    with connection.cursor() as cursor:
        cursor.execute(_AMISS)
        return int(cursor.fetchone()[0])
