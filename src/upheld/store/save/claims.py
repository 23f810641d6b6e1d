"""What an assistant claims, and what a person makes of it."""

from datetime import datetime
from typing import Any

from upheld.core.claims import Claimed
from upheld.core.event_kinds import EventKind
from upheld.store import models as rows
from upheld.store import statements

from .act import act


def claimed(case: rows.Case, claim: Claimed, by: str, now: datetime) -> rows.Claim:
    row: rows.Claim = case.claims.create(
        allegation_id=claim.allegation,
        kind=claim.kind,
        statement=claim.statement,
        spans=statements.places(claim.spans),
        facts=dict(claim.facts),
        sources=dict(claim.sources),
        by=by,
        at=now,
    )
    told: dict[str, Any] = {"claim": row.pk, "allegation": claim.allegation, "kind": claim.kind}
    told |= {"statement": claim.statement, "facts": row.facts, "sources": row.sources}
    act(case, EventKind.CLAIMED, by, now, told)
    return row


def claim_taken(row: rows.Claim, allegation: rows.Allegation, by: str, now: datetime) -> None:
    """Each fact that came by it keeps whose claim it was, beside the person who took it."""
    stamps = {
        name: {**allegation.provenance.get(name, {}), "claimed": {"by": row.by, "source": source}}
        for name, source in row.sources.items()
        if name in row.facts
    }
    allegation.provenance = {**allegation.provenance, **stamps}
    allegation.save(update_fields=["provenance"])
    row.allegation = allegation
    _settle(row, True, by, now)
    told = {"claim": row.pk, "allegation": allegation.pk, "statement": row.statement}
    act(row.case, EventKind.CLAIM_TAKEN, by, now, told)


def claim_left(row: rows.Claim, why: str, by: str, now: datetime) -> None:
    row.why = why
    _settle(row, False, by, now)
    act(row.case, EventKind.CLAIM_LEFT, by, now, {"claim": row.pk, "why": why})


def _settle(row: rows.Claim, taken: bool, by: str, now: datetime) -> None:
    row.taken, row.settled_by, row.settled_at = taken, by, now
    row.save(update_fields=["allegation", "taken", "settled_by", "settled_at", "why"])
