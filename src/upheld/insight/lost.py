"""Who stayed away after something went wrong, beside like customers for whom it did not.

Nobody drew lots over who was hit, so like is set beside like: the same persona, touchpoint and
currency, in the same year, with about as many orders before. Of what is left a part may have other
reasons; it is told as what was lost more than expected, and never as how many left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt

import numpy as np

from upheld.core.intervals import Beside, Interval, width

from .bought import Ints
from .passages import Floats, Marks, Passages

# In a group of fewer people one more would turn what is told round.
ENOUGH = 30
# So long each is followed: the longest for which there are enough.
SPANS = (timedelta(days=365), timedelta(days=180), timedelta(days=90))


@dataclass(frozen=True, slots=True)
class Lost:
    """What came of `people` who were hit. Of the `followed` ones, each beside like customers,
    `more` is how many more of each hundred ordered nothing within `span`; `customers` is that for
    all who were hit; `sales` what they bought less, in `currency`, before any margin."""

    people: int
    followed: int
    span: timedelta
    stayed_away: float
    of_like: float
    more: Interval
    customers: Interval
    sales: Interval
    currency: str

    @property
    def sure(self) -> bool:
        """Whether chance alone does not make so many."""
        return self.more.side is Beside.ABOVE


def lost(table: Passages, hit: Marks, like: Marks, people: int | None = None) -> Lost | None:
    """Of those `hit` (each person's first time) beside those who are `like` them and were not; None
    where too few can be compared. `people` is whom it is told for, else all who were hit."""
    first = table.first_of_each(hit)
    whom = int(first.sum()) if people is None else people
    for span in SPANS:
        found = _within(table, first, like & ~hit, span, whom)
        if found:
            return found
    return None


def _within(table: Passages, hit: Marks, like: Marks, span: timedelta, whom: int) -> Lost | None:
    followed = table.followed(span)
    groups = table.like
    size = int(groups.max(initial=-1)) + 1
    ours, theirs = hit & followed, like & followed
    beside = np.bincount(groups[theirs], minlength=size)
    ours &= beside[groups] > 0 if size else ours
    among = np.bincount(groups[ours], minlength=size)
    theirs &= among[groups] > 0 if size else theirs
    if ours.sum() < ENOUGH or table.people(theirs) < ENOUGH:
        return None
    currency = int(np.bincount(table.currency[ours]).argmax())
    away, spent = table.stayed_away(span).astype(np.float64), table.spent(span, currency)
    more = _difference(away, ours, theirs, groups, table.who)
    less = _difference(-spent, ours, theirs, groups, table.who)
    weights = among[groups[theirs]] / beside[groups[theirs]]
    return Lost(
        people=whom,
        followed=int(ours.sum()),
        span=span,
        stayed_away=float(away[ours].mean()),
        of_like=float((away[theirs] * weights).sum() / weights.sum()),
        more=more.times(100),
        customers=more.times(whom),
        sales=less.times(whom),
        currency=table.names[currency],
    )


def _difference(what: Floats, ours: Marks, theirs: Marks, groups: Ints, person: Ints) -> Interval:
    """By how much `what` of ours is more than that of those like them, group by group, each group
    weighing as many of ours as it has. What one person did hangs together (the variance is summed
    by person: Liang and Zeger 1986)."""
    size = int(groups.max()) + 1
    among = np.bincount(groups[ours], minlength=size)
    beside = np.bincount(groups[theirs], minlength=size)
    usual = np.bincount(groups[theirs], what[theirs], size) / np.maximum(beside, 1)
    gaps = what[ours] - usual[groups[ours]]
    likely = float(gaps.mean())
    told = np.concatenate(
        [
            gaps - likely,
            -(what[theirs] - usual[groups[theirs]])
            * among[groups[theirs]] / beside[groups[theirs]],
        ]
    ) / len(gaps)  # fmt: skip
    who = np.concatenate([person[ours], person[theirs]])
    each = np.bincount(who, told)
    half = width() * sqrt(float((each**2).sum()))
    return Interval(likely - half, likely, likely + half)


def added(found: Sequence[Interval]) -> Interval | None:
    """Several that do not hang together, added up; their doubts add up as squares do."""
    if not found:
        return None
    likely = sum(each.likely for each in found)
    below = sqrt(sum((each.likely - each.low) ** 2 for each in found))
    above = sqrt(sum((each.high - each.likely) ** 2 for each in found))
    return Interval(likely - below, likely, likely + above)
