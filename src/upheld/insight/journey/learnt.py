"""What the journey teaches, for a report: where it hurts most, and what that costs a year."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from upheld.core.intervals import Beside, Interval, told, told_share
from upheld.core.money import Money
from upheld.insight.learnt import Learnt

from .hurt import Hurt, Hurting, hurting

_KIND = "hurt"
_MOST = 3


def learnt(since: datetime, until: datetime, now: datetime) -> list[Learnt]:
    """At most five things, of the twelve months up to `until`: a year is what a cost is told of,
    whatever the span that is reported."""
    return of(hurting(min(until, now)))


def of(found: Hurting) -> list[Learnt]:
    costly = [each for each in found.points if _cost(each, found)][:_MOST]
    turned = [each for each in found.points if each.turn is Beside.ABOVE and each not in costly][:1]
    return [
        *(_dear(each, found) for each in costly),
        *(_worse(each) for each in turned),
        *_handed(found),
    ]


def _cost(one: Hurt, found: Hurting) -> Interval | None:
    cost = one.cost.get(found.currency)
    return cost if cost and cost.low > 0 else None


def _dear(one: Hurt, found: Hurting) -> Learnt:
    cost = _cost(one, found)
    assert cost is not None
    name, heavy = one.at.touchpoint.name, one.weight.heavy
    gone = (
        f" and {told(one.lost.customers, 0)} more people than expected stayed away"
        if one.lost and one.lost.sure
        else ""
    )
    worse = ", more than in the year before" if one.turn is Beside.ABOVE else ""
    return Learnt(
        kind=_KIND,
        about=one.at.touchpoint.key,
        sentence=(
            f"{name}: {one.weight.faults:,} faults were found in {one.weight.complaints:,} "
            f"complaints of a year{worse}; {one.hit:,} people were hit{gone}."
        ),
        figure=f"{_a_year(cost, found.currency)}; heavy for {told_share(heavy)}",
        page="hurt",
        stake=Money(Decimal(round(cost.likely)), found.currency),
        then=f"Find the cause behind what goes wrong at {name}, and who owns it.",
    )


def _a_year(cost: Interval, currency: str) -> str:
    """To three digits: what is paid is known better than what was not sold."""
    likely, low, high = (
        Money(Decimal(f"{each:.2e}"), currency).in_whole
        for each in (cost.likely, cost.low, cost.high)
    )
    return f"{likely} a year ({low} to {high})"


def _worse(one: Hurt) -> Learnt:
    rate = told(one.at.complaint_rate)
    return Learnt(
        kind=_KIND,
        about=one.at.touchpoint.key,
        sentence=f"{one.at.touchpoint.name}: complained of more than in the year before.",
        figure=f"{rate} complaints for each thousand passages",
        page="hurt",
    )


def _handed(found: Hurting) -> Iterator[Learnt]:
    if found.beside is Beside.CANNOT_TELL:
        return
    product, service = (told(each.rate) for each in found.natures)
    more, less = ("hand-off", "handshake")
    if found.beside is Beside.BELOW:
        more, less = less, more
    yield Learnt(
        kind=_KIND,
        about="nature",
        sentence=f"A {more} is complained of more often than a {less}.",
        figure=f"{product} at hand-offs and {service} at handshakes, each thousand passages",
        page="hurt",
    )
