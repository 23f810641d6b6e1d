"""What changed since the sums of `tallied` were brought up to date, and what each case was kept to
count for then."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from upheld.core.event_kinds import EventKind
from upheld.store import models as rows
from upheld.store.sql.asked_again import AskedAgain

from .parts import Part

AT_ONCE = 2_000
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


@dataclass(frozen=True, slots=True)
class Since:
    """Up to which event the sums are brought, the newest event that is newer, if any is, and the
    cases with such an event. One that just came in counts nowhere."""

    up_to: int
    newest: int | None
    cases: list[int]


def since() -> Since:
    """One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWER)
        (up_to, _, _), *acts = sorted(cursor.fetchall(), key=itemgetter(0))
    cases = {case for _, case, kind in acts if case and kind != EventKind.RECEIVED}
    return Since(up_to, acts[-1][0] if acts else None, list(cases))


def up_to() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(number) FROM store_talliedto")
        return cursor.fetchone()[0] or 0


def kept(cases: Sequence[int]) -> Counter[Part]:
    told = _PARTS(cases) if cases else ()
    return Counter({Part(case, of, key, day): n for case, of, key, day, n in told})


def _parts(cases: Sequence[int]) -> "QuerySet[rows.TallyPart, Any]":
    found = rows.TallyPart.objects.filter(case__in=cases).order_by()
    return found.values_list("case", "of", "key", "day", "n")


# Every decision asks what one case counts for.
_PARTS = AskedAgain(_parts)


def behind() -> int:
    """How many cases changed since the sums were brought up to date."""
    return len(since().cases)


def in_parts(cases: Iterable[int]) -> Iterator[list[int]]:
    each = iter(cases)
    while some := list(islice(each, AT_ONCE)):
        yield some
