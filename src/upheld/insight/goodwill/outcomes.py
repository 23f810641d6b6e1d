"""What a customer did in the time after a decision."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

import numpy as np

from upheld.insight.past_cases import PastCase, complaints_of, orders_of

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
    """What everybody did, in the order of days, to look ahead from any decision for `ahead`; of an
    order what was kept, in one currency: nothing where it was paid in another."""

    orders: Mapping[int, Sequence[tuple[date, Decimal]]]
    complaints: Mapping[int, Sequence[datetime]]
    ahead: timedelta

    def of(self, outcome: WhatFollowed, cases: Sequence[PastCase]) -> Floats:
        """1 or 0 for each case, or what was kept of their orders."""
        looks: Mapping[WhatFollowed, Callable[[PastCase], float]] = {
            WhatFollowed.BOUGHT_AGAIN: lambda case: float(bool(self._bought(case))),
            WhatFollowed.SPENT: lambda case: float(sum(self._bought(case))),
            WhatFollowed.COMPLAINED_AGAIN: lambda case: float(self._complained(case)),
        }
        return np.array([looks[outcome](case) for case in cases], dtype=np.float64)

    def _bought(self, case: PastCase) -> list[Decimal]:
        day = case.decided_at.date()
        theirs = self.orders.get(case.person, ())
        first = bisect_right(theirs, day, key=lambda order: order[0])
        last = bisect_right(theirs, day + self.ahead, key=lambda order: order[0])
        return [kept for _, kept in theirs[first:last]]

    def _complained(self, case: PastCase) -> bool:
        at = case.decided_at
        theirs = self.complaints.get(case.person, ())
        return bisect_right(theirs, at) < bisect_right(theirs, at + self.ahead)


def afterwards(cases: Sequence[PastCase], ahead: timedelta, currency: str) -> Afterwards:
    """What the people of these cases did, in two statements. Whoever bought in another currency
    bought again; what they spent is told in this one alone."""
    people = {case.person for case in cases}
    orders: defaultdict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for person, on, kept, paid_in in sorted(orders_of(people), key=lambda order: order[1]):
        orders[person].append((on, kept if paid_in == currency else Decimal(0)))
    complaints: defaultdict[int, list[datetime]] = defaultdict(list)
    for person, at in sorted(complaints_of(people), key=lambda one: one[1]):
        complaints[person].append(at)
    return Afterwards(orders, complaints, ahead)
