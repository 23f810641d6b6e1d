"""What was given before: in this case, and in another one about the same order."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from upheld.core.commitments import CommitmentState
from upheld.core.decision import Decision
from upheld.core.given import Given
from upheld.core.given_before import less
from upheld.core.money import Money
from upheld.core.words import CaseState
from upheld.store import complained_too, load
from upheld.store import models as rows


@dataclass(frozen=True, slots=True)
class PaidBefore:
    """What was owed in an earlier case about the same order: a loss is made good once."""

    case_id: int
    owed: Money

    @property
    def reference(self) -> str:
        return rows.Case(pk=self.case_id).reference


@dataclass(frozen=True, slots=True)
class GivenBefore:
    """What kept promises of the case gave, and what of the owed is still to be given."""

    every: Sequence[Given]
    still: Money | None


def paid_before(case: rows.Case) -> PaidBefore | None:
    """What another case about the same order gave, until a refund is recorded on a point here or
    this one is answered."""
    paid_by, paid = load.paid_before(case)
    facts = (row.facts.get("already_refunded") for row in case.allegations.all())
    over = case.state in (CaseState.ANSWERED, CaseState.CLOSED)
    if over or paid_by is None or any(Decimal(str(fact or 0)) for fact in facts):
        return None
    return PaidBefore(paid_by, Money(paid, case.currency))


def given_before(case: rows.Case, readable: Decision | None) -> GivenBefore | None:
    """What was given in this case already, with what is still to be given of what is owed."""
    if not any(row.state == CommitmentState.KEPT for row in case.commitments.all()):
        return None  # no statement is asked where nothing was kept
    every = complained_too.given_before(complained_too.together(case))
    if not every:
        return None
    return GivenBefore(every, less(readable, every).owed if readable else None)
