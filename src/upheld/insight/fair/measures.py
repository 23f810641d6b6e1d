"""What is measured for each case, and which facts must be alike for two cases to be compared."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from upheld.core.words import Outcome
from upheld.insight.past_cases import PastCase, days
from upheld.store.counted.cases_counted import UPHELD


class Measure(StrEnum):
    """One side of how somebody was treated."""

    UPHELD = "upheld"
    GOODWILL = "goodwill"
    DAYS = "days"
    ACCEPTED = "accepted"
    MENDED = "mended"

    @property
    def is_share(self) -> bool:
        return self is not Measure.DAYS


# What the policy itself decides: these can be measured on what it would have decided, too.
DECIDED = (Measure.UPHELD, Measure.GOODWILL)
# Who waits longer has more time to come again: there the wait is a cause, and no treatment.
NOT_BY = {"came again": (Measure.DAYS,)}
_NOT_ANSWERED = (Outcome.WITHDRAWN, Outcome.OUT_OF_SCOPE)
_LARGE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Looked:
    """A case with what was heard of it: whether our answer was accepted, and whether the answer was
    written more than once before it left; None where nobody knows."""

    case: PastCase
    accepted: bool | None
    mended: bool | None


def value(measure: Measure, looked: Looked) -> float | None:
    """What was measured of one case; None where there is nothing to measure."""
    return _VALUES[measure](looked)


def alike(measure: Measure, case: PastCase) -> Hashable:
    """The facts that must be the same: what it was about and how bad it was, and by which rules it
    was decided. Goodwill may follow what was found, and time the season; neither follows a group.
    """
    facts = (case.kind, case.impact, case.loss is not None and case.loss >= _LARGE)
    rules = case.policy_version
    more: Mapping[Measure, Hashable] = {
        Measure.UPHELD: (),
        Measure.DAYS: (case.outcome, case.received_at.year, (case.received_at.month - 1) // 3),
    }
    return (*facts, rules, more.get(measure, case.outcome))


def _upheld(looked: Looked) -> float | None:
    outcome = looked.case.outcome
    return None if not outcome or outcome in _NOT_ANSWERED else float(outcome in UPHELD)


def _days(looked: Looked) -> float | None:
    at = looked.case.answered_at
    return None if at is None else days(at - looked.case.received_at)


def _known(found: bool | None) -> float | None:
    return None if found is None else float(found)


_VALUES: Mapping[Measure, Callable[[Looked], float | None]] = {
    Measure.UPHELD: _upheld,
    Measure.GOODWILL: lambda looked: float(looked.case.got),
    Measure.DAYS: _days,
    Measure.ACCEPTED: lambda looked: _known(looked.accepted),
    Measure.MENDED: lambda looked: _known(looked.mended),
}
