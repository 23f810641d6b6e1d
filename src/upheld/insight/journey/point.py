"""One touchpoint with what passed there, and what came of it."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from upheld.core import intervals
from upheld.core.intervals import Interval
from upheld.core.journey import Touchpoint

THOUSAND = 1000.0
_SHOWN = 8


class Quarter(NamedTuple):
    """Three months, told as "2026 Q3"."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year} Q{self.number}"


# By currency.
Sums = dict[str, Decimal]


def add(sums: Sums, more: Sums) -> None:
    for currency, amount in more.items():
        sums[currency] = sums.get(currency, Decimal(0)) + amount


@dataclass(slots=True)
class Count:
    """What stood at one touchpoint in one quarter. `core` of `known` are those, of the orders and
    contacts, whose customer has a fit band that may be told."""

    orders: int = 0
    complaints: int = 0
    contacts: int = 0
    caused: Counter[str] = field(default_factory=Counter)
    core: int = 0
    known: int = 0
    paid: Sums = field(default_factory=dict)
    owed: Sums = field(default_factory=dict)
    goodwill: Sums = field(default_factory=dict)

    def add(self, other: "Count") -> None:
        for name in ("orders", "complaints", "contacts", "core", "known"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.caused += other.caused
        for name in ("paid", "owed", "goodwill"):
            add(getattr(self, name), getattr(other, name))


@dataclass(frozen=True, slots=True)
class At:
    """A touchpoint in the time that is asked for. `passages` is how often it was passed, and
    `passed` what is counted as that: orders, contacts or customers. `quarters` are the complaints
    and the passages of each of the last quarters, the oldest first."""

    touchpoint: Touchpoint
    count: Count
    passages: int
    passed: str
    quarters: tuple[tuple[Quarter, int, int], ...]

    @property
    def trend(self) -> tuple[tuple[Quarter, Interval | None], ...]:
        """The complaints for each thousand passages, by quarter: as many as a line shows."""
        return tuple(
            (when, intervals.rate(complaints, passages, THOUSAND))
            for when, complaints, passages in self.quarters[-_SHOWN:]
        )

    @property
    def complaint_rate(self) -> Interval | None:
        return intervals.rate(self.count.complaints, self.passages, THOUSAND)

    @property
    def inbound(self) -> int:
        return self.count.caused.total()

    @property
    def failure(self) -> Interval | None:
        """The share of contacts here that we caused: failure demand."""
        return intervals.share(self.count.caused["firm"], self.inbound)

    @property
    def core(self) -> Interval | None:
        """The share of core among those who pass here and whose fit is known."""
        return intervals.share(self.count.core, self.count.known)

    @property
    def currencies(self) -> list[str]:
        given = {*self.count.paid, *self.count.owed, *self.count.goodwill}
        return sorted(currency for currency in given if currency)

    def money(self, currency: str) -> tuple[Decimal, Decimal, Decimal]:
        """What was paid, what was owed, and what was given beyond it."""
        count, none = self.count, Decimal(0)
        paid, owed, goodwill = (
            sums.get(currency, none) for sums in (count.paid, count.owed, count.goodwill)
        )
        return paid, owed, goodwill
