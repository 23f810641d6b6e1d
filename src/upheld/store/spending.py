"""What teams give beyond the owed, counted from decisions and exceptions; is there room for more?

Whoever asks for room holds the chain of events first (`events.hold`): from there to the end of the
transaction nobody else gives anything, so that two people never spend the same pound.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, FloatField, Min, Q, QuerySet, Sum
from django.db.models.functions import Cast

from upheld.core.budgets import Forecast, Gifts, Standing, forecast
from upheld.core.money import Money

from . import events, seen, tallied
from . import models as rows
from .sql.asked_again import AskedAgain
from .tally_parts import Of, decisions, deviations, whose

# So much of the past says where a budget is heading.
LOOKED_BACK = timedelta(days=365)


class _Given(NamedTuple):
    """What a team gave on a day in a currency, and whether the customers were told."""

    whose: tuple[int, str]
    on: date
    told: bool
    amount: Decimal


class _Gave(NamedTuple):
    """The first day on which a team gave anything in a currency, and what it gave in the year."""

    first: date
    lately: Gifts

    def beside(self, other: "_Gave") -> "_Gave":
        return _Gave(min(self.first, other.first), self.lately + other.lately)


def team_of(case: rows.Case, by: rows.Person | None) -> rows.Team | None:
    """Whose budget it counts in: the team of whoever acts, else of whoever has the case."""
    whose = by if by and by.team_id else case.owner
    return whose.team if whose else None


def on(team: rows.Team | None, currency: str, day: date) -> list[tuple[rows.Budget, Standing]]:
    """The budgets of the team that hold on that day, each with what is left of it."""
    if team is None:
        return []
    budgets = _BUDGETS(team.pk, currency, day)
    stands = standings(budgets)
    return [(each, stands[each.pk]) for each in budgets]


def _budgets(team: int, currency: str, day: date) -> "QuerySet[rows.Budget]":
    found = rows.Budget.objects.filter(team=team, currency=currency)
    return found.filter(first_on__lte=day, last_on__gte=day).select_related("team")


_BUDGETS = AskedAgain(_budgets)


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
    gave = _gave({each.team_id for each in going}, today)
    nothing = _Gave(today, Gifts())
    return {
        each.pk: _heading(each, now[each.pk], gave.get(_whose(each), nothing), today)
        for each in going
    }


def _heading(budget: rows.Budget, now: Standing, gave: _Gave, today: date) -> Forecast | None:
    seen = today - max(gave.first, today - LOOKED_BACK)
    return forecast(now.spent + now.committed, gave.lately, seen, budget.last_on - today)


@seen.whole()
def _gave(teams: Collection[int], today: date) -> dict[tuple[int, str], _Gave]:
    """What each team gave until today, by team and currency: added up by the database, which would
    else tell every gift."""
    decided, granted = (
        _added_up(found.filter(team__in=teams, budget_on__lte=today), amount, today)
        for found, amount in ((decisions(), "goodwill"), (deviations(), "amount"))
    )
    told: dict[tuple[int, str], _Gave] = {}
    for team, currency, first, count, total, squares in decided.union(granted, all=True):
        gifts, before = (
            Gifts(count, total or Decimal(0), squares or 0.0),
            told.get((team, currency)),
        )
        one = _Gave(first, gifts)
        told[team, currency] = one if before is None else before.beside(one)
    return told


def _added_up(found: "QuerySet[Any]", amount: str, today: date) -> "QuerySet[Any, Any]":
    year = Q(budget_on__gt=today - LOOKED_BACK)
    square = Cast(amount, FloatField()) * Cast(amount, FloatField())
    counted: QuerySet[Any, Any] = found.order_by().values_list("team", "currency").annotate(
        first=Min("budget_on"), count=Count("pk", filter=year), total=Sum(amount, filter=year),
        squares=Sum(square, filter=year, output_field=FloatField()),
    )  # fmt: skip
    return counted


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
    """What counts in a budget and is theirs to see, the latest first: two statements. What is left
    of the budget is of everything, whoever looks: nobody gives the same pound twice."""
    within = {
        "team": budget.team_id, "currency": budget.currency,
        "budget_on__gte": budget.first_on, "budget_on__lte": budget.last_on,
    }  # fmt: skip
    decided = decisions().filter(**within).select_related("case").defer("document", "record")
    granted = deviations().filter(**within).select_related("case")
    found = [_counted(each, each.goodwill, exception=False) for each in decided]
    found += [_counted(each, each.amount or Decimal(0), exception=True) for each in granted]
    return sorted(found, key=lambda each: (each.on, each.case.pk), reverse=True)


def _counted(each: Any, amount: Decimal, *, exception: bool) -> Counted:
    money = Money(amount, each.currency)
    return Counted(each.case, each.budget_on, exception, money, each.is_told, each.over_budget)
