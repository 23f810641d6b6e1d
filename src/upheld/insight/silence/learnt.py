"""What the silent teach, for a report: where most said nothing, and whom it cost us."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from upheld.core.intervals import told, told_share
from upheld.core.money import Money
from upheld.insight.learnt import Learnt

from .made import Known, Silence, silence

_KIND = "silent"
_MOST = 4


def learnt(since: datetime, until: datetime, now: datetime) -> list[Learnt]:
    """At most five things; what nobody can tell is left out."""
    return of(silence(now, timezone.localdate(since), timezone.localdate(until)))


def of(found: Silence) -> list[Learnt]:
    costly = sorted(filter(_costs, found.faults), key=_least, reverse=True)[:_MOST]
    return [*map(_fault, costly), *_quietest(found)]


def _costs(one: Known) -> bool:
    return bool(one.lost and one.lost.sure and one.quiet)


def _least(one: Known) -> float:
    return one.lost.customers.low if one.lost else 0.0


def _fault(one: Known) -> Learnt:
    lost = one.lost
    assert lost is not None
    return Learnt(
        kind=_KIND,
        about=one.fault.key,
        sentence=(
            f"{one.name}: {one.fault.says} {one.quiet:,} people whom that hit said nothing, and "
            f"{told(lost.customers, 0)} more of them than of like customers bought nothing in the "
            f"{lost.span.days} days after."
        ),
        figure=f"{told_share(lost.more.times(0.01))} of those who said nothing, beyond like ones",
        page="silent_people",
        argument=one.fault.key,
        stake=_stake(one),
        then=f"Ask those who said nothing at {one.name} kindly how it was, once.",
    )


def _stake(one: Known) -> Money | None:
    """What was not sold, at the likeliest; only of what chance alone does not make."""
    lost = one.lost
    if lost is None or lost.sales.low <= 0:
        return None
    return Money(Decimal(round(lost.sales.likely)), lost.currency)


def _quietest(found: Silence) -> Iterator[Learnt]:
    most = found.quietest
    if most is None or most.silent is None:
        return
    rests: set[str] = {each.found.rests_on for each in most.kinds if each.found.silent}
    yield Learnt(
        kind=_KIND,
        about=most.touchpoint,
        sentence=(
            f"{most.name}: {most.heard:,} complained, and probably {told(most.silent, 0)} more had "
            f"the same and said nothing{_by(rests)}."
        ),
        figure=f"{told(most.silent, 0)} people, 9 times in 10",
        page="silent",
        certain=rests == {"records"},
    )


def _by(rests: set[str]) -> str:
    return "" if rests == {"records"} else ", by what others measured of their own customers"
