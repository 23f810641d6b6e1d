"""Commit: what a letter promises is kept track of, until a person says what came of it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from upheld.core.as_seen import is_blank
from upheld.core.promises import commitments as core
from upheld.core.promises.commitments import CommitmentError, CommitmentState
from upheld.core.promises.given_before import Kept, less
from upheld.core.promises.one_promise import alike_of_another, replaced
from upheld.core.reply import Letter
from upheld.core.words import CaseId, CaseState
from upheld.store import load, policies, save
from upheld.store import models as rows
from upheld.store.merged import merging, own_day, their_part

from . import may
from .decide import waits


def commit_to(
    case: rows.Case,
    row: rows.Letter,
    letter: Letter,
    decision: rows.Decision | None,
    by: may.Actor,
    now: datetime,
) -> None:
    """What this letter promises, in the transaction that lets it leave."""
    told = their_part.told(decision, case) if decision else None
    clocked = {each.due_on for each in (*case.clocks.all(), *own_day.clocks(case))}
    today = policies.day_at(case.regime, now)
    found = core.promised(letter, told, today, clocked, _people(case))
    anew = _of_another(case, found, decision, today) if decision else ()
    _take_place(case, save.committed(case, found, row, by.name, now, anew), by, now)


def _of_another(
    case: rows.Case, found: Sequence[core.Promise], decision: rows.Decision, today: date
) -> list[core.Promise]:
    """The promises that read like an open one, and are of another point by this decision."""
    of = their_part.together(case)
    old = [read for _, read in their_part.promises(of, CommitmentState.OPEN)]
    if not {each.words for each in found} & {each.words for each in old}:
        return []
    of_it = their_part.theirs(decision, of)
    new = [Kept(each.words, of_it, today, "", (each.due_on - today).days) for each in found]
    is_anew = alike_of_another(old, new, their_part.given_before(of))
    return [each for each, other in zip(found, is_anew, strict=True) if other]


def _people(case: rows.Case) -> list[str]:
    """The names of who works here; of one that the customer shares nobody knows who is meant."""
    theirs = set(case.customer.name.split())
    every = rows.Person.objects.filter(is_active=True).values_list("name", flat=True)
    return [name for name in every if not theirs & set(name.split())]


def _take_place(
    case: rows.Case, made: Sequence[rows.Commitment], by: may.Actor, now: datetime
) -> None:
    """An open promise of what a letter promises anew is kept track of no more: the same thing would
    be given twice."""
    of = their_part.together(case)
    every = their_part.promises(of, CommitmentState.OPEN) if made else []
    old = [(row, read) for row, read in every if row not in made]
    if not old:
        return
    new, before = [read for row, read in every if row in made], their_part.given_before(of)
    anew = replaced([read for _, read in old], new, before)
    for (row, _), newer in zip(old, anew, strict=True):
        if newer:
            note = f"promised anew: {'; '.join(each.words for each in newer)}"
            save.settled(row, CommitmentState.REPLACED, note, by.name, now)


@transaction.atomic
def promise(case_id: CaseId, words: str, due_on: date, by: may.Actor, now: datetime) -> None:
    """A promise that was given another way; of money, what the case was given already.

    Raises CommitmentError or NotAllowed."""
    case = load.case(case_id)
    may.check("commit", by, case.state)
    today = policies.day_at(case.regime, now)
    free, promised = _sums(case)
    found = core.by_hand(words, due_on, today, free, case.currency, promised)
    save.committed(case, (found,), None, by.name, now)
    save.moved(case, CaseState(case.state), now)


def _sums(case: rows.Case) -> tuple[core.Sums, core.Sums]:
    """What whoever complained in the case may be promised, wherever it is decided, and what of that
    is promised already."""
    row = load.latest_decision(merging.worked_on_in(case).pk)
    if row is None:
        return (), ()
    of, waiting = their_part.together(case), waits(row)
    theirs = their_part.theirs(row, of)
    decided = core.sums_of(less(theirs, their_part.given_before(of)), waiting)
    before, words = their_part.promised_before(of)
    free = core.sums_left(theirs, waiting, before, words)
    free -= {(each.amount, each.currency) for each in their_part.told_of(row, of).outdone}
    return free, (decided | their_part.sums_promised(of)) - free


@transaction.atomic
def settle(
    case_id: CaseId,
    commitment_id: int,
    kept: bool,
    note: str,
    by: may.Actor,
    now: datetime,
    *,
    unwanted: bool = False,
) -> None:
    """A person says that a promise was kept, or that it was broken, and what shows it; or that they
    do not want it any more (`unwanted`), in their words. What is ended so was given to nobody.

    Raises CommitmentError or NotAllowed."""
    case = load.case(case_id)
    may.check("commit", by, case.state)
    row = case.commitments.filter(pk=commitment_id, state=CommitmentState.OPEN).first()
    if row is None:
        raise CommitmentError("this promise was settled already: look at the record")
    state = _came_of_it(kept, unwanted, note)
    row.case = case
    save.settled(row, state, note.strip(), by.name, now)
    save.moved(case, CaseState(case.state), now)


def _came_of_it(kept: bool, unwanted: bool, note: str) -> CommitmentState:
    if kept and unwanted:
        raise CommitmentError("say that it was kept, or that they do not want it: not both")
    if is_blank(note) and unwanted:
        raise CommitmentError("write in their words that they do not want it any more")
    if is_blank(note):
        raise CommitmentError("write what shows it: a payment, a call, what came in the way")
    if unwanted:
        return CommitmentState.ENDED
    return CommitmentState.KEPT if kept else CommitmentState.BROKEN
