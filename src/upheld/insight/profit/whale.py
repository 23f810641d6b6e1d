"""The whale curve: customers from the most profitable on, and what they bring all together.

Where it rises above what all of them bring, some customers cost more than they bring (Kaplan &
Narayanan 2001). It is a picture of the firm's offer before it is one of its customers: what the
firm caused itself is shown apart and laid on nobody.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import accumulate

from upheld.core.serving import Rates
from upheld.store.sight.withheld import all_withheld

from .accounts import Account, Accounts, accounts
from .costs import Scope

_NOTHING = Decimal(0)
_TENTHS = 10
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Sums:
    """Of some customers together, amounts in the firm's currency."""

    customers: int
    orders: int
    sales: Decimal
    margin: Decimal
    neutral: Decimal
    own: Decimal
    firm: Decimal

    @property
    def profit(self) -> Decimal:
        return self.margin - self.neutral - self.own


_ADDED = tuple(each.name for each in fields(Sums))


@dataclass(frozen=True, slots=True)
class Decile:
    """A tenth of the customers, the most profitable first. `so_far` is what they and all before
    them bring, `share` that beside what all bring, None where all bring nothing or less."""

    number: int
    sums: Sums
    so_far: Decimal
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class Whale:
    """`ranked` begins with the most profitable customer; `running` is what all up to each bring.
    `peak` is how many customers bring the most that any first so many do. Of customers who are
    `kept_back`, as an open complaint of theirs waits for a finding, nothing is told one by one."""

    rates: Rates
    scope: Scope
    ranked: tuple[Account, ...]
    running: tuple[Decimal, ...]
    total: Sums
    deciles: tuple[Decile, ...]
    peak: int
    limits: tuple[str, ...]
    kept_back: frozenset[int]

    def one_by_one(self, some: Iterable[Account]) -> tuple[Account, ...]:
        """Those of them that may be told of singly: what somebody brings must colour no finding."""
        return tuple(each for each in some if each.customer not in self.kept_back)

    @property
    def at_peak(self) -> Decimal:
        return self.running[self.peak - 1] if self.peak else _NOTHING

    @property
    def peak_share(self) -> Decimal | None:
        return _share(self.at_peak, self.total.profit)

    @property
    def losses(self) -> tuple[Account, ...]:
        """Those who cost more than they bring, the dearest first: whoever's doing it was, but
        ours."""
        return tuple(each for each in reversed(self.ranked) if each.profit < 0)

    @property
    def costly(self) -> tuple[Account, ...]:
        """Those whose own doing cost more than their orders brought."""
        return tuple(each for each in self.ranked if each.costly)

    @property
    def spared(self) -> tuple[Account, ...]:
        """Those who would stand at a loss if what we caused were laid on them, which it is not."""
        return tuple(each for each in self.ranked if each.profit >= 0 > each.profit - each.firm)

    def of_decile(self, number: int) -> Sequence[Account]:
        start, end = _bounds(number, len(self.ranked))
        return self.ranked[start:end]


def whale(rates: Rates, scope: Scope) -> Whale:
    """Of all customers, in the currency of `rates`. Eight statements at most."""
    found = accounts(rates, scope)
    ranked = tuple(sorted(found.of.values(), key=lambda each: (-each.profit, each.customer)))
    running = tuple(accumulate(each.profit for each in ranked))
    tenths = {number: _bounds(number, len(ranked)) for number in range(1, _TENTHS + 1)}
    sums = {number: _sums(ranked[start:end]) for number, (start, end) in tenths.items()}
    total = _together(sums.values())
    deciles = tuple(
        Decile(number, each, running[tenths[number][1] - 1],
               _share(running[tenths[number][1] - 1], total.profit))
        for number, each in sums.items()
        if each.customers
    )  # fmt: skip
    peak = sum(each.profit > 0 for each in ranked)
    return Whale(
        rates, scope, ranked, running, total, deciles, peak,
        tuple(_limits(found, ranked, total, rates)), frozenset(all_withheld()),
    )  # fmt: skip


def _bounds(number: int, customers: int) -> tuple[int, int]:
    return customers * (number - 1) // _TENTHS, customers * number // _TENTHS


def _share(amount: Decimal, total: Decimal) -> Decimal | None:
    return amount / total if total > 0 else None


def _sums(some: Sequence[Account]) -> Sums:
    return Sums(
        customers=len(some),
        orders=sum(each.orders for each in some),
        sales=sum((each.sales for each in some), _NOTHING),
        margin=sum((each.margin for each in some), _NOTHING),
        neutral=sum((each.neutral for each in some), _NOTHING),
        own=sum((each.own for each in some), _NOTHING),
        firm=sum((each.firm for each in some), _NOTHING),
    )


def _together(parts: Collection[Sums]) -> Sums:
    added = {name: sum(getattr(each, name) for each in parts) for name in _ADDED}
    return Sums(**added)


def not_verified(rates: Rates) -> str:
    """A sentence without its full stop."""
    why = rates.source or "no source is named"
    return f"What a sale leaves and what serving costs is not verified: {why}"


def _limits(found: Accounts, ranked: Sequence[Account], total: Sums, rates: Rates) -> Iterator[str]:
    """What this picture cannot show, in sentences without their full stop."""
    if not rates.verified:
        yield not_verified(rates)
    for currency, orders in sorted(found.elsewhere.items()):
        told = f"costs are declared in {rates.currency}"
        yield f"{orders:,} orders in {currency} are left out: {told}"
    if found.ahead:
        yield f"{found.ahead:,} orders are dated ahead and left out"
    without = sum(not each.orders for each in ranked)
    if without:
        yield f"{without:,} of {len(ranked):,} customers have no order in this time"
    refunded = sum(each.sales < 0 for each in ranked)
    if refunded:
        yield (
            f"{refunded:,} customers were given back more than they bought in this time, as a "
            "refund of an earlier order is"
        )
    if ranked and total.sales > 0:
        most = max(ranked, key=lambda each: each.sales)
        if len(ranked) > 1 and most.sales >= total.sales * _HALF:
            yield (
                f"One customer brings {most.sales / total.sales:.0%} of all sales: the curve is "
                "theirs more than anybody's"
            )
    if ranked and total.profit <= 0:
        yield "All customers together bring nothing, so shares of the whole are not told"
