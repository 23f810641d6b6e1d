"""Part: last of all, by people, after all that is owed, and never because of a complaint."""

from datetime import datetime

from upheld.core import reply
from upheld.core.parting import NOTICE, PartingError, PartingState
from upheld.core.reply import End, Letter
from upheld.core.words import CaseId, LetterKind
from upheld.store import load, policies
from upheld.store import models as rows
from upheld.store.save import partings as save

from . import may
from .another import acted
from .answer import NotReady
from .letters import send_now, sending, today_of
from .propose_parting import passed


def proposal(case: rows.Case) -> rows.Parting | None:
    """The parting that is to be told in this case, if there is one and it has not been told."""
    told = (PartingState.WITHDRAWN, PartingState.PARTED)
    return next((row for row in case.partings.all() if row.state not in told), None)


def why_not(case: rows.Case, by: may.Actor) -> str:
    """Why nobody, or not `by`, may end it now; empty when the letter may leave."""
    row = proposal(case)
    if row is None:
        return "Nobody has proposed to part in this case."
    if row.state == PartingState.PROPOSED:
        return "A second person must approve the proposal to part first."
    if row.state == PartingState.APPROVED:
        return "It is reviewed once more before it takes effect."
    if acted(row.proposed_by_id, row.by, by):
        return "You proposed it yourself: another lead sends this letter."
    return ""


def draft_parting(case: rows.Case, end: End, by: may.Actor) -> Letter:
    """Notice, alternatives, their data. Raises NotReady where it is not approved and reviewed."""
    _reviewed(case, by)
    to, voice = load.addressed(case, by.name), policies.voice(case.regime)
    return reply.parting(to, end, voice)


def approver(case: rows.Case) -> str:
    """The named person who approved that it ends."""
    row = proposal(case)
    return row.approved_by_name if row else ""


@sending
def part(
    case_id: CaseId, end: End, settled: bool, letter: Letter, by: may.Actor, now: datetime
) -> None:
    """Sends the letter; `settled` says that all that was owed has been paid or done, which the
    gates must show as well: each is computed once more.

    Raises NotReady, LetterBlocked, WrongState or NotAllowed."""
    case = load.case(case_id)
    may.check("part", by, case.state)
    row = _reviewed(case, by)
    if not settled:
        raise NotReady("settle first what is owed: a letter that parts leaves after it")
    try:
        passed(case.customer, now)
    except PartingError as error:
        raise NotReady(str(error)) from None
    first = today_of(case, now) + NOTICE
    if end.last_day < first:
        raise NotReady(f"give notice: the last day is {reply.told_day(first)} or later")
    sent = send_now(case, LetterKind.PARTING, letter, None, by, now)
    save.parted(row, sent, end.last_day, by.name, now)


def _reviewed(case: rows.Case, by: may.Actor) -> rows.Parting:
    if reason := why_not(case, by):
        raise NotReady(reason)
    row = proposal(case)
    assert row is not None
    return row
