"""One case on one page: what was said, what is so, what is owed, who, what we decide, the reply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from upheld.core import decision as core
from upheld.core.case import Case
from upheld.core.decision import Decision, DecisionError
from upheld.core.document import DocumentError, read_case
from upheld.core.event_kinds import EventKind
from upheld.core.floor import LawOnPoint
from upheld.core.words import CaseState, Stance
from upheld.insight.precedents import Precedents
from upheld.steps import may
from upheld.steps.decide import has_authority, waits
from upheld.steps.deliver import undelivered
from upheld.steps.offers import offers
from upheld.store import documents, load, policies
from upheld.store import legal_holds as store_holds
from upheld.store import models as rows
from upheld.store.called import is_disowned
from upheld.store.merged import as_one
from upheld.store.merged import merging as store_merging
from upheld.store.policies import PolicyMissing
from upheld.store.policy_files import amiss, laws
from upheld.store.policy_files.data_files import BadData
from upheld.store.record import kept_policies
from upheld.store.sight import seen
from upheld.store.sight.withheld import Waits, told_waiting
from upheld.store.sql.asked_again import AskedAgain
from upheld.tables import HitError, Policy, PolicyError

from . import (
    chapters,
    clocks,
    given,
    legal_holds,
    merging,
    outside,
    precedents,
    promises,
    reply,
    timeline,
)
from .asking import AskingPart, asked_of_them, asking_part
from .claims import claim_parts
from .conduct import on_case
from .digest import digest
from .due import Due, due
from .endings import endings
from .exceptions import exceptions_part
from .fold import Opened
from .folds import Folds
from .imports import said_since
from .laws import law_parts
from .letter import Block, blocks
from .next import Decided, next_action
from .said import said_part
from .theirs import felt, unopened
from .topics import topic_part

_LATEST_EVENTS = 60
_CHANGES = {
    EventKind.ALLEGED, EventKind.FACTS_RECORDED, EventKind.FACTS_PULLED, EventKind.FOUND,
    EventKind.EVIDENCE_ADDED, EventKind.CIRCUMSTANCES_RECORDED, EventKind.CUSTOMER_KNOWN,
}  # fmt: skip
_SETTLED = {CaseState.DECIDED, CaseState.ANSWERED, CaseState.CLOSED}


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that left or is to leave, with each attempt to send it, the newest first."""

    row: rows.Letter
    blocks: tuple[Block, ...]
    attempts: list[timeline.Told]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the page is told from: the decision, or what the policy says of the facts so far."""

    policy: Policy
    events: list[rows.Event]
    decided: Decided | None
    spoken: Decision | None
    trouble: tuple[str, ...]
    told: Case | None = None
    document: dict[str, Any] | None = None


def case_page(case: rows.Case, by: may.Actor, now: datetime, opened: Opened) -> dict[str, Any]:
    """Everything that the case page shows to `by`."""
    known = _known(case, now)
    store_merging.read_for_page(case)
    folds = Folds(case, by, opened, known.policy)
    merged = merging.merged_parts(case, folds, known.events)
    parts = chapters.allegation_parts(case, known.spoken, folds, known.policy)
    done = sum(part.finding is not None for part in parts)
    all_found = bool(parts) and done == len(parts)
    readable = known.spoken if all_found else None
    alike = _precedents(case, known, readable)
    row = known.decided.row if known.decided else None
    before = precedents.precedents_part(alike, readable, row, folds)
    letter, unwritten = _reply(case, known.decided, folds, by, now)
    fit = _fit(case, readable)
    asking = _asking(case, known, folds, letter, by)
    first = asking.first if asking else {}
    before_that, too = promises.first_open(case, now), merging.complained_too(case, by, now)
    return {
        "offered": folds.offered,
        "case": case,
        "now": now,
        "next": next_action(
            case,
            known.decided,
            by,
            before_that,
            first,
            merging.beside(too, asking, known.decided),
        ),
        "next_due": _next_due(case, now),
        "digest": digest(parts, readable, known.decided, before.measured, letter, fit),
        "said": said_part(case, folds),
        "topic": topic_part(case, by),
        "since": said_since(case),
        "allegations": parts,
        "claims": claim_parts(case, folds),
        "asking": asking,
        "records": policies.records_connected(),
        "found": {"done": done, "all": len(parts), "complete": all_found},
        "trouble": (*known.trouble, *unwritten),
        "owed": readable,
        "paid_before": given.paid_before(case),
        "given_before": given.given_before(case, readable),
        "laws": law_parts(_law(known), parts, readable) if readable else [],
        "fit": fit,
        "waiting": _waiting_elsewhere(case) if all_found else None,
        "precedents": before,
        "reply": letter,
        "to_post": undelivered(case),
        "other_letters": offers(case, by, now),
        "sent": _sent(case, merged, known.events),
        "merged": merged,
        "too": too,
        "wrote": timeline.wrote(known.events),
        "into_shown": case.merged_into_id and seen.shown([case.merged_into_id]),
        "may_merge": may.allowed("merge", by, case.state) and case.merged_into_id is None,
        "exceptions": exceptions_part(
            case, known.decided.decision if known.decided else None, folds, by
        ),
        "promises": promises.promise_parts(case, folds, now),
        "promise_folds": promises.promise_folds(case, folds),
        **outside.outside_part(case, folds),
        "endings": endings(case),
        "legal_holds": legal_holds.of(store_holds.over(case), timezone.localdate(now)),
        "may_hold_legally": may.allowed_any("keep_legal_holds", by),
        "felt": felt(case),
        "disowned": is_disowned(case),
        "way_in": unopened(case, now),
        "on_case": on_case(case, folds, by, timezone.localdate(now)),
        **clocks.clocks_part(case, folds, now),
        "events": timeline.told(known.events, case),
        **_decision(known.decided, by),
        **_folds(folds, known.decided, by, all_found, _differs(alike), too),
    }


def _known(case: rows.Case, now: datetime) -> _Known:
    received_on = policies.day_at(case.regime, case.received_at)
    try:
        policy = kept_policies.to_show(received_on)
        missing = amiss.deciding()
    except PolicyMissing as error:
        policy, missing = policies.read_policy(policies.folder()), str(error)
    events = _EVENTS(merging.family_of(case))
    decided = _decided(case, [event for event in events if event.case_id == case.pk])
    if decided and case.state in _SETTLED:
        told = decided.row.document
        return _Known(policy, events, decided, decided.decision, (), document=told)
    if missing or not case.allegations.all():
        return _Known(policy, events, decided, None, (missing,) if missing else ())
    try:
        document = documents.document(case, now, priced=False)
        told = read_case(document, policy)
        spoken = core.decide(told, policy, now)
        return _Known(policy, events, decided, spoken, (), told, document)
    except DocumentError as error:
        trouble = error.problems
    except (DecisionError, HitError) as error:
        trouble = (str(error),)
    return _Known(policy, events, decided, None, trouble)


def _latest(cases: Sequence[int]) -> "QuerySet[rows.Event]":
    return rows.Event.objects.filter(case__in=cases).order_by("-number")[:_LATEST_EVENTS]


_EVENTS = AskedAgain(_latest)


def _law(known: _Known) -> tuple[LawOnPoint, ...]:
    """What the law gave when it was decided, or gives on the facts so far."""
    if known.told and known.spoken:
        return laws.on(known.told, known.spoken)
    try:
        return load.law_on_points(known.decided.row, known.policy) if known.decided else ()
    except (BadData, DocumentError, PolicyError):
        # Its facts are none of this policy's, or a law cannot be read: nothing is made up for it.
        return ()


def _reply(
    case: rows.Case, decided: Decided | None, folds: Folds, by: may.Actor, now: datetime
) -> tuple[reply.ReplyPart | None, tuple[str, ...]]:
    """The letter that the case waits for, or why none can be drafted."""
    try:
        return reply.reply_part(case, decided, folds, by, now), ()
    except BadData as error:
        return None, (str(error),)


def _asking(
    case: rows.Case, known: _Known, folds: Folds, letter: reply.ReplyPart | None, by: may.Actor
) -> AskingPart | None:
    """While a case is looked into; what was decided asked before."""
    if known.spoken is None or case.state in _SETTLED:
        return None
    return asking_part(case, known.spoken, folds, letter, by)


def _next_due(case: rows.Case, now: datetime) -> Due | None:
    return due(case.next_due, now, policies.calendar(case.regime)) if case.next_due else None


def _decided(case: rows.Case, events: Sequence[rows.Event]) -> Decided | None:
    row = next(iter(case.decisions.all()), None)
    if row is None:
        return None
    since = takewhile(lambda event: not _decides(event, row), events)  # the newest first
    overtaken = any(event.kind in _CHANGES for event in since)
    decision = load.recalled(row)
    return Decided(row, decision, overtaken, asked_of_them(case, decision))


def _decides(event: rows.Event, row: rows.Decision) -> bool:
    return event.kind == EventKind.DECIDED and event.data.get("decision") == row.pk


def _decision(decided: Decided | None, by: may.Actor) -> dict[str, Any]:
    if decided is None:
        return {"decision": None}
    part = chapters.decision_part(decided.row, decided.decision, decided.overtaken, by)
    return {"decision": part}


def _folds(
    folds: Folds,
    decided: Decided | None,
    by: may.Actor,
    all_found: bool,
    differs: bool,
    too: Sequence[merging.Too],
) -> dict[str, Any]:
    offered = decided is not None and waits(decided.row) and has_authority(decided.row, by)
    return {
        "so_folds": folds.of_investigation(),
        "decision_folds": folds.of_decision(all_found, offered, differs),
        "ending_folds": folds.of_ending(merging.whose(folds.case, too, by)),
        "words_folds": folds.of_words(),
        "delivery_folds": folds.of_delivery(),
        "owner_folds": folds.of_owner(),
        "clock_folds": folds.of_clocks(),
    }


def _sent(
    case: rows.Case, merged: Sequence[merging.MergedPart], events: Sequence[rows.Event]
) -> list[Sent]:
    return [
        Sent(row, blocks(row.body, ()), timeline.attempts(events, row.pk))
        for row in merging.with_theirs(list(case.letters.all()), merged)
    ]


def _precedents(case: rows.Case, known: _Known, readable: Decision | None) -> Precedents | None:
    """What was done before, once this decision may be read; what only asks has no precedent."""
    if readable is None or known.document is None or readable.stance is Stance.ASK:
        return None
    return precedents.found(case, known.document, readable, known.policy)


def _fit(case: rows.Case, readable: Decision | None) -> chapters.FitPart | None:
    """Who this is to us, once neither this case nor another of theirs waits for a finding."""
    if readable is None or case.waiting_elsewhere:  # type: ignore[attr-defined]
        return None
    return chapters.fit_part(as_one.shown_as(case.customer), readable.fit)


def _waiting_elsewhere(case: rows.Case) -> Waits | None:
    return told_waiting(case.customer, case.waiting_elsewhere, [case.pk])  # type: ignore[attr-defined]


def _differs(told: Precedents | None) -> bool:
    return bool(told and told.measured and told.measured.needs_reason)
