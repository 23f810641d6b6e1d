"""What teams give beyond the owed, counted from decisions and exceptions; is there room for more?

Whoever asks for room holds the chain of events first (`events.hold`): from there to the end of the
transaction nobody else gives anything, so that two people never spend the same pound.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from upheld.core.budgets import Forecast, Gifts, Standing, forecast
from upheld.core.money import Money

from . import models as rows
from .record import events
from .sight import seen
from .sql.asked_again import AskedAgain
from .tallied import sums as tallied
from .tallied.parts import Of, decisions, deviations, given_in, of_team, whose

# So much of the past says where a budget is heading.
LOOKED_BACK = timedelta(days=365)
_HUNDREDTHS = 100


# A team and a currency; sums of days by what they are of and by key.
_Team = tuple[int, str]
_Days = Mapping[tuple[str, str, date], int]


class _Given(NamedTuple):
    """What a team gave on a day in a currency, and whether the customers were told."""

    whose: _Team
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
    given = _given(_days((Of.GIVEN,), budgets))
    return {each.pk: _standing(each, given) for each in budgets}


def _standing(budget: rows.Budget, given: Iterable[_Given]) -> Standing:
    spent = committed = Decimal(0)
    for one in given:
        if one.whose == _whose(budget) and budget.first_on <= one.on <= budget.last_on:
            spent += one.amount if one.told else Decimal(0)
            committed += Decimal(0) if one.told else one.amount
    money = (Money(each, budget.currency) for each in (budget.amount, spent, committed))
    return Standing(*money)


def _whose(budget: rows.Budget) -> _Team:
    return budget.team_id, budget.currency


def _days(of: Collection[Of], budgets: Collection[rows.Budget], *more: date) -> _Days:
    """The days of all these budgets and of `more`, from the sums that are kept."""
    teams = {_whose(each) for each in budgets}
    keys = [whose(*team, told=told) for team in teams for told in (True, False)]
    keys += [of_team(*team) for team in teams]
    first = min([each.first_on for each in budgets] + [*more], default=date.max)
    last = max([each.last_on for each in budgets] + [*more], default=date.min)
    return tallied.by_day(of, keys, tallied.Days(first, last)) if keys else Counter()


def _given(days: _Days) -> list[_Given]:
    return [
        _Given(_team(key), day, key.endswith(" told"), Decimal(n) / _HUNDREDTHS)
        for (of, key, day), n in days.items()
        if of == Of.GIVEN
    ]


def _team(key: str) -> _Team:
    team, currency, *_ = key.split()
    return int(team), currency


def foreseen(
    budgets: Collection[rows.Budget], today: date
) -> dict[int, tuple[Standing, Forecast | None]]:
    """What was spent and committed of each, and where each that is not over ends if its team goes
    on as in the year before `today`; None where too little is known. Some six statements, however
    many budgets, and one more for whoever does not see every case."""
    going = [each for each in budgets if each.last_on >= today]
    since = today - LOOKED_BACK + timedelta(days=1)
    days = _days(tuple(_OF_GIFTS), budgets, since, today)
    given, gifts = [*_given(days), *_not_said(budgets)], _gifts(days, since, today)
    before = _gave_before({_whose(each) for each in going}, since)
    found = {}
    for each in budgets:
        now, heads = _standing(each, given), None
        if each in going:
            known = _seen(_whose(each), days, before, today)
            used, left = now.spent + now.committed, each.last_on - today
            heads = forecast(used, gifts.get(_whose(each), Gifts()), known, left)
        found[each.pk] = now, heads
    return found


@seen.whole()
def _told_in(cases: "QuerySet[rows.Case]", budgets: Collection[rows.Budget]) -> list[_Given]:
    first = min(each.first_on for each in budgets)
    last = max(each.last_on for each in budgets)
    teams = {each.team_id for each in budgets}
    found = given_in(cases, is_told=True, team__in=teams, budget_on__range=(first, last))
    return [
        _Given((team, currency), day, True, max(Decimal(money) - Decimal(had or 0), Decimal(0)))
        for _, team, currency, _, day, money, had in found
    ]


def _not_said(budgets: Collection[rows.Budget]) -> Iterator[_Given]:
    """What the customers of a private team were told stays committed to whoever does not see its
    cases: else each of its letters would be told by what it moves."""
    if budgets and seen.hides():
        for one in _told_in(seen.kept_cases(), budgets):
            yield one._replace(amount=-one.amount)
            yield one._replace(told=False)


_OF_GIFTS = (Of.GIVEN, Of.GIFTS, Of.SQUARES)


def _gifts(days: _Days, since: date, today: date) -> dict[_Team, Gifts]:
    """What each team gave in each currency from one day to another."""
    found: dict[_Team, Gifts] = {}
    for (of, key, day), n in days.items():
        if since <= day <= today:
            found[_team(key)] = found.get(_team(key), Gifts()) + _TOLD[of](n)
    return found


_TOLD: Mapping[str, Callable[[int], Gifts]] = {
    Of.GIVEN: lambda n: Gifts(total=Decimal(n) / _HUNDREDTHS),
    Of.GIFTS: lambda n: Gifts(count=n),
    Of.SQUARES: lambda n: Gifts(squares=n / _HUNDREDTHS**2),
}


def _seen(team: _Team, days: _Days, before: Collection[str], today: date) -> timedelta:
    """How much of the last year is known of a team: since its first gift, of the year or before."""
    key = of_team(*team)
    told = (day for (of, named, day), n in days.items() if of == Of.GIFTS and named == key and n)
    since = today - LOOKED_BACK
    return LOOKED_BACK if key in before else today - max(since, min(told, default=today))


def _gave_before(teams: Collection[_Team], day: date) -> set[str]:
    """The keys of those who gave anything before that day, as far as the sums are brought."""
    keys = [of_team(*each) for each in teams]
    found = rows.Tally.objects.filter(of=Of.GIFTS, key__in=keys, day__lt=day, n__gt=0)
    return set(found.order_by().values_list("key", flat=True).distinct())


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


def counted(budget: rows.Budget, most: int | None = None) -> list[Counted]:
    """What counts in a budget and is theirs to see, the latest first, `most` of it at most: two
    statements. What is left of the budget is of everything, whoever looks: nobody gives the same
    pound twice."""
    within = {
        "team": budget.team_id, "currency": budget.currency,
        "budget_on__gte": budget.first_on, "budget_on__lte": budget.last_on,
    }  # fmt: skip
    decided = decisions().filter(**within).select_related("case").defer("document", "record")
    granted = deviations().filter(**within).select_related("case")
    latest = ("-budget_on", "-case", "-pk")
    found = [
        _counted(each, each.goodwill, exception=False) for each in decided.order_by(*latest)[:most]
    ]
    found += [
        _counted(each, each.amount or Decimal(0), exception=True)
        for each in granted.order_by(*latest)[:most]
    ]
    found = [each for each in found if each.amount.amount > 0]
    return sorted(found, key=lambda each: (each.on, each.case.pk), reverse=True)[:most]


def _counted(each: Any, amount: Decimal, *, exception: bool) -> Counted:
    money = Money(amount - (each.had or Decimal(0)), each.currency)
    return Counted(each.case, each.budget_on, exception, money, each.is_told, each.over_budget)
