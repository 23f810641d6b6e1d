"""Core to rows: each act writes its rows, its event and the search index together."""

from .act import act
from .answers import approved, decided, drafted, letter_recorded, new_decision, posted, queued
from .cases import (
    assigned,
    calendar_addressed,
    circumstances,
    closed,
    heard,
    known_to_be_theirs,
    mended,
    moved,
    new_case,
    order_linked,
    paused,
    received,
    reopened,
    resumed,
    topic_chosen,
)
from .claims import claim_left, claim_taken, claimed
from .commitments import committed, settled
from .customers import customer, customer_changed
from .deviations import (
    deviation_ended,
    deviation_granted,
    deviation_kept,
    deviation_proposed,
    deviations_told,
    situation_ruled,
)
from .findings import alleged, evidence_added, facts_pulled, facts_recorded, found
from .model_readings import model_asked, model_failed
from .portal import filed_with, idea_offered, needed, rated, wrote

__all__ = [
    "act",
    "alleged",
    "approved",
    "assigned",
    "calendar_addressed",
    "circumstances",
    "claim_left",
    "claim_taken",
    "claimed",
    "closed",
    "committed",
    "customer",
    "customer_changed",
    "decided",
    "deviation_ended",
    "deviation_granted",
    "deviation_kept",
    "deviation_proposed",
    "deviations_told",
    "drafted",
    "evidence_added",
    "facts_pulled",
    "facts_recorded",
    "filed_with",
    "found",
    "heard",
    "idea_offered",
    "known_to_be_theirs",
    "letter_recorded",
    "mended",
    "model_asked",
    "model_failed",
    "moved",
    "needed",
    "new_case",
    "new_decision",
    "order_linked",
    "paused",
    "posted",
    "queued",
    "rated",
    "received",
    "reopened",
    "resumed",
    "settled",
    "situation_ruled",
    "topic_chosen",
    "wrote",
]
