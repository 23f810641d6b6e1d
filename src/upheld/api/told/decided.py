"""A decision as programs read it: in a line, or whole."""

from typing import Any

from pydantic import Field

from upheld.core import record
from upheld.core.words import Outcome, Role, Stance
from upheld.store import load
from upheld.store import models as rows
from upheld.store.sight import withheld

from . import decisions
from .base import Amount, Moment, Told, amount


class DecisionLine(Told):
    """A decision in a line; the whole is read under its id."""

    id: int
    at: Moment
    by: str
    policy_version: str
    outcome: Outcome | None
    stance: Stance
    owed: Amount
    goodwill: Amount
    needs_role: Role
    needs_second_person: bool
    approved_at: Moment | None
    approved_by: str


class DecisionTold(DecisionLine):
    """A decision with its reasons: findings, what is owed, goodwill apart, and each rule's word.

    While a case of the customer waits for a finding, their fit is withheld: it is null or left out.
    """

    decision: dict[str, Any] = Field(description="As `upheld decide --json` prints it.")
    document: dict[str, Any] = Field(description="The case as it was when it was decided.")


def line(row: rows.Decision) -> DecisionLine:
    return DecisionLine(**_line(row))


def _line(row: rows.Decision) -> dict[str, Any]:
    names = (
        "id", "at", "by", "policy_version", "stance", "needs_role", "needs_second_person",
        "approved_at", "approved_by",
    )  # fmt: skip
    told = {name: getattr(row, name) for name in names}
    told["outcome"] = row.outcome or None
    return told | {name: amount(getattr(row, name), row.currency) for name in ("owed", "goodwill")}


def whole(row: rows.Decision) -> DecisionTold:
    told, document = record.as_json(load.recalled(row)), row.document
    if withheld.withheld([row.case.customer_id]):
        told, document = withheld.without_fit(told), withheld.document_without_fit(document)
    else:
        told["fit"] = decisions.fit_told(told["fit"], row.case.customer)
        document = decisions.document_told(document, row.case.customer)
    return DecisionTold(**_line(row), decision=told, document=document)
