"""What a customer did in the time after a decision."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np

from upheld.insight.bought import Bought, Ints, bought, complaints
from upheld.insight.past_cases import PastCase

from .doubly import Floats


class WhatFollowed(StrEnum):
    """What is looked at afterwards; the first is what a customer who stays is known by."""

    BOUGHT_AGAIN = "bought_again"
    SPENT = "spent"
    COMPLAINED_AGAIN = "complained_again"

    @property
    def is_share(self) -> bool:
        return self is not WhatFollowed.SPENT


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What everybody did, to look ahead from any decision for `ahead`; of an order what was kept,
    in one currency: nothing where it was paid in another."""

    bought: Bought
    complaints: Mapping[int, Sequence[datetime]]
    ahead: timedelta
    currency: str

    def of(self, outcome: WhatFollowed, cases: Sequence[PastCase]) -> Floats:
        """1 or 0 for each case, or what was kept of their orders."""
        if outcome is WhatFollowed.COMPLAINED_AGAIN:
            return np.array([self._complained(case) for case in cases], dtype=np.float64)
        first, last = self._after(cases)
        if outcome is WhatFollowed.BOUGHT_AGAIN:
            return (last > first).astype(np.float64)
        return self.bought.spent(first, last, self.currency) / 100

    def _after(self, cases: Sequence[PastCase]) -> tuple[Ints, Ints]:
        person = np.array([case.person for case in cases], np.int64)
        day = np.array([case.decided_at.date().toordinal() for case in cases], np.int64)
        return self.bought.between(person, day, day + self.ahead.days)

    def _complained(self, case: PastCase) -> bool:
        at = case.decided_at
        theirs = self.complaints.get(case.person, ())
        return bisect_right(theirs, at) < bisect_right(theirs, at + self.ahead)


def afterwards(ahead: timedelta, currency: str) -> Afterwards:
    """What people did, in two statements. Whoever bought in another currency bought again; what
    they spent is told in this one alone."""
    return Afterwards(bought(), complaints(), ahead, currency)
