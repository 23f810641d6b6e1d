"""Teams, who is in them, and what each may give beyond the owed."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja.responses import Status

from upheld.api.access import by, now
from upheld.api.given_exceptions import BudgetGiven, MemberGiven, TeamGiven
from upheld.api.paging import Cursor, Limit, Page, page
from upheld.api.told.base import amount
from upheld.api.told.exceptions import BudgetTold, CountedTold, PriceTold, TeamTold, money
from upheld.api.values import Id
from upheld.api.versions import listed_as_read
from upheld.core.budgets import Forecast, Standing, days_of
from upheld.core.words import Scope
from upheld.steps.keep_budgets import add_team, put_in_team, set_budget
from upheld.store import models as rows
from upheld.store import spending
from upheld.store.load import CaseMissing

from .base import ANY_VERSION, Routes, made, may_read

budgets = Routes(tags=["budgets"])


@budgets.reads("/teams", list[TeamTold])
def list_teams(request: HttpRequest) -> list[rows.Team]:
    """People who work together, under one name each."""
    may_read(request)
    return list(rows.Team.objects.all())


@budgets.writes("POST", "/teams", TeamTold, Scope.ADMIN, status=201)
def write_team(request: HttpRequest, body: TeamGiven) -> Status[TeamTold]:
    """Adds a team."""
    return made(TeamTold.model_validate(add_team(body.name, by(request), now(request))))


@budgets.writes("PUT", "/people/{person}/team", list[TeamTold], Scope.ADMIN)
def write_team_of_person(request: HttpRequest, person: Id, body: MemberGiven) -> list[rows.Team]:
    """What this person gives from now on counts in the team's budget."""
    put_in_team(person, body.team, by(request), now(request))
    return list(rows.Team.objects.all())


@budgets.reads("/budgets", Page[BudgetTold])
def list_budgets(
    request: HttpRequest, limit: Limit = 20, cursor: Cursor | None = None
) -> Page[BudgetTold]:
    """What each team may give, what is left, and where it heads."""
    may_read(request)
    today = timezone.localdate(now(request))
    found = rows.Budget.objects.select_related("team")
    return page(request, found, lambda each: _told(each, today), limit, cursor)


@budgets.writes("PUT", "/teams/{team}/budget", BudgetTold, Scope.ADMIN, match=ANY_VERSION)
def write_budget(request: HttpRequest, team: Id, body: BudgetGiven) -> BudgetTold:
    """Sets what the team may give in the period that a day is in, or sets it anew: that one by its
    version."""
    given, today = (body.period, body.day, body.money()), timezone.localdate(now(request))
    with listed_as_read(request, BudgetTold, lambda: _set(team, body, today), needed=True):
        row = set_budget(team, *given, by(request), now(request))
    return _told([row], today)[0]


def _set(team: int, body: BudgetGiven, today: date) -> BudgetTold | None:
    """What was set for these days before."""
    first, _ = days_of(body.period, body.day)
    same = {"team": team, "period": body.period, "first_on": first, "currency": body.currency}
    found = list(rows.Budget.objects.select_related("team").filter(**same))
    return _told(found, today)[0] if found else None


@budgets.reads("/budgets/{budget}/counted", list[CountedTold])
def list_counted(request: HttpRequest, budget: Id) -> list[CountedTold]:
    """Everything that counts in a budget, the latest first."""
    may_read(request)
    row = rows.Budget.objects.filter(pk=budget).first()
    if row is None:
        raise CaseMissing
    return [
        CountedTold(
            case=each.case.reference,
            on=each.on,
            exception=each.exception,
            amount=money(each.amount),
            told=each.told,
            why=each.why,
        )
        for each in spending.counted(row)
    ]


def _told(found: Sequence[rows.Budget], today: date) -> list[BudgetTold]:
    foreseen = spending.foreseen(found, today)
    return [_one(row, *foreseen[row.pk]) for row in found]


def _one(row: rows.Budget, stands: Standing, heads: Forecast | None) -> BudgetTold:
    ends = {n: money(getattr(heads, n)) for n in ("low", "likely", "high")} if heads else {}
    plain = ("id", "period", "first_on", "last_on")
    return BudgetTold(
        team=TeamTold.model_validate(row.team),
        amount=amount(row.amount, row.currency),
        spent=money(stands.spent),
        committed=money(stands.committed),
        left=money(stands.left),
        heads_for=PriceTold(**ends) if ends else None,
        **{name: getattr(row, name) for name in plain},
    )
