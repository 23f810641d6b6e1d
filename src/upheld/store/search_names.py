"""The name that was given with a complaint, in the words to search of those that an earlier version
took in: it left that name out where we knew the customer by another.
"""

import json
from collections.abc import Mapping

from django.db import connection, transaction

from . import in_order, search
from . import models as rows
from .sight import seen

# So many are looked at together, and written anew where they must be: on SQLite nobody else writes
# meanwhile.
AT_ONCE = 200
# Which of these numbers are not found by the words beside them.
_NOT_FOUND = {
    "sqlite": (
        "SELECT CAST(told.key AS integer) FROM json_each(%s) AS told WHERE NOT EXISTS (SELECT 1 "
        "FROM case_search WHERE case_search MATCH told.value AND rowid = CAST(told.key AS integer))"
    ),
    "postgresql": (
        "SELECT told.key::bigint FROM json_each_text(%s::json) AS told "
        "LEFT JOIN case_search ON case_id = told.key::bigint "
        "WHERE (words @@ to_tsquery('upheld', told.value)) IS NOT TRUE"
    ),
}
_BOTH = {"sqlite": " ", "postgresql": " & "}


@seen.whole()
def put_in(after: int) -> int | None:
    """Looks at the next cases, after this number, that tell a name of their own, and writes those
    anew that are not found by it. Up to which it looked; None where there are no more. Safe to do
    again, and at once with others."""
    told = rows.Need.objects.filter(case__taken_back_at=None, case__gt=after).exclude(name="")
    names = dict(told.order_by("case").values_list("case", "name")[:AT_ONCE])
    if missing := _not_found(names):
        _anew(missing)
    return max(names, default=None)


@transaction.atomic
def _anew(cases: list[int]) -> None:
    """Held, for whoever writes in one of them meanwhile wrote what is newer."""
    held = in_order.hold(rows.Case.objects.filter(pk__in=cases))
    in_order.hold(rows.Customer.everything.filter(cases__in=held))
    search.index(held)


def _not_found(names: Mapping[int, str]) -> list[int]:
    asked = {case: words for case, name in names.items() if (words := _asked(name))}
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NOT_FOUND[connection.vendor], [json.dumps(asked)])
        return [case for (case,) in cursor.fetchall()]


def _asked(name: str) -> str:
    quote = '"' if connection.vendor == "sqlite" else "'"
    words = (f"{quote}{word}{quote}" for word in search.words_of(name))
    return _BOTH[connection.vendor].join(words)
