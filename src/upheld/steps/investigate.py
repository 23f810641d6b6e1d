"""Investigate: what exactly is alleged, what shows it, and what is so."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from upheld.core.document import DocumentError, read_circumstances, read_facts
from upheld.core.spans import Span, checked
from upheld.core.words import AllegationKind, CaseId, CaseState, FindingResult
from upheld.store import load, policies, save
from upheld.store import models as rows

from . import may


class NoReason(ValueError):
    """A finding needs the reason that the customer may be told."""


@transaction.atomic
def allege(
    case_id: CaseId,
    kind: AllegationKind,
    statement: str,
    facts: Mapping[str, Any],
    by: may.Actor,
    now: datetime,
    spans: Sequence[Span] = (),
) -> int:
    """Adds one checkable statement of what went wrong, and where in the text it is said.

    Raises DocumentError for bad facts, SpanError for a place that is not in the text."""
    case = _case(case_id, by)
    if not statement.strip():
        raise DocumentError(["statement: say in one sentence what is said to have gone wrong"])
    places = checked(spans, case.text)
    row = save.alleged(case, kind, statement.strip(), _checked(facts), by.name, now, places)
    _under_way(case, now)
    return row.pk


@transaction.atomic
def record_facts(
    case_id: CaseId, allegation_id: int, facts: Mapping[str, Any], by: may.Actor, now: datetime
) -> None:
    """The facts of an allegation as they are known now. Raises DocumentError for bad facts."""
    case = _case(case_id, by)
    save.facts_recorded(allegation_of(case, allegation_id), _checked(facts), by.name, now)
    _under_way(case, now)


@transaction.atomic
def add_evidence(
    case_id: CaseId,
    allegation_id: int | None,
    kind: str,
    text: str,
    by: may.Actor,
    now: datetime,
) -> None:
    """Adds what a finding may rely on, to one allegation or to the whole case."""
    case = _case(case_id, by)
    if allegation_id is not None:
        allegation_of(case, allegation_id)
    if not text.strip():
        raise DocumentError(["evidence: say what it is and what it shows"])
    save.evidence_added(case, allegation_id, kind, text.strip(), by.name, now)
    _under_way(case, now)


@transaction.atomic
def record_finding(
    case_id: CaseId,
    allegation_id: int,
    result: FindingResult,
    because: str,
    by: may.Actor,
    now: datetime,
) -> None:
    """A person's finding on one allegation, with the reason the customer may be told."""
    case = _case(case_id, by)
    if not because.strip():
        raise NoReason("a finding needs its reason: write the sentence the customer may be told")
    save.found(allegation_of(case, allegation_id), result, because.strip(), by.name, now)
    _under_way(case, now)


@transaction.atomic
def record_circumstances(
    case_id: CaseId, told: Mapping[str, Any], by: may.Actor, now: datetime
) -> None:
    """What belongs to the whole complaint: withdrawn, in scope, explained before.

    Raises DocumentError for anything else."""
    case = _case(case_id, by)
    read = read_circumstances(told, policies.read_policy(policies.folder()))
    known = {name: bool(value) for name, value in read.items() if value is not None}
    save.circumstances(case, known, by.name, now)
    _under_way(case, now)


def _case(case_id: CaseId, by: may.Actor) -> rows.Case:
    case = load.case(case_id)
    may.check("investigate", by, case.state)
    return case


def _under_way(case: rows.Case, now: datetime) -> None:
    """New facts reopen what was decided; a case still to be acknowledged stays so (promise 3)."""
    if case.state != CaseState.RECEIVED:
        save.moved(case, CaseState.INVESTIGATING, now)


def allegation_of(case: rows.Case, allegation_id: int) -> rows.Allegation:
    """The allegation, which must be one of this case. Raises CaseMissing."""
    found = case.allegations.filter(pk=allegation_id).first()
    if found is None:
        raise load.CaseMissing(f"case {case.reference} has no allegation {allegation_id}")
    return found


def _checked(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Facts as JSON that the policy can read. Raises DocumentError naming each bad one.

    A float is kept as its text: a database may give back another one, and the record would break.
    """
    read_facts(facts, policies.read_policy(policies.folder()))
    return {name: str(fact) if isinstance(fact, float) else fact for name, fact in facts.items()}
