"""Hold too: whoever complained in a case that was merged into another customer's hears in a letter
of their own why there is no answer yet, with nothing in it of whoever else complained."""

from datetime import datetime

from upheld.core.reply import Letter
from upheld.core.words import CaseId, CaseState, LetterKind
from upheld.store import in_order, save
from upheld.store import models as rows
from upheld.store.merged import complained_too, merging
from upheld.store.sight import seen

from . import may
from .answer import NotReady
from .answer_too import is_for
from .hold import draft_holding, due_in, due_letters
from .letters import required_of, send_now, sending


def why_not(case: rows.Case, by: may.Actor) -> str:
    """Why no such letter is sent to them now; empty where one may be."""
    there = merging.worked_on_in(case)
    if not seen.shown([there.pk]):
        return f"{merging.went_into(case, '')}."
    if complained_too.answer_to(case):
        return "They have been answered."
    if may.allowed("hold", by, there.state):
        return ""
    return "The case that this one was merged into waits for no answer: nobody is held off now."


def draft_holding_too(case: rows.Case, by: may.Actor, now: datetime) -> Letter:
    """Why not yet, of what they told us and no other did; by when, from their own clocks.

    Raises NotReady."""
    _check(case, by)
    return draft_holding(case, by, now)


@sending
def hold_too(case_id: CaseId, letter: Letter, by: may.Actor, now: datetime) -> None:
    """Sends it to them. It meets the clocks of every case of theirs there that wait for one: of
    several they have one letter. Raises NotReady, LetterBlocked, WrongState or NotAllowed."""
    numbers = _numbers(case_id)
    case, *way = held(case_id)
    may.check("hold_too", by, case.state)
    _check(case, by)
    due = [clock.obligation for clock in due_letters(case, now)]
    required = required_of(case, LetterKind.HOLDING, due=due)
    send_now(case, LetterKind.HOLDING, letter, None, by, now, required)
    theirs = complained_too.of_customer(way[-1], case.customer_id)
    for clock in due_in([each for each in theirs if each.pk in numbers], now):
        save.letter_recorded(clock, now, by.name, now)
    save.moved(case, CaseState(case.state), now)


def held(case_id: CaseId) -> list[rows.Case]:
    """The case and each that it was merged into in its turn, held as store/in_order.py has it, with
    all that is written with it."""
    in_order.hold(rows.Case.everything.filter(pk__in=_numbers(case_id)))
    return in_order.way(case_id)


def _numbers(case_id: CaseId) -> set[int]:
    """The cases of theirs that it meets the clocks of, and where the work is done."""
    case = rows.Case.everything.filter(pk=case_id).first()
    if case is None:
        return set()
    there = merging.worked_on_in(case)
    theirs = complained_too.of_customer(there, case.customer_id)
    return {case_id, there.pk, *(each.pk for each in theirs)}


def _check(case: rows.Case, by: may.Actor) -> None:
    if not is_for(case):
        raise NotReady("nobody is written to here: write in the case where it is looked into")
    if reason := why_not(case, by):
        raise NotReady(reason)
