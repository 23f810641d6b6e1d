"""Investigate: what exactly is alleged, what shows it, and what is so."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction

from upheld.core.as_seen import is_blank
from upheld.core.document import DocumentError, read_circumstances, read_facts
from upheld.core.evidence import RELIED_ON_BY_FINDING, File, Particulars
from upheld.core.facts import Pull, compare, take, that_matter
from upheld.core.records import Asked, Key, Reading
from upheld.core.spans import Span, checked
from upheld.core.words import AllegationKind, CaseId, CaseState, FindingResult
from upheld.store import foreign, load, policies, save, sources
from upheld.store import models as rows
from upheld.tables import Policy

from . import may

_NO_PARTICULARS = Particulars()
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class NoReason(ValueError):
    """A finding needs the reason that the customer may be told."""


class RecordsError(ValueError):
    """The firm's records cannot be asked, or say something else than what was read."""


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
    if is_blank(statement):
        raise DocumentError(["statement: say in one sentence what is said to have gone wrong"])
    places = checked(spans, case.text)
    told = checked_facts(case, facts)
    row = save.alleged(case, kind, statement.strip(), told, by.name, now, places)
    _under_way(case, now)
    return row.pk


@transaction.atomic
def record_facts(
    case_id: CaseId, allegation_id: int, facts: Mapping[str, Any], by: may.Actor, now: datetime
) -> None:
    """The facts of an allegation as they are known now. Raises DocumentError for bad facts."""
    case = _case(case_id, by)
    row = allegation_of(case, allegation_id)
    save.facts_recorded(row, checked_facts(case, facts, row.facts), by.name, now)
    _under_way(case, now)


def ask_records(case_id: CaseId, allegation_id: int, by: may.Actor, now: datetime) -> Pull:
    """What the firm's own records say of an allegation; nothing is kept yet.

    Raises RecordsError where no records are connected, PolicyError for a facts.yaml to mend.
    """
    case = load.page(case_id)
    may.check("investigate", by, case.state)
    policy = _policy(case)
    return _beside(_readings(case, policy, now), allegation_of(case, allegation_id), policy)


def pull_facts(
    case_id: CaseId,
    allegation_id: int,
    seen: str,
    chosen: Collection[str],
    by: may.Actor,
    now: datetime,
) -> bool:
    """Keeps what the records say, if it is still what was `seen` (Pull.mark); whether any fact
    changed by it. Of what differs from what is known, only the `chosen` facts are taken.

    Raises as `ask_records` does, and RecordsError when the records say something else by now.
    """
    may.check("investigate", by)
    # Asked before the transaction: a record that answers slowly holds up nobody else.
    asked = load.page(case_id)
    policy = _policy(asked)
    readings = _readings(asked, policy, now)
    with transaction.atomic():
        row = allegation_of(case := _case(case_id, by), allegation_id)
        pull = _beside(readings, row, policy)
        if pull.mark != seen:
            raise RecordsError("the records or the facts have changed since: look at them again")
        facts, came = take(pull, chosen, row.facts, row.provenance, by.name, now)
        changed = save.facts_pulled(row, checked_facts(case, facts, row.facts), came, by.name, now)
        if changed:
            _under_way(case, now)
    return changed


def _policy(case: rows.Case) -> Policy:
    """The policy whose facts this case has; a version that was published has its own."""
    return policies.policy_for(case.received_at, case.regime)


def _readings(case: rows.Case, policy: Policy, now: datetime) -> Sequence[Reading]:
    entries = policies.fact_sources(policy)
    if not entries:
        raise RecordsError("no records are connected: write a facts.yaml first")
    keys = {Key.ORDER: case.about_order, Key.CUSTOMER: case.customer.email.lower()}
    zone = policies.zone(case.regime)
    asked = Asked(case.received_at.astimezone(zone).date(), now.astimezone(zone).date(), keys)
    return sources.ask(entries, asked, policy)


def _beside(readings: Sequence[Reading], row: rows.Allegation, policy: Policy) -> Pull:
    matter, _ = that_matter(row.kind, (), policy)
    names = [field.name for field in matter]
    return compare(readings, row.facts, row.provenance, names, policy)


@transaction.atomic
def add_evidence(
    case_id: CaseId,
    allegation_id: int | None,
    kind: str,
    text: str,
    by: may.Actor,
    now: datetime,
    particulars: Particulars = _NO_PARTICULARS,
    file: File | None = None,
) -> None:
    """Adds what a finding may rely on, to one allegation or to the whole case. Its `file` was kept
    before (store/loose.py): that may take long, and this holds up everybody else who writes.

    Raises DocumentError."""
    case = check_evidence(case_id, allegation_id, text, by, now, particulars)
    save.evidence_added(case, allegation_id, kind, text.strip(), particulars, file, by.name, now)
    _under_way(case, now)


@transaction.atomic
def check_evidence(
    case_id: CaseId,
    allegation_id: int | None,
    text: str,
    by: may.Actor,
    now: datetime,
    particulars: Particulars = _NO_PARTICULARS,
) -> rows.Case:
    """The case, if such evidence may be added to it. Raises as `add_evidence`: before anything of
    its file is kept."""
    case = _case(case_id, by)
    if allegation_id is not None:
        allegation_of(case, allegation_id)
    if problems := [*_problems_of(text, particulars, _policy(case), now)]:
        raise DocumentError(problems)
    return case


def _problems_of(
    text: str, particulars: Particulars, policy: Policy, now: datetime
) -> Iterator[str]:
    if is_blank(text):
        yield "evidence: say what it is and what it shows"
    if particulars.happened_at and particulars.happened_at > now:
        yield "evidence: it cannot have happened yet: mend its day or its time"
    if particulars.relied_on_by not in {"", RELIED_ON_BY_FINDING, *policy.inputs}:
        yield f"evidence: {particulars.relied_on_by} is no fact that could rely on it"


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
    if is_blank(because):
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
    read = read_circumstances(told, _policy(case))
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


def checked_facts(
    case: rows.Case, facts: Mapping[str, Any], known: Mapping[str, Any] = _NOTHING
) -> Mapping[str, Any]:
    """Facts as JSON that the policy of the case can read. Raises DocumentError naming each bad one.

    A float is kept as its text: a database may give back another one, and the record would break.
    """
    policy = _policy(case)
    read_facts(facts, policy)
    told = {name: str(fact) if isinstance(fact, float) else fact for name, fact in facts.items()}
    if case.currency != policy.currency:
        _check_amounts(case, policy, told, known)
    return told


def _check_amounts(
    case: rows.Case, policy: Policy, told: Mapping[str, Any], known: Mapping[str, Any]
) -> None:
    """What is read as an amount of the policy's currency would count in that of the case later."""
    new = [name for name, fact in foreign.amounts(case, told).items() if known.get(name) != fact]
    if new:
        so = f"in {case.currency} and policy {policy.name} counts in {policy.currency}"
        raise DocumentError(
            [f"facts.{name}: the amounts of this case are {so}: leave it out" for name in new]
        )
