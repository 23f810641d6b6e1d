"""Where it hurts, and who said nothing, as programs read them."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from upheld.core.intervals import Beside
from upheld.core.words import AllegationKind
from upheld.core.words import Touchpoint as Nature

from .base import Told
from .insight import IntervalTold, TrendTold

_SURE = "Whether chance alone does not make so many."


class LostTold(Told):
    """Who stayed away after it, beside like customers: `followed` of the `customers` whom it hit
    were followed for so many `days`, and what is more than expected is told for all of them."""

    customers: int
    followed: int
    days: int
    stayed_away: float
    of_like_customers: float
    sure: bool = Field(description=_SURE)
    more_of_each_hundred: IntervalTold
    more_than_expected: IntervalTold
    sales: IntervalTold = Field(description="What they bought less in that time, before margin.")
    currency: str


class SilentKindTold(Told):
    """One kind of problem. `rests_on` says whether our own records speak, or others' figures."""

    kind: AllegationKind
    complaints: int
    shown_by_our_records: int
    complains: IntervalTold | None
    silent: IntervalTold | None
    rests_on: Literal["records", "others", "unverified"]
    because: str
    source: str
    verified: bool


class SilentTold(Told):
    key: str
    name: str
    complaints: int
    silent: IntervalTold | None
    untold: int
    kinds: list[SilentKindTold]


class KnownFaultTold(Told):
    """A fault that our own records show; `shown_by_our_records` is false for a sign alone. Of the
    `orders` that it hit in the last year so many were `complained_of`, whatever was alleged; the
    `silent_customers` are those whom the list of its key has."""

    key: str = Field(examples=["late.delivery"])
    touchpoint: str
    name: str
    says: str
    shown_by_our_records: bool
    orders: int
    complained_of: int
    silent_customers: int
    lost: LostTold | None


class SilenceTold(Told):
    """Intervals hold the true number 9 times in 10. `touchpoints` is null until the job of a large
    firm has worked it out."""

    at: datetime
    since: date | None = None
    until: date | None = None
    sure: str = ""
    touchpoints: list[SilentTold] | None = None
    faults: list[KnownFaultTold] = Field(default_factory=list)
    limits: list[str] = Field(default_factory=list)


class QuietTold(Told):
    """Somebody whom a fault hit and who said nothing; `why_not` is empty if they may be asked."""

    customer: int
    order: str
    on: date
    why_not: str


class AskedTold(Told):
    """The customers to whom a letter is on its way, and why each other got none."""

    asked: list[int]
    kept_back: list[str]


class CostTold(IntervalTold):
    currency: str


class _WeightTold(Told):
    complaints: int
    faults_found: int
    heavy: IntervalTold | None = Field(description="The share with a medium or high impact.")
    heavy_known: int
    owed: dict[str, str]
    goodwill: dict[str, str]


class HurtPointTold(_WeightTold):
    """One touchpoint in the last twelve months. `turn` is where the last four quarters are beside
    the four before."""

    key: str
    name: str
    nature: Nature
    passages: int
    passed: str
    complaints_each_thousand: IntervalTold | None
    hit: int
    lost: LostTold | None
    cost: list[CostTold]
    trend: list[TrendTold]
    turn: Beside


class NatureTold(_WeightTold):
    nature: Nature
    passages: int
    complaints_each_thousand: IntervalTold | None


class HurtPersonaTold(Told):
    """Of a group of too few nothing is told but how few they are."""

    key: str
    name: str
    people: int
    orders: int
    too_few: bool
    complaints: int | None = None
    faults_found: int | None = None
    heavy: IntervalTold | None = None
    heavy_known: int | None = None
    owed: dict[str, str] | None = None
    goodwill: dict[str, str] | None = None
    complaints_each_thousand: IntervalTold | None = None
    lost: LostTold | None = None
    touchpoints: dict[str, IntervalTold | None] | None = None


class HurtingTold(Told):
    """Where it hurts most first. `touchpoints` is null until the job of a large firm has worked it
    out."""

    at: datetime
    since: date | None = None
    currency: str = ""
    touchpoints: list[HurtPointTold] | None = None
    natures: list[NatureTold] = Field(default_factory=list)
    hand_offs_beside_handshakes: Beside | None = None
    personas: list[HurtPersonaTold] = Field(default_factory=list)
    limits: list[str] = Field(default_factory=list)


class DeclaredTold(Told):
    """A fault that somebody declared, under its key; what it hit is at `declared.` and the key."""

    key: str
    name: str
    touchpoint: str
    first_on: date
    last_on: date | None
    areas: list[str]
    words: list[str]
    because: str
