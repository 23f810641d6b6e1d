"""The chapters of a case page, from rows and decisions to what is read."""

from dataclasses import dataclass
from decimal import Decimal

from upheld.core.decision import Decision
from upheld.core.findings import Finding
from upheld.core.fit import PersonaFit
from upheld.core.money import Money
from upheld.core.words import Band
from upheld.steps.answer import may_leave
from upheld.steps.may import Actor
from upheld.store import models as rows
from upheld.store.sight import fit_seen
from upheld.tables import Policy

from .dishonesty import UntruePart, untrue_part
from .evidence import EvidencePart, evidence_parts
from .facts import Dispute, Fact, Facts, decided_by, disputes, with_sources
from .fold import Fold
from .folds import Folds


@dataclass(frozen=True, slots=True)
class AllegationPart:
    row: rows.Allegation
    finding: rows.Finding | None
    suggested: Finding | None
    facts: list[Facts]
    disputes: list[Dispute]
    rests_on: list[Fact]
    ground: str
    evidence: list[EvidencePart]
    folds: list[Fold]
    untrue: UntruePart


@dataclass(frozen=True, slots=True)
class Reason:
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class Axis:
    label: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class FitPart:
    band: Band
    because: str
    axes: tuple[Axis, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionPart:
    row: rows.Decision
    decision: Decision
    spirit: str
    reasons: tuple[Reason, ...]
    authority: str
    price: str
    overtaken: bool


def allegation_parts(
    case: rows.Case, preview: Decision | None, folds: Folds, policy: Policy
) -> list[AllegationPart]:
    found = {each.allegation: each for each in preview.findings} if preview else {}
    return [
        _allegation(row, found.get(f"a{row.pk}"), folds, policy) for row in case.allegations.all()
    ]


def _allegation(
    row: rows.Allegation, suggested: Finding | None, folds: Folds, policy: Policy
) -> AllegationPart:
    finding = getattr(row, "finding", None)
    # A person's finding has their own reason; the table's is shown with the facts that decided.
    by_table = suggested is not None and (finding is None or finding.by_table)
    found = suggested if by_table else None
    return AllegationPart(
        row=row,
        finding=finding,
        suggested=suggested,
        facts=with_sources(row, policy),
        disputes=disputes(row, policy),
        rests_on=decided_by(found.decided_by(policy), row, policy) if found else [],
        ground=(found.ground or "") if found else "",
        evidence=evidence_parts(row.evidence.all()),
        folds=[
            *folds.of_allegation(row, suggested.because if suggested else ""),
            *folds.of_dishonesty(row),
        ],
        untrue=untrue_part(row),
    )


def fit_part(customer: rows.Customer, fit: PersonaFit) -> FitPart:
    axes = (
        Axis("Values what we offer", customer.values_what),
        Axis("Values how we offer it", customer.values_how),
        Axis("Mutual value", customer.mutual_value),
    )
    evidence = fit_seen.told(customer, customer.fit_evidence)
    return FitPart(fit.band, fit.because, axes, tuple(evidence))


def decision_part(
    row: rows.Decision, decision: Decision, overtaken: bool, by: Actor
) -> DecisionPart:
    return DecisionPart(
        row=row,
        decision=decision,
        spirit=decision.because("stance"),
        reasons=_reasons(decision),
        authority=_authority(row, by),
        price=_price(decision),
        overtaken=overtaken,
    )


def _reasons(decision: Decision) -> tuple[Reason, ...]:
    """Why this is owed, then why the goodwill is what it is: each sentence once."""
    help = ("help",) if decision.goodwill.help else ()
    tables = ("entitlement", "goodwill", *help)
    told = [
        Reason(ruling.because, ruling.source)
        for ruling in decision.trace
        if ruling.table in tables and ruling.because
    ]
    return tuple(dict.fromkeys(told))


def _authority(row: rows.Decision, by: Actor) -> str:
    if row.approved_at:
        return f"Approved by {row.approved_by}."
    if may_leave(row, by):
        return "Within your authority."
    second = " and a second person" if row.needs_second_person else ""
    by_rule = (row.record.get("authority") or {}).get("role", row.needs_role)
    over = "" if row.needs_role == by_rule else " Its goodwill goes over a limit or a budget."
    return f"Needs a {row.needs_role}{second}.{over}"


def _price(decision: Decision) -> str:
    gesture = decision.goodwill
    if not gesture.amount:
        return "Nothing beyond what is owed."
    if gesture.cost_a_year is None or gesture.similar_a_year is None:
        return f"{gesture.money} each; how often is not known yet."
    cost = Money(gesture.cost_a_year, gesture.currency)
    cases = "case" if gesture.similar_a_year == 1 else "cases"
    return f"{gesture.money} in {gesture.similar_a_year} similar {cases} a year: {cost}."
