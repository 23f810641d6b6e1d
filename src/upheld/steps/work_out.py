"""What a decision comes to, worked out from the case as it is read.

On SQLite one writes at a time, and to work a decision out takes longer than to write it down. So it
is worked out before the case is held; whoever holds it then looks whether the case is still as it
was read, and works it out anew where it is not. PostgreSQL holds one case, and keeps nobody else
waiting until the record is written.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from upheld.core import decision as core
from upheld.core.case import Case
from upheld.core.decision import DecisionError
from upheld.core.document import DocumentError, read_case
from upheld.core.precedents import Consistency
from upheld.core.words import CaseId, Stance
from upheld.store import documents, foreign, like_cases, load, policies, save
from upheld.store import models as rows
from upheld.store.load import CaseMissing
from upheld.store.merged import merging, their_part
from upheld.store.policies import PolicyMissing
from upheld.store.policy_files import laws
from upheld.store.sight import seen
from upheld.tables import Policy

from . import may


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A decision on a document, its row that is not saved yet, and how it agrees with those before
    it; of one that asks nothing is told of that."""

    document: Mapping[str, Any]
    decision: core.Decision
    row: rows.Decision
    before: Consistency | None

    @property
    def asks(self) -> bool:
        return self.decision.stance is Stance.ASK


def work_out(case: rows.Case, by: may.Actor, now: datetime) -> WorkedOut:
    """Of a case with what `load.to_decide` reads.

    Raises DecisionError, DocumentError or PolicyMissing."""
    check_amounts(case)
    document = documents.document(case, now)
    told, decision, _ = decided(document, now)
    asks = decision.stance is Stance.ASK
    before = None if asks else like_cases.measure(case.pk, document, decision)
    row = save.new_decision(case, document, decision, by.name, laws.on(told, decision))
    return WorkedOut(document, decision, row, before)


def check_amounts(case: rows.Case) -> None:
    """Raises DecisionError where amounts in another currency came into the case: an earlier version
    merged it with one from before the policy changed its own."""
    row = foreign.brought(case, their_part.together(case).came)
    if row is not None:
        which = row.case.reference if seen.shown([row.case_id]) else merging.ANOTHERS
        raise DecisionError(
            f"the amounts that came with {which} are in {row.case.currency} and the others in "
            f"{case.currency}: undo that merge, or record them in {case.currency}"
        )


def beforehand(case_id: CaseId, by: may.Actor, now: datetime) -> WorkedOut | None:
    """What `work_out` gives of a case that nobody holds. None where that spares nobody a wait, and
    where something is amiss: it is told to whoever holds the case."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return None
    with suppress(CaseMissing, DecisionError, DocumentError, PolicyMissing):
        case = load.to_look_at(case_id)
        if may.allowed("decide", by, case.state):
            return work_out(case, by, now)
    return None


def stands(worked: WorkedOut, case: rows.Case, now: datetime) -> bool:
    """Whether the case, which is held, is as it was when this was worked out."""
    as_it_is = documents.document(case, now, priced=False)
    return as_it_is == {**worked.document, "similar_a_year": as_it_is["similar_a_year"]}


def decided(document: Mapping[str, Any], now: datetime) -> tuple[Case, core.Decision, Policy]:
    """By the policy in force on the day of receipt, from what it read.

    Raises DecisionError, DocumentError or PolicyMissing."""
    policy = policies.policy_in_force(date.fromisoformat(document["received_on"]))
    told = read_case(document, policy)
    return told, core.decide(told, policy, now), policy
