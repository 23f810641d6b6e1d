"""What the demo company may give beyond the owed, and the exceptions that are in its history."""

from datetime import datetime
from decimal import Decimal

from django.db.models.functions import TruncDate

from upheld.core.budgets import Period
from upheld.core.money import Money
from upheld.steps.find_deviations import find_deviations
from upheld.steps.keep_budgets import add_team, put_in_team, set_budget
from upheld.store.models import Decision, Deviation, Person
from upheld.store.tallied import anew as tallied_anew

_TEAM = "Customer care"
_A_QUARTER = Money(Decimal(5_000), "GBP")


def write(staff: tuple[Person, ...], lead: Person, now: datetime) -> None:
    """One team with a budget for the quarter, in which all that was given so far counts; and what
    the habit of the past gave beyond the policy, found from the rows."""
    team = add_team(_TEAM, lead, now)
    for person in staff:
        put_in_team(person.pk, team.pk, lead, now)
    set_budget(team.pk, Period.QUARTER, now.date(), _A_QUARTER, lead, now)
    Decision.objects.filter(goodwill__gt=0).update(team=team, budget_on=TruncDate("at"))
    Deviation.objects.update(team=team)
    find_deviations(lead, now)
    tallied_anew.rebuild()
