"""Rows that are held together, by everybody in one order: imports, mail that came, cases,
customers, then letters, and the end of the record last; of each kind by their numbers. So none
waits for another in a circle.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from upheld.core.words import CaseId

from . import load
from . import models as rows


def hold(found: "QuerySet[Any]") -> list[int]:
    """Holds these rows against other writers until the caller's transaction ends; their numbers."""
    # Only themselves: what a private team keeps is found by a join (store/seen.py).
    held = found.select_for_update(of=("self",), no_key=True).order_by("pk")
    return list(held.values_list("pk", flat=True))


def way(case_id: CaseId) -> list[rows.Case]:
    """The case and each that it was merged into in its turn, all held; the last is where the work
    is done. Where a merge was made or undone while we waited, they are let go, and held anew.

    Raises CaseMissing."""
    while (found := _held(_numbers(case_id))) is None:
        pass
    return found


def _numbers(case_id: CaseId) -> list[int]:
    found: list[int] = []
    into: int | None = case_id
    while into is not None:
        found.append(into)
        above = rows.Case.everything.filter(pk=into).order_by()
        into = above.values_list("merged_into", flat=True).first()
    return found


def _held(numbers: list[int]) -> list[rows.Case] | None:
    begun = transaction.savepoint()
    held = {pk: load.case(CaseId(pk)) for pk in sorted(numbers)}
    found = [held[pk] for pk in numbers]
    if [each.merged_into_id for each in found] == [*numbers[1:], None]:
        transaction.savepoint_commit(begun)
        return found
    transaction.savepoint_rollback(begun)
    return None
