"""What a rule is worth, in the words that stand beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from upheld.insight.figures import Worked
from upheld.insight.worth import WORTH, RuleWorth, worth
from upheld.tables import Policy, tell_money


@dataclass(frozen=True, slots=True)
class Told:
    """The amounts of a rule as text, each empty where there is none."""

    cases: int
    gave: str
    low: str
    likely: str
    high: str


def told(each: RuleWorth, currency: str) -> Told:
    """A rule's worth as desk/policies/worth.html shows it."""

    def about(amount: Decimal) -> str:
        """A price of a year is a guess: its pence would say more than anybody knows."""
        return tell_money(Decimal(round(amount)), currency).partition(".")[0]

    price = each.price
    return Told(
        cases=each.cases,
        gave=tell_money(each.gave, currency) if each.gave else "",
        low=about(price.low) if price else "",
        likely=about(price.likely) if price else "",
        high=about(price.high) if price else "",
    )


def of_table(policy: Policy | None, table: str, now: datetime) -> Worked[Mapping[str, Told]]:
    """What each rule of a table is worth; nothing for a policy that cannot be read yet."""
    worked = WORTH.worked(now)
    if policy is None or worked.told is None:
        return Worked(worked.at, None)
    rules = worth(policy, worked.told).tables.get(table, {})
    return Worked(worked.at, {name: told(each, policy.currency) for name, each in rules.items()})
