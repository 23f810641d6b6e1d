"""What changes taught: which worked, which did not, what returned, and what nobody changes."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from upheld.core.changes import Checked, RootCauseState, Verdict, sentence, told_effect
from upheld.core.intervals import told
from upheld.core.money import Money
from upheld.insight.learnt import Learnt
from upheld.store import changes
from upheld.store import models as rows

from .cost import Cost, costs
from .of_store import checked

_MOST = 5
_ORDER = (Verdict.RETURNED, Verdict.DID_NOT, Verdict.WORKED, Verdict.CANNOT_TELL)
_THEN = {
    Verdict.WORKED: "Tell those who complained about it, and keep it.",
    Verdict.RETURNED: "Look for what was missed, and change that.",
    Verdict.DID_NOT: "Look for another cause, or change something else.",
    Verdict.CANNOT_TELL: "",
}


def learnt(since: datetime, until: datetime, now: datetime) -> list[Learnt]:
    """Changes that could be judged in the time, what came back first, and the dearest root cause
    that nobody changes anything about. The numbers are looked at anew."""
    found = [*_of_changes(since, until, now), *_unchanged(now)]
    return found[:_MOST]


def _of_changes(since: datetime, until: datetime, now: datetime) -> list[Learnt]:
    """A change is told in each time in which there were weeks to judge it by."""
    last = timezone.localdate(until)
    looked = [
        (row, checked(changes.given(row), min(now, until)))
        for row in changes.changes().filter(judge_from__lt=last)
    ]
    first = timezone.localdate(since)
    kept = [(row, each) for row, each in looked if each.last_week and each.last_week >= first]
    kept.sort(key=lambda pair: _ORDER.index(pair[1].verdict))
    return [_change(row, each) for row, each in kept]


def _change(row: rows.Change, found: Checked) -> Learnt:
    each = "for each thousand orders"
    return Learnt(
        kind="change",
        about=str(row.pk),
        sentence=sentence(row.name, row.made_on, found, row.expected),
        figure=f"{told(found.before)} before and {told(found.after)} after {each}; "
        f"{told_effect(found.ratio)}",
        page="change",
        argument=str(row.pk),
        then=_THEN[found.verdict],
        certain=found.verdict is not Verdict.CANNOT_TELL,
    )


def _unchanged(now: datetime) -> Iterator[Learnt]:
    """The dearest root cause that nobody changes anything about."""
    waiting = [row for row in changes.root_causes() if row.state == RootCauseState.OPEN]
    found = costs({row.pk: changes.gathered(row) for row in waiting}, now)
    dear = [(row, cost) for row, cost in ((row, found[row.pk]) for row in waiting) if cost.dearest]
    if dear:
        yield _dearest(*max(dear, key=lambda pair: pair[1].dearest.amount))  # type: ignore[union-attr]


def _dearest(row: rows.RootCause, cost: Cost) -> Learnt:
    stake, interval = max(cost.money, key=lambda each: each[0].amount)
    low, high = (
        Money(Decimal(round(each)), stake.currency) for each in (interval.low, interval.high)
    )
    return Learnt(
        kind="root_cause",
        about=str(row.pk),
        sentence=f"“{row.label}” cost {stake} in a year, and nothing is being changed about it.",
        figure=f"{stake} a year ({low} to {high}), {cost.complaints:,} complaints",
        page="root_cause",
        argument=str(row.pk),
        stake=stake,
        then=f"Ask {row.owner.name} what will be changed, and by when.",
    )
