"""Two cases beside each other: where they differ, and which rule made the difference."""

from dataclasses import dataclass
from datetime import date, datetime

from upheld.core import beside as core
from upheld.core import decision as deciding
from upheld.core.decision import Decision, DecisionError
from upheld.core.document import DocumentError, read_case
from upheld.store import documents, load, policies
from upheld.store import models as rows


@dataclass(frozen=True, slots=True)
class Rule:
    because: str
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    left: str
    right: str
    rules: tuple[Rule, ...]

    @property
    def differs(self) -> bool:
        return bool(self.rules)


def comparable(case: rows.Case, now: datetime) -> Decision | None:
    """The case's decision, or what the policy says of it once every allegation has its finding."""
    if row := next(iter(case.decisions.all()), None):
        return load.recalled(row)
    if not all(hasattr(row, "finding") for row in case.allegations.all()):
        return None
    document = documents.document(case, now)
    policy = policies.policy_in_force(date.fromisoformat(document["received_on"]))
    try:
        return deciding.decide(read_case(document, policy), policy, now)
    except (DecisionError, DocumentError):
        return None


def lines(left: Decision, right: Decision) -> list[Line]:
    return [_line(line, left, right) for line in core.beside(left, right)]


def _line(line: core.Line, left: Decision, right: Decision) -> Line:
    if line.same:
        return Line(line.label, line.left, line.right, ())
    rules = (
        Rule(line.left_because, _name(left, line.table)),
        Rule(line.right_because, _name(right, line.table)),
    )
    return Line(line.label, line.left, line.right, rules)


def _name(decision: Decision, table: str) -> str:
    spoke = [rule for ruling in decision.trace if ruling.table == table for rule in ruling.rules]
    return f"Table {table.replace('_', ' ')}, rule {', '.join(spoke) or 'none'}"


def headline(found: list[Line]) -> str:
    facts = {line.label for line in found if line.differs} & {"Findings", "Outcome", "Owed"}
    if not any(line.differs for line in found):
        return "The same in every line"
    return "Two cases with different facts" if facts else "The same fault, answered differently"


def summary(found: list[Line]) -> str:
    differing = sum(line.differs for line in found)
    owed = next(line for line in found if line.label == "Owed")
    same = "What is owed differs." if owed.differs else "What is owed is the same to the penny."
    return f"{differing} of {len(found)} lines differ. {same}"
