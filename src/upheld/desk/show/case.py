"""One case on one page: what was said, what is so, what is owed, who, what we decide, the reply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from upheld.core import decision as core
from upheld.core.decision import Decision, DecisionError
from upheld.core.document import DocumentError, read_case
from upheld.core.words import CaseState, EventKind
from upheld.desk.reads import calendar
from upheld.steps import may
from upheld.steps.answer import may_leave
from upheld.store import load, policies
from upheld.store import models as rows
from upheld.store.policies import PolicyMissing
from upheld.tables import Policy

from . import chapters, reply, timeline
from .digest import digest
from .due import Due, due, met
from .folds import Folds, Opened
from .letter import Block, blocks
from .next import Decided, next_action

_LATEST_EVENTS = 60
_CHANGES = {EventKind.ALLEGED, EventKind.FACTS_RECORDED, EventKind.FOUND, EventKind.EVIDENCE_ADDED}
_SETTLED = {CaseState.DECIDED, CaseState.ANSWERED, CaseState.CLOSED}


@dataclass(frozen=True, slots=True)
class ClockPart:
    row: rows.Clock
    due: Due


@dataclass(frozen=True, slots=True)
class Sent:
    row: rows.Letter
    blocks: tuple[Block, ...]


def case_page(case: rows.Case, by: may.Actor, now: datetime, opened: Opened) -> dict[str, Any]:
    """Everything that the case page shows to `by`. Raises PolicyMissing for a case before any."""
    received_on = case.received_at.astimezone(policies.zone(case.regime)).date()
    policy = policies.policy_in_force(received_on)
    events = list(case.events.order_by("-number")[:_LATEST_EVENTS])
    decided = _decided(case, events)
    settled = decided is not None and case.state in _SETTLED
    preview, trouble = (None, ()) if settled else _preview(case, policy, now)
    folds = Folds(case, by, opened, policy)
    parts = chapters.allegation_parts(case, preview, folds, policy)
    done = sum(part.finding is not None for part in parts)
    all_found = bool(parts) and done == len(parts)
    spoken = decided.decision if decided and settled else preview
    alike = _precedents(decided)
    letter = reply.reply_part(case, decided, folds, by, now)
    waits = decided is not None and case.state == CaseState.DECIDED
    return {
        "case": case,
        "next": next_action(case, decided, by),
        "next_due": due(case.next_due, now, calendar(case.regime)) if case.next_due else None,
        "digest": digest(parts, spoken if all_found else None, decided, alike, letter),
        "allegations": parts,
        "found": {"done": done, "all": len(parts), "complete": all_found},
        "trouble": trouble,
        "so_folds": folds.of_investigation(),
        "owed": spoken,
        "fit": chapters.fit_part(case.customer, spoken.fit) if all_found and spoken else None,
        "decision": chapters.decision_part(decided.row, decided.decision, decided.overtaken, by)
        if decided
        else None,
        "decision_folds": folds.of_decision(
            all_found, decided is not None and waits and not may_leave(decided.row, by)
        ),
        "precedents": alike,
        "reply": letter,
        "sent": [Sent(row, blocks(row.body, ())) for row in case.letters.all() if row.queued_at],
        "ending_folds": folds.of_ending(),
        "owner_folds": folds.of_owner(),
        "clocks": _clocks(case, now),
        "events": timeline.told(events),
        "now": now,
    }


def _decided(case: rows.Case, events: Sequence[rows.Event]) -> Decided | None:
    row = next(iter(case.decisions.all()), None)
    if row is None:
        return None
    overtaken = any(event.kind in _CHANGES and event.at > row.at for event in events)
    return Decided(row, load.recalled(row), overtaken)


def _preview(
    case: rows.Case, policy: Policy, now: datetime
) -> tuple[Decision | None, tuple[str, ...]]:
    """What the policy would say of the facts as they stand, and what keeps it from saying so."""
    if not case.allegations.all():
        return None, ()
    try:
        return core.decide(read_case(load.document(case, now), policy), policy, now), ()
    except DocumentError as error:
        return None, error.problems
    except (DecisionError, PolicyMissing) as error:
        return None, (str(error),)


def _precedents(decided: Decided | None) -> list[chapters.Precedent]:
    if decided is None:
        return []
    return chapters.precedents(decided.row, load.same_facts(decided.row))


def _clocks(case: rows.Case, now: datetime) -> list[ClockPart]:
    days = calendar(case.regime)
    return [
        ClockPart(row, met(row.met_at, row.due) if row.met_at else due(row.due, now, days))
        for row in case.clocks.all()
    ]
