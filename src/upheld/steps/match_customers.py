"""Customers who may be one person are put before a person, and who is two stays two."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from upheld.core.event_kinds import EventKind
from upheld.core.words import MatchState
from upheld.store import load, matching
from upheld.store import models as rows
from upheld.store.matching import Found
from upheld.store.record.events import Act, append
from upheld.store.sight import seen

from . import may


class MatchError(ValueError):
    """Two customers that cannot be made one, or one that cannot be made two; says what to do."""


@seen.whole()
@transaction.atomic
def propose(found: Sequence[Found], by: may.Actor, now: datetime) -> tuple[int, int]:
    """Keeps the pairs that were found: how many are new, and how many wait for a person.

    Nobody is merged, and what a person settled is not asked again. Raises NotAllowed.
    """
    may.check("match", by)
    new, waiting = matching.keep(found, now)
    told = {"new": new, "waiting": waiting}
    append(Act(None, EventKind.CUSTOMERS_LOOKED_THROUGH, by.name, now, told))
    return new, waiting


@seen.whole()
@transaction.atomic
def tell_apart(match_id: int, why: str, by: may.Actor, now: datetime) -> rows.Match:
    """They are two people, which is remembered.

    Raises MatchError, MatchMissing or NotAllowed."""
    may.check("tell_apart", by)
    _write_of_both(match_id)
    row = matching.match(match_id)
    _check(row, MatchState.OPEN)
    row.state, row.why = MatchState.DIFFERENT, why.strip()
    row.settled_at, row.settled_by = now, by.name
    row.save()
    _record(row, EventKind.CUSTOMERS_TOLD_APART, by, now)
    return row


@seen.whole()
@transaction.atomic
def ask_again(match_id: int, by: may.Actor, now: datetime) -> rows.Match:
    """That they are two is taken back: the pair waits for a person again.

    Raises MatchError, MatchMissing or NotAllowed."""
    may.check("tell_apart", by)
    _write_of_both(match_id)
    row = matching.match(match_id)
    _check(row, MatchState.DIFFERENT)
    row.state, row.why, row.settled_at, row.settled_by = MatchState.OPEN, "", None, ""
    row.save()
    _record(row, EventKind.CUSTOMERS_ASKED_AGAIN, by, now)
    return row


def _write_of_both(match_id: int) -> None:
    """Holds both, and their cases before them (store/in_order.py). Raises CustomerErased."""
    for pair in rows.Match.objects.filter(pk=match_id).values_list("one", "other"):
        for each in held(*pair).values():
            load.check_customer(each)


@seen.whole()
def held(*numbers: int) -> dict[int, rows.Customer]:
    """These customers, and the cases of all of them before (store/in_order.py); erased ones too."""
    load.hold_people(*numbers)
    return {pk: load.even_an_erased_customer(pk) for pk in sorted(numbers)}


def _check(row: rows.Match, state: MatchState) -> None:
    if row.state != state:
        said = {MatchState.OPEN: "waits for an answer", MatchState.SAME: "is one person",
                MatchState.DIFFERENT: "is two people"}  # fmt: skip
        raise MatchError(f"pair {row.pk} {said[MatchState(row.state)]} by now: look at it again")


def _record(row: rows.Match, kind: EventKind, by: may.Actor, now: datetime) -> None:
    told = {"match": row.pk, "one": row.one_id, "other": row.other_id, "why": row.why}
    append(Act(None, kind, by.name, now, told))
