"""What teams give beyond the owed, counted from decisions and exceptions; is there room for more?

Whoever asks for room holds the chain of events first (`events.hold`): from there to the end of the
transaction nobody else gives anything, so that two people never spend the same pound.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from upheld.core.budgets import Forecast, Standing, forecast
from upheld.core.money import Money
from upheld.core.words import CaseState

from . import events, merging
from . import models as rows

_TOLD = (CaseState.ANSWERED, CaseState.CLOSED)
# So much of the past says where a budget is heading.
LOOKED_BACK = timedelta(days=365)


def team_of(case: rows.Case, by: rows.Person | None) -> rows.Team | None:
    """Whose budget it counts in: the team of whoever acts, else of whoever has the case."""
    whose = by if by and by.team_id else case.owner
    return whose.team if whose else None


def on(team: rows.Team | None, currency: str, day: date) -> list[tuple[rows.Budget, Standing]]:
    """The budgets of the team that hold on that day, each with what is left of it."""
    if team is None:
        return []
    found = rows.Budget.objects.filter(
        team=team, currency=currency, first_on__lte=day, last_on__gte=day
    )
    return [(each, standing(each)) for each in found.select_related("team")]


def short(team: rows.Team | None, more: Money, day: date) -> list[rows.Budget]:
    """The budgets of the team on that day in which there is no room for `more`.

    No budget in this currency is no limit, and nothing needs no room."""
    if team is None or not more.amount:
        return []
    events.hold()
    return [each for each, stands in on(team, more.currency, day) if not stands.has_room(more)]


def told_short(budget: rows.Budget) -> str:
    """What is left of a budget that has no room, for whoever must say why."""
    left = standing(budget).left
    return f"the budget of {budget.team} from {budget.first_on} to {budget.last_on} has {left} left"


def standing(budget: rows.Budget) -> Standing:
    """What was spent and committed of a budget: two statements."""
    spent = committed = Decimal(0)
    for told, amount in _given(budget.team_id, budget.currency, budget.first_on, budget.last_on):
        spent += amount if told else Decimal(0)
        committed += Decimal(0) if told else amount
    money = (Money(each, budget.currency) for each in (budget.amount, spent, committed))
    return Standing(*money)


def _given(team: int, currency: str, first: date, last: date) -> Iterable[tuple[bool, Decimal]]:
    """Sums of what the team gave in these days, apart by whether the customer was told."""
    for found, amount in ((decisions(), "goodwill"), (deviations(), "amount")):
        within = found.filter(
            team=team, currency=currency, budget_on__gte=first, budget_on__lte=last
        )
        is_told = Q(case__state__in=_TOLD)
        sums = within.aggregate(
            told=Sum(amount, filter=is_told), untold=Sum(amount, filter=~is_told)
        )
        yield True, sums["told"] or Decimal(0)
        yield False, sums["untold"] or Decimal(0)


def decisions() -> "QuerySet[rows.Decision]":
    """The decisions whose goodwill counts, parts of another complaint left out."""
    counted = rows.Decision.objects.filter(budget_on__isnull=False, goodwill__gt=0)
    return counted.exclude(case__in=merging.parts())


def deviations() -> "QuerySet[rows.Deviation]":
    """The exceptions whose money counts; what was found in history counts with its decision."""
    counted = rows.Deviation.objects.filter(budget_on__isnull=False, found=False, amount__gt=0)
    return counted.exclude(case__in=merging.parts())


def heading(budget: rows.Budget, now: Standing, today: date) -> Forecast | None:
    """Where the budget ends if the team goes on as it did in the year before `today`; None where
    too little is known. Two statements."""
    gifts, first = _gifts(budget, today)
    used = now.spent + now.committed
    seen = today - max(first, today - LOOKED_BACK) if first else timedelta(0)
    return forecast(used, gifts, seen, budget.last_on - today)


def _gifts(budget: rows.Budget, today: date) -> tuple[Sequence[Decimal], date | None]:
    """What was given one by one in the year before, and the day of the first gift of all."""
    told: list[tuple[date, Decimal]] = []
    whose = {"team": budget.team_id, "currency": budget.currency, "budget_on__lte": today}
    for found, amount in ((decisions(), "goodwill"), (deviations(), "amount")):
        told += found.filter(**whose).values_list("budget_on", amount)
    since = today - LOOKED_BACK
    return [amount for on, amount in told if on > since], min((on for on, _ in told), default=None)


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that counts in a budget: the goodwill of a decision, or an exception beside one.
    `told`: the customer was; `why` it was given over the budget."""

    case: rows.Case
    on: date
    exception: bool
    amount: Money
    told: bool
    why: str


def counted(budget: rows.Budget) -> list[Counted]:
    """Everything that counts in a budget, the latest first: two statements."""
    within = {
        "team": budget.team_id, "currency": budget.currency,
        "budget_on__gte": budget.first_on, "budget_on__lte": budget.last_on,
    }  # fmt: skip
    decided = decisions().filter(**within).select_related("case").defer("document", "record")
    granted = deviations().filter(**within).select_related("case")
    found = [_counted(each, each.goodwill, exception=False) for each in decided]
    found += [_counted(each, each.amount or Decimal(0), exception=True) for each in granted]
    return sorted(found, key=lambda each: (each.on, each.case.pk), reverse=True)


def _counted(each: rows.Decision | rows.Deviation, amount: Decimal, *, exception: bool) -> Counted:
    assert each.budget_on is not None
    money, told = Money(amount, each.currency), each.case.state in _TOLD
    return Counted(each.case, each.budget_on, exception, money, told, each.over_budget)
