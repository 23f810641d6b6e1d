"""Mend a case: what was written down wrongly on the day it came, before it is answered."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from upheld.core import spans
from upheld.core.intake import Complainant, Complaint, accepted
from upheld.core.words import CaseId, CaseState, Channel
from upheld.store import clocks, load, policies, save, statements
from upheld.store import models as rows
from upheld.store.merged import moves as merge_moves
from upheld.store.policies import Rules

from . import may


@dataclass(frozen=True, slots=True)
class Words:
    """What was said and when it reached us; `received_at` is aware.

    `rules` are those that set the clocks, where they change.
    """

    subject: str
    text: str
    demand: str
    received_at: datetime
    rules: Rules | None = None


@transaction.atomic
def mend_case(case_id: CaseId, words: Words, by: may.Actor, now: datetime) -> tuple[str, ...]:
    """Keeps the words and returns the names of what changed; the record keeps what was before.

    What was marked in the text is looked for in the new one: "marks" changed when some of it is
    no longer said there. Another moment of receipt and other rules set every clock anew; what was
    met stays met. Raises IntakeError, PolicyMissing, NotAllowed or WrongState.
    """
    case = load.case(case_id)
    may.check("mend", by, case.state)
    told = accepted(
        Complaint(
            text=words.text,
            received_at=words.received_at,
            complainant=Complainant(),
            subject=words.subject,
            channel=Channel(case.channel),
            demand=words.demand,
        ),
        now,
    )
    rules = words.rules or clocks.rules_of(case)
    policies.policy_in_force(policies.regime(rules.regime).day_of(told.received_at))
    rules.deadlines(told.received_at)
    mended = {name: getattr(told, name) for name in ("subject", "text", "demand", "received_at")}
    mended |= {"regime": rules.regime, "complaint_kind": rules.complaint_kind}
    mended["zone"] = str(policies.zone(rules.regime))
    changes = {name: new for name, new in mended.items() if new != getattr(case, name)}
    before = case.text
    if changes:
        save.mended(case, changes, by.name, now)
    lost = _marked_anew(case, before, by, now) if "text" in changes else False
    if changes.keys() & {"received_at", "regime", "complaint_kind"}:
        clocks.anew(case)
        merge_moves.press_again(case)
        # The day of receipt chooses the policy: what was decided under it is decided again.
        decided = case.state == CaseState.DECIDED
        save.moved(case, CaseState.INVESTIGATING if decided else CaseState(case.state), now)
    return (*changes, "marks") if lost else tuple(changes)


def _marked_anew(case: rows.Case, before: str, by: may.Actor, now: datetime) -> bool:
    """Each allegation's marks where the mended text says the same; whether any were lost."""
    lost = False
    for row in case.allegations.exclude(spans=[]):
        was = statements.spans_of(row)
        now_is = spans.reanchored(was, before, case.text)
        if now_is.kept != was:
            statements.marked(row, now_is.kept, by.name, now, now_is.lost)
        lost = lost or bool(now_is.lost)
    return lost
