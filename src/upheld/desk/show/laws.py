"""What the law gives on each point of a case, beside what our own tables decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from upheld.core.decision import Decision
from upheld.core.floor import LawOnPoint, Shortfall, shortfall
from upheld.core.law import Reading
from upheld.store import models as rows

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
    found: Iterable[LawOnPoint], parts: Sequence[AllegationPart], decision: Decision
) -> list[LawPart]:
    """What every law gives on the points that are still alleged."""
    points = {f"a{part.row.pk}": part.row for part in parts}
    return [
        _part(each, points[each.allegation], decision)
        for each in found
        if each.allegation in points
    ]


def _part(found: LawOnPoint, row: rows.Allegation, decision: Decision) -> LawPart:
    short = _shortfall(found.reading, row, decision) if found.reading else None
    return LawPart(row.statement, found.law, found.reading, short, found.trouble)


def _shortfall(reading: Reading, row: rows.Allegation, decision: Decision) -> Shortfall | None:
    """None too while a question on this point is open: nothing has been decided on it."""
    point = f"a{row.pk}"
    if any(question.allegation == point for question in decision.questions):
        return None
    given = next((item for item in decision.entitlement if item.allegation == point), None)
    return shortfall(reading, row.facts, given)
