"""Hold: why there is no answer yet, by when there will be one, and at the limit the way onward."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from upheld.core import reply
from upheld.core.obligations import ANSWERS, HOLDING
from upheld.core.reply import Letter, Waiting
from upheld.core.words import CaseId, CaseState, FindingResult, LetterKind
from upheld.store import called, load, policies, save
from upheld.store import models as rows
from upheld.store.merged import complained_too, merging, own_day, their_part
from upheld.store.sight import seen

from . import may
from .answer import NotReady, named
from .decide import waits
from .letters import required_of, send_now, sending

# So near to its limit a holding letter is the one that the rule asks for.
AT_THE_LIMIT = timedelta(days=7)
_LATER = timedelta(days=14)


def due_letters(case: rows.Case, now: datetime) -> list[rows.Clock]:
    """The clocks that a holding letter meets when it leaves now, the earliest first."""
    waiting = [clock for clock in case.clocks.all() if clock.kind in HOLDING]
    return [each for each in waiting if not each.met_at and each.due - now <= AT_THE_LIMIT]


def due_in(cases: Sequence[rows.Case], now: datetime) -> list[rows.Clock]:
    """The same of several cases, of which no page was read, by one statement."""
    waiting = rows.Clock.objects.filter(case__in=[case.pk for case in cases], met_at=None)
    due = waiting.filter(kind__in=HOLDING, due__lte=now + AT_THE_LIMIT)
    return list(due.select_related("case").order_by("due", "pk"))


def why_not(case: rows.Case, now: datetime) -> str:
    """Why the letter of a case waits; empty where it does not. With it the clocks of the case are
    met, so that nothing tells any more of whoever complained too and has none."""
    unanswered = _unanswered(case) if due_letters(case, now) else ()
    if not (waiting := waiting_too(case, unanswered, now)):
        return ""
    return (
        f"{named(waiting)} complained of it too and a holding letter is due to them: write to them "
        "first"
    )


def _unanswered(case: rows.Case) -> list[rows.Case]:
    """No statement of a case whose page was read where nothing was merged."""
    return [] if their_part.is_alone(case) else complained_too.unanswered(case)


@seen.whole()
def waiting_too(
    there: rows.Case, unanswered: Sequence[rows.Case], now: datetime
) -> list[rows.Case]:
    """Of whoever complained too and has no answer, those to whom such a letter is due now
    (steps/hold_too.py); nobody who says that theirs is not from them, to whom none leaves."""
    found = [each for each in unanswered if not called.is_disowned(each)]
    theirs = [row.case for row in merging.came_over(there)] if found else []
    due = {clock.case.customer_id for clock in due_in(theirs, now)}
    return [each for each in found if each.customer_id in due]


def draft_holding(case: rows.Case, by: may.Actor, now: datetime) -> Letter:
    """Why not yet, from what is still open; by when, from the clocks."""
    due = [clock.obligation for clock in due_letters(case, now)]
    to = load.addressed(case, by.name)
    return reply.holding(
        to,
        _waiting(case, to.subject),
        _answer_by(case, now),
        policies.voice(case.regime),
        required_of(case, LetterKind.HOLDING, due=due),
    )


def _waiting(case: rows.Case, subject: str) -> Waiting:
    """Why there is no answer yet, of what whoever complained in the case told us: what another did,
    whose case went over into it, is said to nobody else, and neither is what that one is asked."""
    of = their_part.together(case)
    decided = next(iter(of.there.decisions.all()), None)
    if decided and of.there.state == CaseState.DECIDED:
        return Waiting(approval=_waits_for_another(decided), decided=True)
    asked = their_part.theirs(decided, of).questions if decided else ()
    open_still = [row.statement for row in their_part.alleged(of) if not _found(row)]
    points = tuple(open_still) or ((subject,) if subject and not asked else ())
    return Waiting(points, tuple(question.text for question in asked))


def _waits_for_another(decision: rows.Decision) -> bool:
    """Whether somebody must look at it who did not make it: a lead's own decision may leave by
    their own hand where no second person is needed. An exception waits for one too."""
    if any(each.waits for each in decision.deviations.all()):
        return True
    made_by = decision.decided_by  # nobody where it was made by a command, which may do all
    another = decision.needs_second_person or (made_by is not None and not may.leads(made_by))
    return waits(decision) and another


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
    """Sends a holding letter; near a limit it meets the clock that waits for one, once whoever
    complained too has theirs. Raises NotReady, LetterBlocked, WrongState or NotAllowed."""
    case = load.case(case_id)
    may.check("hold", by, case.state)
    if reason := why_not(case, now):
        raise NotReady(reason)
    due = due_letters(case, now)
    required = required_of(case, LetterKind.HOLDING, due=[clock.obligation for clock in due])
    send_now(case, LetterKind.HOLDING, letter, None, by, now, required)
    for clock in due:
        clock.case = case
        save.letter_recorded(clock, now, by.name, now)
