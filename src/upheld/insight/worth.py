"""What a rule is worth: how many cases it decided, what it gave, and what it costs in a year if
everybody in its situation gets the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from upheld.core.money import Money
from upheld.core.repeated import YEAR, Price, price_a_year
from upheld.store.fired import RuleFired
from upheld.tables import Policy
from upheld.tables.syntax import Literal
from upheld.tables.table import Rule

GIVES = {"entitlement": "owed.amount", "goodwill": "goodwill.amount"}


@dataclass(frozen=True, slots=True)
class RuleWorth:
    """`cases` were decided with this rule, `cases_a_year` of them in the last year; `gave` and
    `gave_a_year` are None for a rule that gives no money, and `price` for one that gives no
    goodwill, or where nobody can tell yet."""

    rule: str
    cases: int = 0
    cases_a_year: int = 0
    gave: Decimal | None = None
    gave_a_year: Decimal | None = None
    last: datetime | None = None
    price: Price | None = None


@dataclass(frozen=True, slots=True)
class Worth:
    """Every rule of a policy by table and name, as decided since the first decision, `since`."""

    since: datetime | None
    currency: str
    tables: Mapping[str, Mapping[str, RuleWorth]]


def worth(policy: Policy, now: datetime) -> Worth:
    """What each rule of the policy decided and gave. A case counts once, by its latest decision.

    Rules are known by their name: one that was changed and kept its name goes on counting.
    """
    year = Q(at__gt=now - YEAR)
    counts = RuleFired.objects.values("table", "rule").annotate(
        cases=Count("pk"),
        cases_a_year=Count("pk", filter=year),
        gave=Sum("amount"),
        gave_a_year=Sum("amount", filter=year),
        first=Min("at"),
        last=Max("at"),
    )
    found = {(row["table"], row["rule"]): row for row in counts}
    since = min((row["first"] for row in counts), default=None)
    times = _times(now)
    tables = {
        name: {
            rule.ref.id: _rule(policy, name, rule, found.get((name, rule.ref.id), {}),
                               times.get(rule.ref.id, ()), since, now)
            for rule in table.rules
        }
        for name, table in policy.tables.items()
    }  # fmt: skip
    return Worth(since, policy.currency, tables)


def _times(now: datetime) -> Mapping[str, Sequence[datetime]]:
    """When the rules of goodwill spoke in the last year."""
    found: dict[str, list[datetime]] = {}
    spoke = RuleFired.objects.filter(table="goodwill", at__gt=now - YEAR, at__lte=now)
    for rule, at in spoke.values_list("rule", "at"):
        found.setdefault(rule, []).append(at)
    return found


def _rule(
    policy: Policy,
    table: str,
    rule: Rule,
    counted: Mapping[str, Any],
    times: Sequence[datetime],
    since: datetime | None,
    now: datetime,
) -> RuleWorth:
    def money(name: str) -> Decimal | None:
        summed = Money(counted.get(name) or Decimal(0), policy.currency).amount
        return summed if table in GIVES else None

    price = None
    if table == "goodwill" and since is not None:
        amount = _amount(policy, rule, money("gave_a_year"), counted.get("cases_a_year", 0))
        price = price_a_year(times, amount, now - max(since, now - YEAR), now)
    return RuleWorth(
        rule=rule.ref.id,
        cases=counted.get("cases", 0),
        cases_a_year=counted.get("cases_a_year", 0),
        gave=money("gave"),
        gave_a_year=money("gave_a_year"),
        last=counted.get("last"),
        price=price,
    )


def _amount(policy: Policy, rule: Rule, gave: Decimal | None, cases: int) -> Money | None:
    """What the rule gives now; the mean of what it gave where that hangs on the case."""
    tree = rule.outputs[GIVES["goodwill"]]
    if isinstance(tree, Literal) and isinstance(tree.value, Decimal):
        return Money(tree.value, policy.currency)
    return Money(gave / cases, policy.currency) if cases and gave is not None else None
