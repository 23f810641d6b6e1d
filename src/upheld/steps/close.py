"""Close: what the complainant said of our answer, the cause, and the way back in."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from upheld.core import lessons, onward
from upheld.core.lessons import ClosingError
from upheld.core.obligations import HEAR, End
from upheld.core.promises.commitments import CommitmentState
from upheld.core.reply import told_day
from upheld.core.words import CaseId, CaseState, Channel, LetterKind, LetterState, Outcome
from upheld.store import came_last, causes, clocks, in_order, load, policies, save
from upheld.store import models as rows
from upheld.store.merged import complained_too, merging

from . import may
from .answer import check_others


@transaction.atomic
def hear(
    case_id: CaseId,
    accepted: bool,
    words: str,
    by: may.Actor,
    now: datetime,
    *,
    channel: Channel | None = None,
) -> None:
    """Records what the complainant said of our answer, and how where that is known; a contested one
    is looked at anew. Of whoever complained beside another (steps/answer_too.py) it stays with
    their own case, and what is looked at anew is the case where it was decided."""
    case, *way = in_order.way(case_id)
    may.check("hear", by, complained_too.state_for(case))
    save.heard(case, accepted, words.strip(), channel, by.name, now)
    there = way[-1] if way else case
    if accepted and not way:
        clocks.met(case, End.ACCEPTANCE, now)
    if accepted and there.next_step == HEAR:
        save.moved(there, CaseState(there.state), now)
    if not accepted and way:
        _look_anew(there, by, now)
    elif not accepted:
        save.moved(case, CaseState.INVESTIGATING, now)


_CONTESTED_TOO = "Somebody who complained of it too does not accept our answer."


def _look_anew(there: rows.Case, by: may.Actor, now: datetime) -> None:
    """The case where it was decided: its own answer may not have left yet."""
    if there.state == CaseState.ANSWERED:
        reopen(CaseId(there.pk), _CONTESTED_TOO, by, now)
    else:
        save.moved(there, CaseState.INVESTIGATING, now)


@transaction.atomic
def close(
    case_id: CaseId,
    cause: str,
    lesson: str,
    misunderstood: str,
    by: may.Actor,
    now: datetime,
    *,
    still_to_keep: bool = False,
    was_read: bool = False,
) -> None:
    """Closes a case with its cause: resolved only when the complainant accepted (DISP 1.5), else
    with the way onward told, and when everybody who complained has an answer. `still_to_keep`
    says that whoever closes it knows of the promises that are still open, `was_read` that they read
    what came since our answer. Raises ClosingError, NotReady, NotAllowed or WrongState."""
    case = load.case(case_id)
    may.check("close", by, case.state)
    check_others(case)
    accepted = load.accepted(case)
    listed, untold = causes.listed(), _untold(case)
    closing = lessons.close(cause, lesson, accepted, listed, misunderstood, untold)
    if not still_to_keep:
        _check_promises(case)
    wrote = came_last.unheard(case)
    if wrote and not was_read:
        raise ClosingError(_unread(wrote))
    save.closed(case, closing, by.name, now, was_read=wrote is not None)
    save.moved(case, CaseState.CLOSED, now)


def _check_promises(case: rows.Case) -> None:
    """Raises ClosingError while something that we promised is neither kept nor broken."""
    still = [row.words.rstrip(".") for row in case.commitments.filter(state=CommitmentState.OPEN)]
    if still:
        raise ClosingError(
            f"we still have to keep what we promised ({'; '.join(still)}): record that it was kept "
            "or broken, or say that the case closes while it is still to be kept"
        )


def _unread(wrote: datetime) -> str:
    """The answer says that whoever replies to it has it looked at again."""
    return (
        f"they wrote on {told_day(timezone.localdate(wrote))}, after our answer: record whether "
        "they accept or contest it, or say that what they wrote was read"
    )


# What comes before an answer is no way onward from it.
_BEFORE = (LetterKind.ACKNOWLEDGEMENT, LetterKind.QUESTION)
# On its way counts: the job sends it. One that failed or waits to be posted has told nobody.
_LEFT = (LetterState.QUEUED, LetterState.SENDING, LetterState.SENT)


def _untold(case: rows.Case) -> tuple[str, ...]:
    """What of the way onward the letters since our latest decision do not tell."""
    decision = load.latest_decision(case.pk)
    letters = case.letters.filter(state__in=_LEFT).exclude(kind__in=_BEFORE)
    if decision:
        letters = letters.filter(queued_at__gte=decision.at)
    told = "\n\n".join(letters.values_list("body", flat=True))
    outcome = Outcome(decision.outcome) if decision and decision.outcome else None
    return onward.untold(told, outcome, policies.voice(case.regime).outside_body)


@transaction.atomic
def reopen(case_id: CaseId, why: str, by: may.Actor, now: datetime) -> None:
    """The same case goes on, with its history and its clocks (Ofgem SI 2008/1898 reg 4(6))."""
    case = load.case(case_id)
    may.check("reopen", by, case.state)
    if case.merged_into_id is not None:
        then = ": work on that one, or undo the merge first"
        raise may.WrongState(merging.went_into(case, then))
    save.reopened(case, why.strip(), by.name, now)
    save.moved(case, CaseState.INVESTIGATING, now)
