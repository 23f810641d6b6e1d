"""What a rule is worth: how many cases it decided, what it gave, and what it costs in a year if
everybody in its situation gets the same.

In how many cases it answered is of the whole firm, whoever looks; what it gave, and when, is of
those cases that they may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from pydantic import TypeAdapter

from upheld.core.money import Money
from upheld.core.repeated import YEAR, Price, clumping, price_of
from upheld.insight.figures import Figure
from upheld.store.rows.fired import RuleFired
from upheld.store.sight import seen
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
    """Every rule of a policy by table and name, as decided since the first decision, `since`, until
    it was worked out, `at`."""

    at: datetime
    since: datetime | None
    currency: str
    tables: Mapping[str, Mapping[str, RuleWorth]]


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule of a table decided, `a_year` of it in the last year, and how far the times
    of that year clump (core/repeated.py); what it gave, in how many `shown_a_year`."""

    table: str
    rule: str
    cases: int
    cases_a_year: int
    clumping: float
    shown_a_year: int = 0
    gave: Decimal | None = None
    gave_a_year: Decimal | None = None
    last: datetime | None = None


_NEVER = RuleCount("", "", 0, 0, 1.0)


@dataclass(frozen=True, slots=True)
class Counted:
    """Every rule that ever decided, as of `at`, `since` the first decision that may be seen; in so
    much of the last year there were decisions, `seen`."""

    at: datetime
    since: datetime | None
    seen: timedelta
    rules: tuple[RuleCount, ...]


_Rows = Mapping[tuple[str, str], Mapping[str, Any]]


def counted(now: datetime) -> Counted:
    """A case counts once, by its latest decision. Two statements, and two more where something is
    hidden."""
    every = RuleFired.objects.all()
    found = _by_rule(every, now)
    shown = _by_rule(seen.of_cases(every, "decision__case"), now) if seen.hides() else found
    first = _first(found)
    lasted = now - max(first, now - YEAR) if first else timedelta(0)
    times = _times(now)
    rules = (
        _count(row, shown.get(key, {}), clumping(_of(times, row), lasted, now))
        for key, row in found.items()
    )
    return Counted(now, _first(shown), lasted, tuple(rules))


def _by_rule(found: "QuerySet[RuleFired]", now: datetime) -> _Rows:
    year = Q(at__gt=now - YEAR)
    counts = found.values("table", "rule").annotate(
        cases=Count("pk"),
        cases_a_year=Count("pk", filter=year),
        gave=Sum("amount"),
        gave_a_year=Sum("amount", filter=year),
        first=Min("at"),
        last=Max("at"),
    )
    return {(row["table"], row["rule"]): row for row in counts.order_by("table", "rule")}


def _first(found: _Rows) -> datetime | None:
    return min((row["first"] for row in found.values()), default=None)


def _count(row: Mapping[str, Any], shown: Mapping[str, Any], clumps: float) -> RuleCount:
    return RuleCount(
        row["table"], row["rule"], row["cases"], row["cases_a_year"], clumps,
        shown_a_year=shown.get("cases_a_year", 0),
        gave=shown.get("gave"),
        gave_a_year=shown.get("gave_a_year"),
        last=shown.get("last"),
    )  # fmt: skip


def _times(now: datetime) -> Mapping[str, Sequence[datetime]]:
    """When the rules of goodwill spoke in the last year."""
    found: dict[str, list[datetime]] = {}
    spoke = RuleFired.objects.filter(table="goodwill", at__gt=now - YEAR, at__lte=now)
    for rule, at in spoke.values_list("rule", "at"):
        found.setdefault(rule, []).append(at)
    return found


def _of(times: Mapping[str, Sequence[datetime]], row: Mapping[str, Any]) -> Sequence[datetime]:
    return times.get(row["rule"], ()) if row["table"] == "goodwill" else ()


WORTH = Figure("worth", counted, TypeAdapter(Counted))


def worth(policy: Policy, found: Counted) -> Worth:
    """What each rule of the policy decided and gave.

    Rules are known by their name: one that was changed and kept its name goes on counting.
    """
    by_rule = {(each.table, each.rule): each for each in found.rules}
    tables = {
        name: {
            rule.ref.id: _rule(
                policy, name, rule, by_rule.get((name, rule.ref.id), _NEVER), found.seen
            )
            for rule in table.rules
        }
        for name, table in policy.tables.items()
    }
    return Worth(found.at, found.since, policy.currency, tables)


def _rule(policy: Policy, table: str, rule: Rule, found: RuleCount, seen: timedelta) -> RuleWorth:
    def money(given: Decimal | None) -> Decimal | None:
        summed = Money(given or Decimal(0), policy.currency).amount
        return summed if table in GIVES else None

    gave_a_year, price = money(found.gave_a_year), None
    if table == "goodwill":
        amount = _amount(policy, rule, gave_a_year, found.shown_a_year)
        price = price_of(found.cases_a_year, found.clumping, amount, seen)
    return RuleWorth(
        rule=rule.ref.id,
        cases=found.cases,
        cases_a_year=found.cases_a_year,
        gave=money(found.gave),
        gave_a_year=gave_a_year,
        last=found.last,
        price=price,
    )


def _amount(policy: Policy, rule: Rule, gave: Decimal | None, cases: int) -> Money | None:
    """What the rule gives now; the mean of what it gave where that hangs on the case."""
    tree = rule.outputs[GIVES["goodwill"]]
    if isinstance(tree, Literal) and isinstance(tree.value, Decimal):
        return Money(tree.value, policy.currency)
    return Money(gave / cases, policy.currency) if cases and gave is not None else None
