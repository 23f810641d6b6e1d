"""Core to rows: each act writes its rows, its event and the search index together."""

from .answers import approved, decided, drafted, letter_recorded, new_decision, posted, queued
from .cases import (
    assigned,
    calendar_addressed,
    circumstances,
    closed,
    heard,
    mended,
    moved,
    new_case,
    order_linked,
    paused,
    received,
    reopened,
    resumed,
)
from .claims import claim_left, claim_taken, claimed
from .customers import customer, customer_changed
from .findings import alleged, evidence_added, facts_pulled, facts_recorded, found
from .model_readings import model_asked, model_failed

__all__ = [
    "alleged",
    "approved",
    "assigned",
    "calendar_addressed",
    "circumstances",
    "claim_left",
    "claim_taken",
    "claimed",
    "closed",
    "customer",
    "customer_changed",
    "decided",
    "drafted",
    "evidence_added",
    "facts_pulled",
    "facts_recorded",
    "found",
    "heard",
    "letter_recorded",
    "mended",
    "model_asked",
    "model_failed",
    "moved",
    "new_case",
    "new_decision",
    "order_linked",
    "paused",
    "posted",
    "queued",
    "received",
    "reopened",
    "resumed",
]
