"""A document decided without a store: read, checked, and put to the tables."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from upheld.core import decision as core
from upheld.core.decision import Decision, DecisionError
from upheld.core.document import DocumentError, read_case
from upheld.store import policies
from upheld.tables import Policy

from .django import open_if_there
from .errors import Refused
from .reading import read_document


def from_file(facts: str, folder: Path | None, now: datetime) -> tuple[Decision, Policy]:
    """The decision on the document in `facts`, and the policy that gave it.

    Raises Refused with every problem of the document, PolicyError or PolicyMissing.
    """
    name = "standard input" if facts == "-" else facts
    try:
        return from_document(read_document(facts), folder, now)
    except (DocumentError, DecisionError) as error:
        raise Refused(*(f"{name}: {line}" for line in str(error).splitlines())) from None


def from_document(
    document: Mapping[str, Any], folder: Path | None, now: datetime
) -> tuple[Decision, Policy]:
    """The decision by the policy in `folder`, whatever its date, or by the one in force on the day
    of receipt."""
    if folder is None:
        return _by_its_day(document, now)
    if not folder.is_dir():
        raise Refused(f"there is no policy folder {folder}: name one that holds a policy.yaml")
    policy = policies.read_policy(folder)
    return core.decide(read_case(document, policy), policy, now), policy


def _by_its_day(document: Mapping[str, Any], now: datetime) -> tuple[Decision, Policy]:
    """By what was published in the store too, where there is one; none is made."""
    open_if_there()
    try:
        day = date.fromisoformat(document.get("received_on", ""))
    except (TypeError, ValueError):
        day = now.date()  # the reading of the case says what is wrong with its own
    try:
        policy = policies.policy_in_force(day)
    except policies.PolicyMissing:
        read_case(document, policies.read_policy(policies.folder()))
        raise
    return core.decide(read_case(document, policy), policy, now), policy


def in_force(document: Mapping[str, Any]) -> Policy:
    """The policy that the day of receipt in a kept document calls for."""
    return policies.policy_in_force(date.fromisoformat(document["received_on"]))
