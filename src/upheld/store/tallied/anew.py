"""The sums that `tallied` reads are brought up to date with the record, made anew, looked over."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from django.db import connection, transaction

from upheld.store import models as rows
from upheld.store.record import events

from . import parts as tally_parts
from . import since as tallied_since
from .parts import Part

_ADD = """
INSERT INTO store_tally ("of", "key", "day", "n") VALUES (%s, %s, %s, %s)
ON CONFLICT ("of", "key", "day") DO UPDATE SET "n" = store_tally."n" + excluded."n"
"""
_KEEP = """
INSERT INTO store_tallypart ("case_id", "of", "key", "day", "n") VALUES (%s, %s, %s, %s, %s)
"""
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


@transaction.atomic(savepoint=False)
def catch_up() -> None:
    """Brings the sums up to date with the record. From here to the end of the transaction nobody
    else writes."""
    events.hold()
    lately = tallied_since.since()
    for some in tallied_since.in_parts(lately.cases):
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
    now, then = tally_parts.of(cases), tallied_since.kept(cases)
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
    for some in tallied_since.in_parts(_decided()):
        _keep(tally_parts.of(some).items())
    add_up()
    _mark(number)


def _decided() -> Iterator[int]:
    """An exception is beside a decision: no other case counts for anything."""
    found = rows.Decision.objects.order_by("case").values_list("case", flat=True).distinct()
    return found.iterator(chunk_size=tallied_since.AT_ONCE)


def add_up() -> None:
    """The sums anew, from what each case is kept to count for. Nobody else writes meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_tally")
        cursor.execute(_ADD_UP)


def look_over() -> int:
    """Looks at every case whether it is kept to count for what it does, and mends what is not: what
    somebody changed in the database itself has no event. Returns how many were wrong."""
    wrong = 0
    if amiss():
        _add_up_alone()
    for some in tallied_since.in_parts(_decided()):
        now, then = tally_parts.of(some), tallied_since.kept(some)
        differ = {part.case for part in now.keys() | then.keys() if now[part] != then[part]}
        if differ := differ - {*tallied_since.since().cases}:
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
