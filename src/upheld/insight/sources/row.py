"""One source, campaign or promise: whom it brought, and how it went with them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from upheld.core import intervals
from upheld.core.intervals import Interval
from upheld.core.words import Band

KNOWN_BANDS = (Band.CORE, Band.ADJACENT, Band.OUTSIDE)
HUNDRED = 100.0


@dataclass(slots=True)
class Paid:
    """Money in one currency, never added to another: what customers paid for what they kept, what
    our decisions owed them, and what was given beyond it."""

    paid: Decimal = Decimal(0)
    owed: Decimal = Decimal(0)
    goodwill: Decimal = Decimal(0)

    def add(self, other: "Paid") -> None:
        self.paid += other.paid
        self.owed += other.owed
        self.goodwill += other.goodwill


@dataclass(slots=True)
class Each:
    """An amount of each of so many customers, in one currency: their sum and that of their
    squares."""

    customers: int = 0
    total: float = 0.0
    squares: float = 0.0
    currency: str = ""

    def take(self, amount: float) -> None:
        """Adds what one of the customers has, who are counted apart."""
        self.total += amount
        self.squares += amount * amount

    def add(self, other: "Each") -> None:
        self.customers += other.customers
        self.total += other.total
        self.squares += other.squares
        self.currency = self.currency or other.currency

    @property
    def each(self) -> Interval | None:
        """The mean of one customer, as far as they differ; None of fewer than two."""
        return intervals.mean(self.customers, self.total, self.squares)

    @property
    def cost(self) -> Interval | None:
        """`each` of what is never below nothing."""
        found = self.each
        return found and Interval(max(found.low, 0.0), found.likely, found.high)


@dataclass(slots=True)
class Source:
    """Counts of one row. `squares` are the complaints of each customer squared and summed, which
    tells how far they come from few people; `broken` are complaints in which a promise was found
    not kept, `misread` those that came of a promise or description that was misread.

    `expected` is what they are expected to bring in the year ahead, as it was worked out last;
    `serving` is what they cost to serve, without what we caused ourselves, which is `caused`.

    An empty `key` is whoever came by what nobody wrote down."""

    key: str
    name: str
    promise: str = ""
    starts: date | None = None
    ends: date | None = None
    retired: bool = False
    customers: int = 0
    bands: Counter[str] = field(default_factory=Counter)
    complaints: int = 0
    squares: int = 0
    broken: int = 0
    misread: int = 0
    decided: int = 0
    upheld: int = 0
    orders: int = 0
    contacts: Counter[str] = field(default_factory=Counter)
    money: dict[str, Paid] = field(default_factory=dict)
    expected: Each = field(default_factory=Each)
    serving: Each = field(default_factory=Each)
    caused: Each = field(default_factory=Each)

    def in_currency(self, currency: str) -> Paid:
        return self.money.setdefault(currency, Paid())

    @property
    def fit_known(self) -> int:
        """Customers whose band is known and may be told."""
        return sum(self.bands[band] for band in KNOWN_BANDS)

    @property
    def clumping(self) -> float:
        return intervals.clumping(self.complaints, self.squares, self.customers)

    def of_band(self, band: str) -> Interval | None:
        """The band's share of those whose fit is known."""
        return intervals.share(self.bands[band], self.fit_known) if band in KNOWN_BANDS else None

    @property
    def complaint_rate(self) -> Interval | None:
        """Complaints for each hundred customers."""
        return intervals.rate(self.complaints, self.customers, HUNDRED, self.clumping)

    @property
    def upheld_share(self) -> Interval | None:
        return intervals.share(self.upheld, self.decided)

    @property
    def broken_rate(self) -> Interval | None:
        """Broken promises for each hundred customers."""
        return intervals.rate(self.broken, self.customers, HUNDRED)

    @property
    def contact_rate(self) -> Interval | None:
        """Contacts that we caused, for each hundred customers. They come in clumps as complaints
        do, and by how far is not counted: the interval is at its narrowest."""
        return intervals.rate(self.contacts["firm"], self.customers, HUNDRED, self.clumping)

    def add(self, other: "Source") -> None:
        """Takes another's counts in."""
        for name in ("customers", "complaints", "squares", "broken", "misread", "decided",
                     "upheld", "orders"):  # fmt: skip
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.bands += other.bands
        self.contacts += other.contacts
        self.expected.add(other.expected)
        self.serving.add(other.serving)
        self.caused.add(other.caused)
        for currency, paid in other.money.items():
            self.in_currency(currency).add(paid)
