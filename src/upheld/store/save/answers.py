"""What was decided and written, and what left."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import Any

from django.db.models import Q

from upheld.core import precedents, record
from upheld.core.decision import Decision
from upheld.core.deviations import situation_of
from upheld.core.event_kinds import EventKind
from upheld.core.floor import LawOnPoint
from upheld.core.obligations import STAND_INS, ObligationKind
from upheld.core.reply import Letter
from upheld.core.words import CaseState, LetterState
from upheld.store import models as rows
from upheld.store.record import events, kept_policies, said
from upheld.store.record.events import Act
from upheld.store.rows import fired

from .act import act
from .cases import moved


def decided(row: rows.Decision, before: Collection[rows.Decision]) -> None:
    """A decision of `new_decision`, once it is known whose approval it needs, and its event;
    `before` are those of the case until now."""
    row.save()
    fired.keep(row, before)
    kept_policies.keep(row.policy_version, row.at)
    # What was decided has no word that the case did not have: nothing new is there to be found.
    events.append(Act(row.case_id, EventKind.DECIDED, row.by, row.at, said.of_decision(row)))


def new_decision(
    case: rows.Case,
    document: dict[str, Any],
    decision: Decision,
    by: str,
    law: Sequence[LawOnPoint] | None = None,
) -> rows.Decision:
    """The row of a decision, not yet saved; `law` is what the law gave beside it."""
    kept = {**record.keep(decision, law), record.DECIDED_WITH: product()}
    situation = situation_of(kept, document)
    return rows.Decision(
        case=case,
        at=decision.decided_at,
        by=by,
        policy_version=decision.policy_version,
        outcome=decision.outcome or "",
        stance=decision.stance,
        owed=decision.owed.amount,
        goodwill=decision.goodwill.amount,
        currency=decision.currency,
        needs_role=decision.authority.role,
        needs_second_person=decision.authority.second_person,
        same_facts=record.same_facts_key(document["allegations"]),
        situation=situation.key if situation else "",
        like_facts=precedents.like_key(document),
        document=document,
        record=kept,
    )


@cache
def product() -> str:
    """The version of Upheld that decides here."""
    return version("upheld")


def counted_no_more(decision: rows.Decision) -> None:
    """Its goodwill counts in no budget."""
    decision.budget_on = None
    decision.save(update_fields=["budget_on"])


def approved(decision: rows.Decision, by: str, now: datetime) -> None:
    decision.approved_by, decision.approved_at = by, now
    decision.save(update_fields=["approved_by", "approved_at", "over_budget", "budget_on"])
    told: dict[str, Any] = {"decision": decision.pk}
    told |= {"over_budget": decision.over_budget} if decision.over_budget else {}
    events.append(Act(decision.case_id, EventKind.APPROVED, by, now, told))


def drafted(
    case: rows.Case, letter: Letter, decision: rows.Decision | None, by: str, now: datetime
) -> rows.Letter:
    """The one draft of its kind on a case: a new draft takes the place of the old."""
    row, _ = rows.Letter.objects.update_or_create(
        case=case,
        kind=letter.kind,
        state=LetterState.DRAFT,
        defaults={
            "subject": letter.subject,
            "body": letter.body,
            "decision": decision,
            "to": case.customer.email,
            "by": by,
            "at": now,
        },
    )
    act(case, EventKind.DRAFTED, by, now, {"letter": row.pk, "kind": letter.kind})
    return row


def queued(letter: rows.Letter, by: str, now: datetime) -> None:
    """The letter leaves with this transaction or not at all: its row is the job."""
    letter.state, letter.queued_at, letter.by = LetterState.QUEUED, now, by
    letter.save(update_fields=["state", "queued_at", "by"])
    told = {"kind": letter.kind, **said.of_letter(letter)}
    act(letter.case, EventKind.QUEUED, by, now, told)


def posted(letter: rows.Letter, by: str, now: datetime) -> None:
    letter.state, letter.sent_at, letter.error = LetterState.SENT, now, ""
    letter.save(update_fields=["state", "sent_at", "error"])
    told = {"letter": letter.pk, "kind": letter.kind, "state": "posted"}
    act(letter.case, EventKind.SENT, by, now, told)


def letter_recorded(clock: rows.Clock, sent_at: datetime, by: str, now: datetime) -> None:
    """A letter that left another way meets its clock, and what it stands in for."""
    ended = Q(pk=clock.pk)
    if clock.kind in STAND_INS and sent_at <= clock.due:
        ended |= Q(kind=ObligationKind.FINAL_RESPONSE, due=clock.due)
    clock.case.clocks.filter(ended, met_at=None).update(met_at=sent_at)
    told = {"obligation": clock.kind, "clock": clock.obligation, "sent_at": sent_at.isoformat()}
    act(clock.case, EventKind.LETTER_RECORDED, by, now, told)
    moved(clock.case, CaseState(clock.case.state), now)
