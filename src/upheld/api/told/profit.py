"""What customers bring, and what we cause ourselves, as programs read it."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from upheld.store.models import CustomerValue

from .base import Amount, Moment, Told, amount


class SumsTold(Told):
    """Some customers together; amounts are text in the firm's currency. What we caused is apart:
    `profit` is without it."""

    customers: int
    orders: int
    sales: str
    margin: str
    neutral: str
    customer_caused: str
    profit: str
    firm_caused: str


class DecileTold(SumsTold):
    """A tenth of the customers, the most profitable first."""

    decile: int
    so_far: str
    share_so_far: float | None = Field(description="Null where all together bring nothing.")


class PeakTold(Told):
    customers: int
    profit: str
    share: float | None


class WhaleTold(Told):
    """The whale curve by tenths. `costly` are customers whose own doing cost more than their
    orders brought; `spared` those whom only what we caused would put at a loss. Neither names
    anybody of whom an open complaint waits for a finding, and of each the first 500."""

    at: Moment = Field(description="When it was worked out.")
    until: datetime
    since: datetime | None
    currency: str
    margin_of_a_sale: float
    verified: bool
    source: str
    total: SumsTold
    peak: PeakTold
    deciles: list[DecileTold]
    costly: list[int]
    spared: list[int]
    limits: list[str]


class GroupTold(Told):
    """Contacts from customers: `share` is what we caused, 95 times in 100 from low to high."""

    key: str
    contacts: int
    firm_caused: int
    customers: int
    share: float
    low: float
    high: float


class CallerTold(Told):
    customer: int
    contacts: int
    firm_caused: int
    topic: str


class FailureTold(Told):
    """Failure demand: a measure of the firm. `total` is null where nobody came to us."""

    at: Moment = Field(description="When it was worked out.")
    total: GroupTold | None
    months: list[GroupTold]
    touchpoints: list[GroupTold]
    topics: list[GroupTold]
    callers: list[CallerTold]


class ValueTold(Told):
    """What a customer is expected to bring in a year, as it was worked out on `until`; ranges hold
    nine times in ten, and what nobody can tell is null. Never read for what is found or owed."""

    until: date
    model: str
    days: int = Field(description="Days with an order.")
    last_on: date
    usual_gap: float | None = Field(description="The usual days between two of them.")
    alive: float | None
    alive_else: float | None = Field(description="The same by MBG/NBD.")
    again: float | None = Field(description="The chance of an order in the year.")
    purchases: float | None
    purchases_low: float | None
    purchases_high: float | None
    orders_low: int | None = Field(description="Of ten customers like this nine make from so many")
    orders_high: int | None = Field(description="to so many.")
    margin: Amount | None
    margin_low: Amount | None
    margin_high: Amount | None


def value(row: CustomerValue) -> ValueTold:
    money = ("margin", "margin_low", "margin_high")
    plain: dict[str, Any] = {
        name: getattr(row, name)
        for name in ValueTold.model_fields
        if name not in (*money, "until", "model")
    }
    amounts = {name: getattr(row, name) for name in money}
    told: dict[str, Any] = {
        name: None if found is None else amount(found, row.of.currency)
        for name, found in amounts.items()
    }
    return ValueTold(until=row.of.until, model=row.of.model, **plain, **told)
