"""Which communication brings customers that we can thrill, and which those that we disappoint."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from upheld.core import intervals
from upheld.core.intervals import Beside, told, told_share
from upheld.core.words import Band

from .row import Source

# Of fewer customers nothing is said that the next one could not turn round.
ENOUGH = 30
# What each row is asked: complaints, broken promises, the shares of core and of outside.
QUESTIONS = 4


class Verdict(StrEnum):
    """What can be said of a source. It speaks of what we said to customers, never of them."""

    DISAPPOINTS = "disappoints"
    NOT_BUILT_FOR = "not_built_for"
    CANNOT_TELL = "cannot_tell"
    THRILLS = "thrills"


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with its verdict and each comparison that it rests on, as a sentence."""

    row: Source
    verdict: Verdict
    because: tuple[str, ...]


def judged(found: Sequence[Source]) -> list[Judged]:
    """Each row beside all the other named ones together, the most pressing first."""
    named = [row for row in found if row.key]
    looks = QUESTIONS * len(named)
    told = [_judged(row, _others(row, named), looks) for row in found]
    return sorted(told, key=_pressing)


_ORDER = {verdict: at for at, verdict in enumerate(Verdict)}


def _pressing(one: Judged) -> tuple[bool, int, float, str]:
    core = one.row.of_band(Band.CORE)
    rates = (one.row.broken_rate, one.row.complaint_rate)
    worst = sum(rate.low for rate in rates if rate)
    # Among those whom we can thrill, the source that brings most of them comes first.
    weight = (core.low if core else 0.0) if one.verdict is Verdict.THRILLS else worst
    return not one.row.key, _ORDER[one.verdict], -weight, one.row.name


def _others(row: Source, named: Sequence[Source]) -> Source:
    rest = Source("", "the others")
    for other in named:
        if other is not row:
            rest.add(other)
    return rest


def _judged(row: Source, rest: Source, looks: int) -> Judged:
    if not row.key:
        return Judged(row, Verdict.CANNOT_TELL, ("Nobody wrote down what brought them.",))
    if row.customers < ENOUGH:
        few = f"Too few to tell: {row.customers} of the {ENOUGH} customers that it takes."
        return Judged(row, Verdict.CANNOT_TELL, (few,))
    if rest.customers < ENOUGH:
        alone = "There is too little to set it beside: hardly anybody came another way."
        return Judged(row, Verdict.CANNOT_TELL, (alone,))
    seen = list(_compared(row, rest, looks))
    because = tuple(one.sentence for one in seen if one.side is not Beside.CANNOT_TELL)
    nothing = ("Chance alone makes differences as large as those between it and the others.",)
    return Judged(row, _verdict(seen), because or nothing)


@dataclass(frozen=True, slots=True)
class _Seen:
    asked: str
    side: Beside
    sentence: str


def _compared(row: Source, rest: Source, looks: int) -> Iterator[_Seen]:
    yield _rate("complaints", row, rest, looks)
    yield _rate("broken", row, rest, looks)
    for band in (Band.CORE, Band.OUTSIDE):
        side = intervals.shares_beside(
            row.bands[band], row.fit_known, rest.bands[band], rest.fit_known, looks
        )
        mine, theirs = told_share(row.of_band(band)), told_share(rest.of_band(band))
        yield _Seen(band, side, f"{_SAYS[band]}: {mine}; of the others {theirs}.")


_SAYS = {
    Band.CORE: "We built the experience for",
    Band.OUTSIDE: "We did not build it for",
    "complaints": "Complaints",
    "broken": "Broken promises",
}


def _rate(asked: str, row: Source, rest: Source, looks: int) -> _Seen:
    """Beside the orders where both have some: who has been with us for longer, or buys more, had
    more that could go wrong."""
    orders = row.orders > 0 and rest.orders > 0
    among = (row.orders, rest.orders) if orders else (row.customers, rest.customers)
    counts = getattr(row, asked), getattr(rest, asked)
    clumping = max(row.clumping, rest.clumping)
    side = intervals.rates_beside(counts[0], among[0], counts[1], among[1], looks, clumping)
    mine, theirs = (
        told(intervals.rate(count, whole, 100.0, clumping))
        for count, whole in zip(counts, among, strict=True)
    )
    of = "orders" if orders else "customers"
    return _Seen(
        asked, side, f"{_SAYS[asked]} for each hundred {of}: {mine}; of the others {theirs}."
    )


def _verdict(seen: Sequence[_Seen]) -> Verdict:
    above = {one.asked for one in seen if one.side is Beside.ABOVE}
    if above & {"complaints", "broken"}:
        return Verdict.DISAPPOINTS
    if Band.OUTSIDE in above:
        return Verdict.NOT_BUILT_FOR
    return Verdict.THRILLS if Band.CORE in above else Verdict.CANNOT_TELL
