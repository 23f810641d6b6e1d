"""The whale curve as it is kept: its points, its tenths, and the first customers of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from upheld.core.serving import CausedBy

from .accounts import Account
from .whale import Decile, Sums, Whale

# More points than this cannot be told apart in a drawing.
_MOST_POINTS = 200
# Nobody reads further than these of a tenth or of a mark.
_FIRST = 500


class Mark(StrEnum):
    """Customers who are told of apart (whale.py says which they are)."""

    LOSSES = "losses"
    COSTLY = "costly"
    SPARED = "spared"


@dataclass(frozen=True, slots=True)
class Point:
    """What so many customers, the most profitable first, bring together, and what we caused."""

    customers: int
    profit: Decimal
    firm: Decimal


class Line(NamedTuple):
    """A customer's account, as it is listed; `ours` of their `contacts` we caused."""

    customer: int
    orders: int
    margin: Decimal
    neutral: Decimal
    own: Decimal
    profit: Decimal
    firm: Decimal
    contacts: int
    ours: int


@dataclass(frozen=True, slots=True)
class Some:
    """How many customers, of how many of them nothing is told one by one, and the first of the
    others."""

    count: int
    kept_back: int
    first: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """Amounts are in `currency`; `margin` is the firm's part of a sale. `fifth` is what the first
    fifth of the customers bring, None of nobody. `tenths` are in the order of `deciles`."""

    until: datetime
    since: datetime | None
    currency: str
    margin: Decimal
    verified: bool
    source: str
    total: Sums
    peak: int
    at_peak: Decimal
    peak_share: Decimal | None
    fifth: Decimal | None
    points: tuple[Point, ...]
    deciles: tuple[Decile, ...]
    tenths: tuple[Some, ...]
    marks: dict[Mark, Some]
    limits: tuple[str, ...]


def curve_of(found: Whale) -> Curve:
    rates, count = found.rates, len(found.ranked)
    return Curve(
        until=found.scope.until,
        since=found.scope.since,
        currency=rates.currency,
        margin=rates.margin,
        verified=rates.verified,
        source=rates.source,
        total=found.total,
        peak=found.peak,
        at_peak=found.at_peak,
        peak_share=found.peak_share,
        fifth=found.running[max(count // 5, 1) - 1] if count else None,
        points=tuple(_points(found)),
        deciles=found.deciles,
        tenths=tuple(_some(found, found.of_decile(each.number)) for each in found.deciles),
        marks={mark: _some(found, getattr(found, mark)) for mark in Mark},
        limits=found.limits,
    )


def _points(found: Whale) -> Iterator[Point]:
    """Where it begins, peaks and ends are among them, so no amount lies beyond theirs."""
    count, firm = len(found.ranked), list(accumulate(each.firm for each in found.ranked))
    evenly = {round(at * count / _MOST_POINTS) for at in range(_MOST_POINTS + 1)}
    for at in sorted({*evenly, found.peak} - {0}):
        yield Point(at, found.running[at - 1], firm[at - 1])


def _some(found: Whale, accounts: Sequence[Account]) -> Some:
    shown = found.one_by_one(accounts)
    return Some(len(accounts), len(accounts) - len(shown), tuple(map(_line, shown[:_FIRST])))


def _line(of: Account) -> Line:
    contacts = of.contacts(), of.contacts(CausedBy.FIRM)
    return Line(
        of.customer, of.orders, of.margin, of.neutral, of.own, of.profit, of.firm, *contacts
    )
