"""What was given before: in this case, and in another one about the same order."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from upheld.core.decision import Decision
from upheld.core.money import Money
from upheld.core.promises.commitments import CommitmentState
from upheld.core.promises.given import Given
from upheld.core.promises.given_before import less
from upheld.core.promises.one_promise import to_give
from upheld.core.promises.why_stands import why_stands
from upheld.core.words import CaseState
from upheld.store import load
from upheld.store import models as rows
from upheld.store.merged import their_part
from upheld.store.sight import seen


@dataclass(frozen=True, slots=True)
class PaidBefore:
    """What was owed in an earlier case about the same order: a loss is made good once. `abroad`
    is in another currency than this case."""

    case_id: int
    owed: Money
    abroad: bool

    @property
    def reference(self) -> str:
        return rows.Case(pk=self.case_id).reference


@dataclass(frozen=True, slots=True)
class Stands:
    """What was promised before and is not given yet, and why it stands beside what is decided."""

    what: Given
    ground: str


@dataclass(frozen=True, slots=True)
class GivenBefore:
    """What kept promises of the case gave, what is promised still and stands, and what of the owed
    is still to be given."""

    every: Sequence[Given]
    stands: Sequence[Stands]
    still: Money | None


def paid_before(case: rows.Case) -> PaidBefore | None:
    """What another case about the same order gave, until a refund is recorded on a point here or
    this one is answered."""
    paid = load.paid_before(case)
    facts = (row.facts.get("already_refunded") for row in case.allegations.all())
    over = case.state in (CaseState.ANSWERED, CaseState.CLOSED)
    if over or paid is None or any(Decimal(str(fact or 0)) for fact in facts):
        return None
    paid_by, owed = paid
    return PaidBefore(paid_by, owed, owed.currency != case.currency)


def given_before(case: rows.Case, readable: Decision | None) -> GivenBefore | None:
    """What was given in this case already or is promised still, with what is still to be given of
    what is owed."""
    kept = any(row.state == CommitmentState.KEPT for row in case.commitments.all())
    still = readable is not None and _is_read(case)
    if not (kept or still):
        return None  # no statement is asked where nothing was kept
    of = their_part.together(case)
    every = their_part.given_before(of)
    if readable is None:
        return GivenBefore(every, (), None) if every else None
    told = their_part.beside(readable, of) if still else less(readable, every)
    stands = [Stands(each, why_stands(each, readable)) for each in told.promised]
    return GivenBefore(every, stands, to_give(told)) if every or stands else None


def _is_read(case: rows.Case) -> bool:
    """Whether what is open was read with the page, or is for the draft of the answer: the page asks
    no statement for it."""
    if not any(row.state == CommitmentState.OPEN for row in case.commitments.all()):
        return False
    drafted = case.state == CaseState.DECIDED and case.merged_into_id is None and not seen.hides()
    return drafted or their_part.is_read(case, CommitmentState.OPEN)
