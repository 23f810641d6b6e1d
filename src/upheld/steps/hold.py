"""Hold: why there is no answer yet, by when there will be one, and at the limit the way onward."""

from datetime import date, datetime, timedelta

from upheld.core import reply
from upheld.core.obligations import ANSWERS, HOLDING
from upheld.core.reply import Letter, Waiting
from upheld.core.words import CaseId, CaseState, FindingResult, LetterKind
from upheld.store import load, own_day, policies, save
from upheld.store import models as rows

from . import may
from .letters import required_of, send_now, sending

# So near to its limit a holding letter is the one that the rule asks for.
AT_THE_LIMIT = timedelta(days=7)
_LATER = timedelta(days=14)


def due_letters(case: rows.Case, now: datetime) -> list[rows.Clock]:
    """The clocks that a holding letter meets when it leaves now, the earliest first."""
    waiting = [clock for clock in case.clocks.all() if clock.kind in HOLDING]
    return [each for each in waiting if not each.met_at and each.due - now <= AT_THE_LIMIT]


def draft_holding(case: rows.Case, by: may.Actor, now: datetime) -> Letter:
    """Why not yet, from what is still open; by when, from the clocks."""
    due = [clock.obligation for clock in due_letters(case, now)]
    return reply.holding(
        load.addressed(case, by.name),
        _waiting(case),
        _answer_by(case, now),
        policies.voice(case.regime),
        required_of(case, LetterKind.HOLDING, due=due),
    )


def _waiting(case: rows.Case) -> Waiting:
    decided = next(iter(case.decisions.all()), None)
    if case.state == CaseState.DECIDED:
        return Waiting(approval=True)
    asked = load.recalled(decided).questions if decided else ()
    open_still = [row.statement for row in case.allegations.all() if not _found(row)]
    points = tuple(open_still) or ((case.subject,) if not asked else ())
    return Waiting(points, tuple(question.text for question in asked))


def _found(row: rows.Allegation) -> bool:
    finding = getattr(row, "finding", None)
    return finding is not None and finding.result != FindingResult.UNDETERMINED


def _answer_by(case: rows.Case, now: datetime) -> date:
    """The first day for an answer that lies beyond the limit, or else two weeks from now."""
    beyond = [c.due_on for c in own_day.clocks(case)
              if c.kind in ANSWERS and not c.met_at and c.due - now > AT_THE_LIMIT]  # fmt: skip
    there = now.astimezone(policies.zone(case.regime))
    return min(beyond, default=(there + _LATER).date())


@sending
def hold(case_id: CaseId, letter: Letter, by: may.Actor, now: datetime) -> None:
    """Sends a holding letter; near a limit it meets the clock that waits for one.

    Raises LetterBlocked, WrongState or NotAllowed."""
    case = load.case(case_id)
    may.check("hold", by, case.state)
    due = due_letters(case, now)
    required = required_of(case, LetterKind.HOLDING, due=[clock.obligation for clock in due])
    send_now(case, LetterKind.HOLDING, letter, None, by, now, required)
    for clock in due:
        clock.case = case
        save.letter_recorded(clock, now, by.name, now)
