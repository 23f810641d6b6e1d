"""Whom we attract, and the journey, as programs read them."""

from datetime import date

from pydantic import Field

from upheld.core.words import JourneyStage
from upheld.core.words import Touchpoint as Nature
from upheld.insight.sources import Verdict
from upheld.store.brought import By

from .base import Moment, Told, Versioned


class IntervalTold(Told):
    """A number, and the interval that holds the true one 95 times in 100."""

    low: float
    likely: float
    high: float


class MoneyTold(Told):
    """Amounts as text, in one currency: what was paid and kept, owed, and given beyond it."""

    currency: str
    paid: str
    owed: str
    goodwill: str


class CountsTold(Told):
    """Null where there is nothing to make a share or a rate of."""

    customers: int
    orders: int
    bands: dict[str, int]
    fit: dict[str, IntervalTold | None]
    complaints: int
    complaints_each_hundred: IntervalTold | None
    decided: int
    upheld: int
    upheld_share: IntervalTold | None
    broken_promises: int
    broken_each_hundred: IntervalTold | None
    misread: int
    contacts: dict[str, int]
    expected_each: IntervalTold | None = Field(
        description="What one is expected to bring in a year, for leads and auditors."
    )
    cost_to_serve_each: IntervalTold | None = Field(
        description="What serving one cost, without what we caused, for leads and auditors."
    )
    caused_by_us_each: IntervalTold | None = Field(
        description="What we caused ourselves for each, laid on nobody, for leads and auditors."
    )
    cost_currency: str = Field(description="Of the two, empty where they are not told.")
    money: list[MoneyTold]


class SourceTold(CountsTold):
    """One source, campaign or promise; an empty key is what nobody wrote down."""

    key: str
    name: str
    promise: str
    starts: date | None
    ends: date | None
    verdict: Verdict
    because: list[str]


class SourcesTold(Told):
    """The most pressing first."""

    at: Moment = Field(description="When it was worked out.")
    by: By
    rows: list[SourceTold]
    total: CountsTold
    limits: list[str]


class TrendTold(Told):
    quarter: str = Field(examples=["2026 Q3"])
    complaints_each_thousand: IntervalTold | None


class PointTold(Told):
    """One touchpoint. `passed` says what `passages` counts; `failure_demand` is the share of the
    contacts here that we caused, `core` of those who pass and whose fit is known."""

    key: str
    name: str
    stage: JourneyStage
    nature: Nature
    promise: str
    passages: int
    passed: str
    complaints: int
    complaints_each_thousand: IntervalTold | None
    contacts: dict[str, int]
    failure_demand: IntervalTold | None
    core: IntervalTold | None
    money: list[MoneyTold]
    trend: list[TrendTold]


class NowhereTold(Told):
    orders: int
    complaints: int
    contacts: int


class JourneyTold(Told):
    """The touchpoints in the order in which they are met. `persona` and `quarter` are null where
    none was asked for, or where what was asked for is not there: then it is everybody's."""

    at: Moment = Field(description="When it was worked out.")
    persona: str | None
    quarter: str | None
    quarters: list[str]
    touchpoints: list[PointTold]
    nowhere: NowhereTold
    limits: list[str]


class CampaignTold(Versioned):
    """What we say of ourselves. `key` is what an order's campaign says; `promise` is what it makes
    people expect."""

    key: str
    name: str
    promise: str
    starts: date | None
    ends: date | None
    retired: bool
