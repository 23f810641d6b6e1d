"""Claim: what an assistant says is alleged or so waits here, and a person takes it or leaves it.

Nothing that decides reads a claim. It becomes an allegation or a fact when a person who may
investigate takes it, and then that person has said it.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from upheld.core.as_seen import is_blank
from upheld.core.claims import Claimed, ClaimError, problems_of
from upheld.core.document import DocumentError
from upheld.core.words import AllegationKind, CaseId
from upheld.store import load, save, statements
from upheld.store import models as rows

from . import may
from .investigate import allegation_of, allege, checked_facts, record_facts

# A case with more than this waiting is read by a person before anything is added.
MOST_WAITING = 20


@transaction.atomic
def claim(case_id: CaseId, told: Claimed, by: may.Actor, now: datetime) -> int:
    """Keeps what is said to be so, for a person to look at; the case stays as it is.

    Raises DocumentError naming each thing to mend, ClaimError when too much waits already."""
    case = load.case(case_id)
    may.check("claim", by, case.state)
    if told.allegation is not None:
        allegation_of(case, told.allegation)
    if problems := [*problems_of(told, case.text)]:
        raise DocumentError(problems)
    checked = replace(told, facts=checked_facts(case, told.facts))
    if case.claims.filter(taken=None).count() >= MOST_WAITING:
        many = f"{MOST_WAITING} claims wait on {case.reference}"
        raise ClaimError(f"{many}: a person must look at them first")
    return save.claimed(case, checked, by.name, now).pk


@transaction.atomic
def take(case_id: CaseId, claim_id: int, by: may.Actor, now: datetime) -> int:
    """A person makes a claim their own: it is alleged, and its facts are recorded as theirs.

    Returns the number of the allegation. Raises ClaimError, DocumentError or WrongState."""
    row = _waiting(case_id, claim_id, by)
    allegation_id = row.allegation_id or allege(
        case_id, AllegationKind(row.kind), row.statement, {}, by, now, statements.spans_of(row)
    )
    if row.facts:
        known = allegation_of(row.case, allegation_id).facts
        record_facts(case_id, allegation_id, {**known, **row.facts}, by, now)
    save.claim_taken(row, allegation_of(row.case, allegation_id), by.name, now)
    return allegation_id


@transaction.atomic
def leave(case_id: CaseId, claim_id: int, why: str, by: may.Actor, now: datetime) -> None:
    """A person looked and did not take it; their reason is kept. Raises ClaimError."""
    row = _waiting(case_id, claim_id, by)
    if is_blank(why):
        raise ClaimError("say in a sentence why it is left")
    save.claim_left(row, why.strip(), by.name, now)


def _waiting(case_id: CaseId, claim_id: int, by: may.Actor) -> rows.Claim:
    case = load.case(case_id)
    may.check("investigate", by, case.state)
    row = case.claims.filter(pk=claim_id).first()
    if row is None:
        raise load.CaseMissing(f"case {case.reference} has no claim {claim_id}")
    if row.taken is not None:
        raise ClaimError(f"{row.settled_by} looked at this claim already: see the timeline")
    row.case = case
    return row
