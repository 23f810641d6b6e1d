"""Precedents as data, for programs: the same from the command line and from the API."""

from dataclasses import asdict
from typing import Any

from upheld.core.precedents import Consistency
from upheld.core.references import reference
from upheld.store.like_cases import Before

from .asking import Precedent, Precedents


def as_data(told: Precedents) -> dict[str, Any]:
    return {
        "measure": measured(told.measured) if told.measured else None,
        "by_words": told.by_words,
        "precedents": [precedent(each) for each in told.found],
    }


def measured(told: Consistency) -> dict[str, Any]:
    """`share`, `low` and `high` are null where there is no like case."""
    return {
        "like": told.like,
        "alike": told.alike,
        "share": _rounded(told.share),
        "low": _rounded(told.low),
        "high": _rounded(told.high),
        "sentence": told.sentence,
        "needs_reason": told.needs_reason,
        "differing": [
            {**asdict(each), "case": reference(each.case)} for each in told.differing
        ],
        "apart": [reference(each.case) for each in told.apart],
        "not_followed": told.left_out,
    }  # fmt: skip


def precedent(told: Precedent) -> dict[str, Any]:
    return {
        **decided(told.before),
        "like": told.before.like,
        "facts": round(told.facts.share, 3),
        "words": round(told.words, 3),
        "differs": list(told.differs),
    }


def decided(told: Before) -> dict[str, Any]:
    """One decided case. Amounts are strings in `currency`."""
    answered = told.answered
    return {
        "case": told.reference,
        "decision": told.decision,
        "decided_at": told.at.isoformat(),
        "subject": told.subject,
        "outcome": answered.outcome or None,
        "stance": answered.stance,
        "owed": str(answered.owed),
        "goodwill": str(answered.goodwill),
        "currency": answered.currency,
        "policy_version": answered.policy_version,
        "not_followed": told.not_followed or None,
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)
