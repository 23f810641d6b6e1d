"""What is held together, by everybody in one order: themes, imports, mail that came, the address
that somebody comes with, cases, customers, letters, then people of ours, and the end of the record
last; of each kind by their numbers. So none waits for another in a circle.
"""

from itertools import pairwise
from typing import Any
from zlib import crc32

from django.db import connection, transaction
from django.db.models import QuerySet

from upheld.core.domains import as_sent
from upheld.core.states import WrongState
from upheld.core.words import CaseId

from . import load
from . import models as rows
from .merged import merging
from .sight import seen


def hold(found: "QuerySet[Any]") -> list[int]:
    """Holds these rows against other writers until the caller's transaction ends; their numbers."""
    # Only themselves: what a private team keeps is found by a join (store/sight/seen.py).
    held = found.select_for_update(of=("self",), no_key=True).order_by("pk")
    return list(held.values_list("pk", flat=True))


_ADDRESSES = 8_453_322  # beside the end of the record (store/record/events.py)


def address(email: str) -> None:
    """Nobody else makes a customer with this address until the caller's transaction ends: of two
    who come with it, the second waits and finds the first's customer."""
    _lock("pg_advisory_xact_lock_shared(%s)", _ADDRESSES)
    _lock("pg_advisory_xact_lock(%s, %s)", _ADDRESSES, _one(email))


def address_is_free(email: str) -> bool:
    """The same for whoever holds cases already, who may not wait for it any more: False where
    somebody comes with the address, or a list with many, at this moment."""
    return bool(
        _lock("pg_try_advisory_xact_lock_shared(%s)", _ADDRESSES)
        and _lock("pg_try_advisory_xact_lock(%s, %s)", _ADDRESSES, _one(email))
    )


def _one(email: str) -> int:
    return crc32(as_sent(email.strip().lower()).encode("utf-8", "surrogatepass")) - 2**31


def addresses() -> None:
    """The same of every address: a list has too many to hold each."""
    _lock("pg_advisory_xact_lock(%s)", _ADDRESSES)


_THEMES = 8_453_324  # beside what is done alone (store/alone.py)


def themes() -> None:
    """Nobody else finds, names, merges or splits themes, or erases whom they quote, until the
    caller's transaction ends: of two who do, the second sees what the first did. All who write
    else go on meanwhile."""
    _lock("pg_advisory_xact_lock(%s)", _THEMES)


def _lock(lock: str, *numbers: int) -> object:
    """SQLite lets one write at a time as it is."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}", numbers)
        return cursor.fetchall()[0][0]


def way(case_id: CaseId) -> list[rows.Case]:
    """The case and each that it was merged into in its turn, all held; the last is where the work
    is done. Where a merge was made or undone while we waited, they are let go, and held anew.

    Raises CaseMissing, CaseErased where one was erased as far as what comes is heard, or WrongState
    where it went into one that is kept from whoever looks."""
    found = even_erased_way(case_id)
    case, heard = found[0], merging.heard_in(found[0])
    for each in found[1 : found.index(heard) + 1]:
        load.check_not_erased(each, f"{case.reference} was merged into it, so undo that first")
    return found


def even_erased_way(case_id: CaseId) -> list[rows.Case]:
    """The same where nothing comes in: any that it was merged into may be erased."""
    while (found := _held(_numbers(case_id))) is None:
        pass
    load.check_not_erased(found[0])
    return found


def _numbers(case_id: CaseId) -> list[int]:
    found: list[int] = []
    into: int | None = case_id
    while into is not None:
        found.append(into)
        above = rows.Case.everything.filter(pk=into).order_by()
        into = above.values_list("merged_into", flat=True).first()
    _check_seen(found)
    return found


def _check_seen(numbers: list[int]) -> None:
    """To say that one of them is not there would name it."""
    shown = seen.shown(numbers[1:])
    for each, into in pairwise(numbers):
        if into not in shown:
            raise WrongState(merging.went_into(load.case(CaseId(each)), ""))


def _held(numbers: list[int]) -> list[rows.Case] | None:
    begun = transaction.savepoint()
    held = {pk: load.even_erased(CaseId(pk)) for pk in sorted(numbers)}
    found = [held[pk] for pk in numbers]
    if [each.merged_into_id for each in found] == [*numbers[1:], None]:
        transaction.savepoint_commit(begun)
        return found
    transaction.savepoint_rollback(begun)
    return None
