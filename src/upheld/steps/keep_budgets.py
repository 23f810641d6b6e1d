"""Teams, who is in them, and what each may give beyond the owed in a period."""

from datetime import date, datetime

from django.db import transaction

from upheld.core.budgets import BudgetError, Period, checked, days_of
from upheld.core.event_kinds import EventKind
from upheld.core.money import Money
from upheld.store import models as rows
from upheld.store.record import events
from upheld.store.record.events import Act
from upheld.store.rows import people

from . import may

_LONGEST_NAME = 80


@transaction.atomic
def add_team(name: str, by: may.Actor, now: datetime) -> rows.Team:
    """A team under a name of its own. Raises BudgetError or NotAllowed."""
    may.check("keep_budgets", by)
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME:
        raise BudgetError(f"a team has a name of at most {_LONGEST_NAME} characters: write it")
    events.hold()  # of two who add the same team at once, the second finds it there
    if rows.Team.objects.filter(name__iexact=name).exists():
        raise BudgetError(f"there is a team {name} already")
    team = rows.Team.objects.create(name=name)
    _tell(EventKind.TEAM_CHANGED, {"team": name}, by, now)
    return team


@transaction.atomic
def put_in_team(person_id: int, team_id: int | None, by: may.Actor, now: datetime) -> None:
    """What this person gives from now on counts in the team's budget; None: in nobody's.

    Whose cases they see goes with a private team, so that only who keeps people may change that,
    and of others alone. Raises BudgetError or NotAllowed."""
    may.check("keep_budgets", by)
    person = people.held(person_id)
    if person is None:
        raise BudgetError("there is nobody with this number: look at the list")
    team = None if team_id is None else _team(team_id)
    if any(each and each.private for each in (person.team, team)):
        may.check("keep_people", by)
        if person == by:
            raise BudgetError("nobody changes what they themselves see: ask another administrator")
    person.team = team
    person.save(update_fields=["team"])
    told = {"person": person.pk, "team": team.name if team else ""}
    _tell(EventKind.TEAM_CHANGED, told, by, now)


@transaction.atomic
def set_budget(
    team_id: int, period: Period, day: date, amount: Money, by: may.Actor, now: datetime
) -> rows.Budget:
    """What the team may give in the period that `day` is in, in place of what was set before.

    Raises BudgetError or NotAllowed."""
    may.check("keep_budgets", by)
    team, amount = _team(team_id), checked(amount)
    first, last = days_of(period, day)
    kept = {"last_on": last, "amount": amount.amount, "at": now, "by": by.name}
    budget, _ = rows.Budget.objects.update_or_create(
        team=team, currency=amount.currency, period=period, first_on=first, defaults=kept
    )
    told = {"team": team.name, "first_on": first.isoformat(), "last_on": last.isoformat()}
    _tell(EventKind.BUDGET_SET, {**told, "amount": str(amount)}, by, now)
    return budget


def _team(team_id: int) -> rows.Team:
    team = rows.Team.objects.filter(pk=team_id).first()
    if team is None:
        raise BudgetError("there is no such team: look at the list")
    return team


def _tell(kind: EventKind, told: dict[str, object], by: may.Actor, now: datetime) -> None:
    events.append(Act(None, kind, by.name, now, told))
