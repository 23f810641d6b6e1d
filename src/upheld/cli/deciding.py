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

from .django import configured
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
    """The decision by the policy in `folder`, or by the one in force on the day of receipt."""
    policy = chosen(folder)
    case = read_case(document, policy)
    if folder is None:
        policy = policies.policy_in_force(case.received_on)
    return core.decide(case, policy, now), policy


def chosen(folder: Path | None) -> Policy:
    """The policy in `folder`, or the firm's own. A folder is tried as it is, whatever its date."""
    if folder is not None and not folder.is_dir():
        raise Refused(f"there is no policy folder {folder}: name one that holds a policy.yaml")
    if folder is None:
        configured()
    return policies.read_policy(folder or policies.folder())


def in_force(document: Mapping[str, Any]) -> Policy:
    """The policy that the day of receipt in a kept document calls for."""
    return policies.policy_in_force(date.fromisoformat(document["received_on"]))
