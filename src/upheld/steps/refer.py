"""Refer: it is for somebody else to answer, and with their consent we hand over what is needed."""

from datetime import datetime

from upheld.core import reply
from upheld.core.event_kinds import EventKind
from upheld.core.reply import Handover, Letter
from upheld.core.words import CaseId, LetterKind
from upheld.store import load, policies, save
from upheld.store import models as rows

from . import may
from .answer import NotReady
from .letters import send_now, sending, today_of


def draft_referral(case: rows.Case, handover: Handover, by: may.Actor) -> Letter:
    to = load.addressed(case, by.name)
    return reply.referral(to, handover, policies.voice(case.regime))


@sending
def refer(
    case_id: CaseId, handover: Handover, letter: Letter, by: may.Actor, now: datetime
) -> None:
    """Tells them whose it is and what goes there. Our own work on the case goes on.

    Raises NotReady where they have not agreed, LetterBlocked, WrongState or NotAllowed."""
    case = load.case(case_id)
    may.check("refer", by, case.state)
    if handover.agreed_on > today_of(case, now):
        raise NotReady("they have not agreed yet: ask first, nothing is handed over without it")
    send_now(case, LetterKind.REFERRAL, letter, None, by, now)
    told = {"whom": handover.whom, "handed": handover.handed}
    told |= {"agreed_on": handover.agreed_on.isoformat()}
    save.act(case, EventKind.REFERRED, by.name, now, told)
