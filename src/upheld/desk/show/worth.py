"""What a rule is worth, in the words that stand beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from upheld.insight.worth import RuleWorth, worth
from upheld.tables import Policy, tell_money


@dataclass(frozen=True, slots=True)
class Told:
    """The amounts of a rule as text, each empty where there is none."""

    cases: int
    cases_a_year: int
    gave: str
    last: datetime | None
    low: str
    likely: str
    high: str


def told(each: RuleWorth, currency: str) -> Told:
    """A rule's worth as desk/policies/worth.html shows it."""

    def money(amount: Decimal | None) -> str:
        return "" if amount is None else tell_money(amount, currency)

    price = each.price
    return Told(
        cases=each.cases,
        cases_a_year=each.cases_a_year,
        gave=money(each.gave or None),
        last=each.last,
        low=money(price.low if price else None),
        likely=money(price.likely if price else None),
        high=money(price.high if price else None),
    )


def of_table(policy: Policy | None, table: str, now: datetime) -> Mapping[str, Told]:
    """What each rule of a table is worth; nothing for a policy that cannot be read yet."""
    if policy is None:
        return {}
    rules = worth(policy, now).tables.get(table, {})
    return {name: told(each, policy.currency) for name, each in rules.items()}
