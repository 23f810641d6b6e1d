"""A change that a root cause led to, as the tests of it and of what is told of it have it."""

from dataclasses import replace

from tests.conftest import person
from tests.core.test_changes import a_change
from tests.stories import NOW, days

from upheld.core.changes import (
    About,
    Among,
    ChangeGiven,
    Checked,
    Measure,
    Placebo,
    Verdict,
)
from upheld.core.intervals import Interval
from upheld.core.words import Role
from upheld.store import models as rows
from upheld.store.counted.gathered import Gathered

LATE = Gathered(About.CAUSE, "carrier_delay")
MADE = NOW + days(10)
LATER = NOW + days(20)
WORKED = Checked(
    Verdict.WORKED, Interval(0.2, 0.4, 0.7), "before_after", Placebo(30, 0), MADE.date()
)


def given() -> ChangeGiven:
    return a_change(
        name="A second carrier",
        told_as="We send large pieces with a second carrier now.",
        made_on=MADE.date(),
        judge_from=MADE.date(),
        measure=Measure(About.CAUSE, "carrier_delay", Among.PRODUCTS),
    )


def state(number: int) -> str:
    return rows.RootCause.objects.get(pk=number).state


def checked(verdict: Verdict) -> Checked:
    return WORKED if verdict is Verdict.WORKED else replace(WORKED, verdict=verdict)


def made_private(case: int) -> None:
    """A private team works on it."""
    team = rows.Team.objects.create(name="Board matters", private=True)
    owner = person("Vera Holm", Role.HANDLER)
    rows.Person.objects.filter(pk=owner.pk).update(team=team)
    rows.Case.objects.filter(pk=case).update(owner=owner)


def a_parting(case: rows.Case, state: str) -> None:
    rows.Parting.objects.create(customer=case.customer, case=case, at=NOW, state=state)
