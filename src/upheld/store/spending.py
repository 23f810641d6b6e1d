"""What teams give beyond the owed, counted from decisions and exceptions; is there room for more?

Whoever asks for room holds the chain of events first (`events.hold`): from there to the end of the
transaction nobody else gives anything, so that two people never spend the same pound.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from upheld.core.budgets import Forecast, Standing, forecast
from upheld.core.money import Money

from . import events, seen, tallied
from . import models as rows
from .tally_parts import TOLD, Of, decisions, deviations, whose

# So much of the past says where a budget is heading.
LOOKED_BACK = timedelta(days=365)


class _Given(NamedTuple):
    """What a team gave on a day in a currency, and whether the customers were told."""

    whose: tuple[int, str]
    on: date
    told: bool
    amount: Decimal


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
    budgets = list(found.select_related("team"))
    stands = standings(budgets)
    return [(each, stands[each.pk]) for each in budgets]


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
    return standings([budget])[budget.pk]


def standings(budgets: Collection[rows.Budget]) -> dict[int, Standing]:
    """What was spent and committed of each, by sums that are kept, however many budgets."""
    given = list(_given(budgets))
    return {each.pk: _standing(each, given) for each in budgets}


def _standing(budget: rows.Budget, given: Iterable[_Given]) -> Standing:
    spent = committed = Decimal(0)
    for one in given:
        if one.whose == _whose(budget) and budget.first_on <= one.on <= budget.last_on:
            spent += one.amount if one.told else Decimal(0)
            committed += Decimal(0) if one.told else one.amount
    money = (Money(each, budget.currency) for each in (budget.amount, spent, committed))
    return Standing(*money)


def _whose(budget: rows.Budget) -> tuple[int, str]:
    return budget.team_id, budget.currency


def _given(budgets: Collection[rows.Budget]) -> Iterator[_Given]:
    """The days of all these budgets, from the sums that are kept."""
    keys = {whose(*_whose(each), told=told): (_whose(each), told)
            for each in budgets for told in (True, False)}  # fmt: skip
    first = min((each.first_on for each in budgets), default=date.max)
    last = max((each.last_on for each in budgets), default=date.min)
    days = tallied.by_day(Of.GIVEN, keys, tallied.Days(first, last)) if keys else {}
    for (key, day), hundredths in days.items():
        team, told = keys[key]
        yield _Given(team, day, told, Decimal(hundredths) / 100)


def headings(
    budgets: Collection[rows.Budget], now: Mapping[int, Standing], today: date
) -> dict[int, Forecast | None]:
    """Where each budget that is not over ends if its team goes on as in the year before `today`,
    and None where too little is known. One statement, however many budgets."""
    going = [each for each in budgets if each.last_on >= today]
    gifts = _gifts({each.team_id for each in going}, today)
    return {
        each.pk: _heading(each, now[each.pk], gifts.get(_whose(each), []), today) for each in going
    }


def _heading(
    budget: rows.Budget, now: Standing, gifts: Sequence[tuple[date, Decimal]], today: date
) -> Forecast | None:
    since = today - LOOKED_BACK
    first = min((on for on, _ in gifts), default=today)
    amounts = [amount for on, amount in gifts if on > since]
    return forecast(
        now.spent + now.committed, amounts, today - max(first, since), budget.last_on - today
    )


def _gifts(
    teams: Collection[int], today: date
) -> dict[tuple[int, str], list[tuple[date, Decimal]]]:
    """What was given one by one until today, by team and currency."""
    told: dict[tuple[int, str], list[tuple[date, Decimal]]] = defaultdict(list)
    decided, granted = (
        found.filter(team__in=teams, budget_on__lte=today).order_by()
        .values_list("team", "currency", "budget_on", amount)
        for found, amount in ((decisions(), "goodwill"), (deviations(), "amount"))
    )  # fmt: skip
    for team, currency, on, gift in decided.union(granted, all=True):
        told[team, currency].append((on, gift))
    return told


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
    decided = seen.of_cases(decisions().filter(**within).select_related("case"))
    decided = decided.defer("document", "record")
    granted = seen.of_cases(deviations().filter(**within).select_related("case"))
    found = [_counted(each, each.goodwill, exception=False) for each in decided]
    found += [_counted(each, each.amount or Decimal(0), exception=True) for each in granted]
    return sorted(found, key=lambda each: (each.on, each.case.pk), reverse=True)


def _counted(each: rows.Decision | rows.Deviation, amount: Decimal, *, exception: bool) -> Counted:
    assert each.budget_on is not None
    money, told = Money(amount, each.currency), each.case.state in TOLD
    return Counted(each.case, each.budget_on, exception, money, told, each.over_budget)
