"""What is so: a finding on each allegation, whoever the customer is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from upheld.tables import Policy

from .case import Allegation
from .ruling import Inquiry, Ruling
from .words import AllegationKind, FindingResult, Ground


@dataclass(frozen=True, slots=True)
class Question:
    """A missing fact that would decide, and who can answer it."""

    allegation: str
    text: str
    whom: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Conclusion on one allegation, with the reason and the evidence relied on (RG 271)."""

    allegation: str
    kind: AllegationKind
    statement: str
    result: FindingResult
    because: str
    evidence: tuple[str, ...]
    question: Question | None
    trace: tuple[Ruling, ...]

    @property
    def gave(self) -> Mapping[str, Any]:
        return self.trace[-1].gave

    @property
    def ground(self) -> Ground | None:
        """Why it was not found so, where the facts and no person said it."""
        ground = self.gave.get("ground")
        return Ground(ground) if ground else None

    def decided_by(self, policy: Policy) -> tuple[str, ...]:
        """The names of the facts that decided: those that the rule which spoke asks about."""
        spoke = set(self.trace[-1].rules)
        cells = (
            cell
            for rule in policy.tables["finding"].rules
            if rule.ref.id in spoke
            for cell in rule.cells
        )
        return tuple(dict.fromkeys(cell.column for cell in cells if cell.column != "kind"))


def find(allegation: Allegation, policy: Policy) -> Finding:
    """The finding that the facts give. Too few facts give `undetermined` with a question."""
    inquiry = Inquiry(policy, allegation.readable, allegation.id)
    ruling = inquiry.ask("finding")
    text = ruling.gave["question"]
    return Finding(
        allegation=allegation.id,
        kind=allegation.kind,
        statement=allegation.statement,
        result=FindingResult(ruling.gave["finding"] or FindingResult.UNDETERMINED),
        because=allegation.because or ruling.because,
        evidence=allegation.evidence,
        question=Question(allegation.id, text, ruling.gave["ask_whom"]) if text else None,
        trace=tuple(inquiry.rulings),
    )
