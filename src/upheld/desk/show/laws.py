"""What the law gives on each point of a case, beside what our own tables decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from upheld.core.case import Allegation, Facts
from upheld.core.decision import Decision
from upheld.core.document import DocumentError, read_facts
from upheld.core.floor import Shortfall, of_allegation, shortfall
from upheld.core.law import Law, Reading
from upheld.core.law_facts import LawFactsError
from upheld.core.words import AllegationKind, FindingResult
from upheld.store import laws, policies
from upheld.store import models as rows
from upheld.store.policies import PolicyMissing
from upheld.tables import Policy

from .chapters import AllegationPart


@dataclass(frozen=True, slots=True)
class LawPart:
    """One law on one point: what it gives, where we give less, or why it could not be asked."""

    statement: str
    law: str
    reading: Reading | None
    shortfall: Shortfall | None
    trouble: tuple[str, ...] = ()

    @property
    def alternatives(self) -> bool:
        """Whether some of what the law gives is one or the other, and not both."""
        choices = [item.choice for item in self.reading.entitlements] if self.reading else []
        return len(set(choices)) < len(choices)


def law_parts(
    case: rows.Case, parts: Sequence[AllegationPart], decision: Decision | None, policy: Policy
) -> list[LawPart]:
    """Every law that the firm sells under on every point, once all have their finding."""
    if decision is None:
        return []
    received_on = case.received_at.astimezone(policies.zone(case.regime)).date()
    return [
        told
        for part in parts
        for law in _laws(part.row, case.currency, received_on)
        if (told := _part(part, law, decision, policy, received_on))
    ]


def _laws(row: rows.Allegation, currency: str, received_on: date) -> list[Law]:
    found = []
    for name in laws.sold_under(row.facts.get("touchpoint")):
        try:
            law = laws.law_in_force(name, received_on)
        except PolicyMissing:
            continue  # the law of that day is not among ours: nothing is shown in its place
        if law.policy.currency == currency:
            found.append(law)
    return found


def _part(
    part: AllegationPart, law: Law, decision: Decision, policy: Policy, received_on: date
) -> LawPart | None:
    row = part.row
    finding = next((each for each in decision.findings if each.allegation == f"a{row.pk}"), None)
    if finding is None:
        return None
    try:
        facts = read_facts(row.facts, policy)
        point = Allegation(f"a{row.pk}", AllegationKind(row.kind), facts=facts)
        asked_on = decision.decided_at.astimezone(law.zone).date()
        reading = of_allegation(law, point, FindingResult(finding.result), received_on, asked_on)
    except (DocumentError, LawFactsError) as error:
        return LawPart(row.statement, law.title, None, None, error.problems)
    return LawPart(row.statement, law.title, reading, _shortfall(reading, facts, point, decision))


def _shortfall(
    reading: Reading, facts: Facts, point: Allegation, decision: Decision
) -> Shortfall | None:
    """None too while a question on this point is open: nothing has been decided on it."""
    if any(question.allegation == point.id for question in decision.questions):
        return None
    given = next((item for item in decision.entitlement if item.allegation == point.id), None)
    return shortfall(reading, facts, given)
