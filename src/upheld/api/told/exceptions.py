"""Exceptions as programs read them: one, its price before it is granted, and budgets."""

from datetime import date
from typing import Any

from pydantic import Field, computed_field

from upheld.core.deviations import DeviationState
from upheld.core.goodwill import DeviationKind
from upheld.core.money import Money
from upheld.core.repeated import Price
from upheld.core.words import Role
from upheld.steps import may
from upheld.steps.deviate import Outlook
from upheld.store import models as rows
from upheld.store.sight.withheld import withheld

from .base import Amount, Moment, Reference, Told, Versioned, amount, mark


class PriceTold(Told):
    """What a year costs, and the interval that holds it 95 times in 100."""

    low: Amount
    likely: Amount
    high: Amount


def price(found: Price | None, currency: str) -> PriceTold | None:
    if found is None:
        return None
    low, likely, high = (amount(each, currency) for each in (found.low, found.likely, found.high))
    return PriceTold(low=low, likely=likely, high=high)


class ExceptionTold(Told):
    """What one customer got beyond the policy, as everything stood then. `amount` null: it is no
    money, and nobody knows what it costs. `persona` and `band` are empty while their fit is
    withheld."""

    id: int
    decision_id: int
    customer_id: int
    persona: str
    touchpoint: str
    band: str
    situation: str
    kind: DeviationKind
    amount: Amount | None
    words: str
    reason: str
    similar_a_year: int | None
    price: PriceTold | None
    state: DeviationState
    at: Moment
    by: str
    needs_role: Role
    needs_second_person: bool
    granted_at: Moment | None
    approved_by: str
    expires_on: date
    told_at: Moment | None
    ended_why: str
    over_budget: str
    found: bool = Field(description="Found in history: its money is in its decision's goodwill.")


class ExceptionLine(ExceptionTold):
    """An exception as it stands in a list."""

    case: Reference


def of_case(case: rows.Case) -> list[ExceptionTold]:
    found = list(case.deviations.all())
    kept_back = bool(found and withheld([case.customer_id]))
    return [ExceptionTold.model_validate(_plain(row, kept_back)) for row in found]


def lines(found: list[Any]) -> list[ExceptionLine]:
    """Of rows that `store.withheld.marked` gave."""
    return [
        ExceptionLine.model_validate({**_plain(row, row.fit_withheld), "case": row.case.reference})
        for row in found
    ]


_OTHERWISE = ("amount", "similar_a_year", "price")


def _plain(row: rows.Deviation, kept_back: bool) -> dict[str, Any]:
    told = {n: getattr(row, n) for n in ExceptionTold.model_fields if n not in _OTHERWISE}
    told["amount"] = None if row.amount is None else amount(row.amount, row.currency)
    told["price"] = price(row.price, row.currency)
    told |= {"persona": "", "band": ""} if kept_back else {}
    return {**told, "similar_a_year": row.similar}


class LeftTold(Told):
    """A budget that it counts in, with what is left of it."""

    budget_id: int
    team: str
    left: Amount
    short: bool


class OutlookTold(Told):
    """What granting an exception would mean; nothing is kept by asking."""

    situation: str
    similar_a_year: int
    price: PriceTold | None = Field(description="Null where nobody can tell yet.")
    effect_low: int = Field(description="So many more in a hundred stay, at the least.")
    effect_high: int
    effect_because: str
    effect_source: str = Field(description="A prior from the literature, and no figure of ours.")
    needs_role: Role
    needs_second_person: bool
    because: str
    waits_for: str = Field(description="Who must agree first; empty where you may grant it.")
    budgets: list[LeftTold]
    stopped: str = Field(description="Why such exceptions were stopped; empty where they were not.")


def outlook(seen: Outlook, currency: str, by: may.Actor) -> OutlookTold:
    return OutlookTold(
        situation=seen.situation,
        similar_a_year=seen.cost.similar,
        price=price(seen.price, currency),
        effect_low=seen.effect.low,
        effect_high=seen.effect.high,
        effect_because=seen.effect.because,
        effect_source=seen.effect.source,
        needs_role=seen.authority.role,
        needs_second_person=seen.authority.second_person,
        because=seen.authority.because,
        waits_for=seen.waits_for(by),
        budgets=[
            LeftTold(
                budget_id=row.pk, team=row.team.name, left=money(stands.left),
                short=row in seen.short,
            )
            for row, stands in seen.budgets
        ],
        stopped=seen.stopped.why if seen.stopped else "",
    )  # fmt: skip


def money(value: Money) -> Amount:
    return amount(value.amount, value.currency)


class FoundTold(Told):
    """What was found in history: run twice, nothing is found twice."""

    looked_at: int
    exceptions: int
    unasked: list[str] = Field(description="Cases about which no policy can be asked.")


class TeamTold(Told):
    id: int
    name: str


class BudgetTold(Versioned):
    """What a team may give beyond the owed in these days, and what is left of it. `version` is of
    what was set alone: giving is no change of it."""

    id: int
    team: TeamTold
    period: str
    first_on: date
    last_on: date
    amount: Amount
    spent: Amount
    committed: Amount = Field(
        description="Not told yet, or given by a private team whose cases you do not see."
    )
    left: Amount
    heads_for: PriceTold | None = Field(description="Null where nobody can tell yet.")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def version(self) -> str:
        return mark([self.id, self.amount.amount, self.amount.currency])


class CountedTold(Told):
    """One thing that counts in a budget."""

    case: Reference
    on: date
    exception: bool
    amount: Amount
    told: bool
    why: str
