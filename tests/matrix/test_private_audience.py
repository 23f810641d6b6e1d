"""Who is to hear of a change, as it is told to whoever does not see all: how many are not told now,
and not why, since what keeps a letter back may be a private team's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.api.programs import Program, key_of
from tests.api.test_story import good
from tests.core.test_changes import a_change
from tests.stories import NOW, a_closed_case, an_open_case, days

from upheld.core.changes import About, Among, Measure
from upheld.core.words import CaseId, Role
from upheld.steps.keep_changes import record_change
from upheld.steps.keep_root_causes import open_root_cause
from upheld.steps.may import Complainant
from upheld.steps.no_news import ask_no_news
from upheld.store import models as rows
from upheld.store.counted.gathered import Gathered

from .kept_back import a_private_team
from .world import World

MADE = (NOW - days(10)).date()
SALLY = {"name": "Sally Fenn", "email": "sally.fenn@example.org"}
WHY = ("no_news", "parted", "restricted", "open", "unreached")
Counts = dict[str, int | None]


@pytest.fixture
def change(world: World) -> int:
    """Made after Sally complained, whom everybody sees."""
    lead = world.people[Role.LEAD]
    a_closed_case(lead, NOW - days(30), **SALLY)
    late = Gathered(About.CAUSE, "carrier_delay")
    number = open_root_cause("One carrier for all", lead.pk, [late], lead, NOW)
    measure = Measure(About.CAUSE, "carrier_delay", Among.PRODUCTS)
    made = a_change(made_on=MADE, judge_from=MADE, measure=measure)
    return record_change(number, made, lead.pk, lead, NOW)


def open_case(case: rows.Case) -> None:
    """What keeps a letter back is that it is open."""


def no_news(case: rows.Case) -> None:
    ask_no_news(CaseId(case.pk), "Only about mine.", Complainant(), NOW)
    rows.Case.objects.filter(pk=case.pk).update(state="closed")


def parted(case: rows.Case) -> None:
    rows.Parting.objects.create(customer=case.customer, case=case, at=NOW, state="parted")
    rows.Case.objects.filter(pk=case.pk).update(state="closed")


def restricted(case: rows.Case) -> None:
    until = NOW.date() + timedelta(days=3650)
    rows.Restriction.objects.create(
        customer=case.customer, case=case, scope="written_only", detail="x", reason="x",
        alternatives="x", vulnerability="x", state="in_force", at=NOW, reviewed_at=NOW,
        expires_on=until, review_due=until,
    )  # fmt: skip
    rows.Case.objects.filter(pk=case.pk).update(state="closed")


def told(world: World, change: int, role: Role) -> Counts:
    program = Program(key_of(world.people[role]))
    found: Counts = good(program.get(f"/changes/{change}/audience"))
    return found


@pytest.mark.parametrize("private", [True, False], ids=["private", "seen"])
@pytest.mark.parametrize("keep", [no_news, parted, restricted, open_case])
def test_who_does_not_see_all_is_told_how_many_are_not_told_now_and_not_why(
    world: World, change: int, keep: Callable[[rows.Case], None], private: bool
) -> None:
    """Alike where everybody sees why and where a private team alone does."""
    vera = a_private_team()
    found = an_open_case(vera, NOW - days(5), **SALLY)
    rows.Case.objects.filter(pk=found).update(owner=vera if private else None)
    keep(rows.Case.objects.get(pk=found))
    outside, all_of_it = (told(world, change, role) for role in (Role.LEAD, Role.ADMINISTRATOR))
    assert (outside["people"], outside["to_tell"], outside["not_now"]) == (1, 0, 1)
    assert [outside[each] for each in WHY] == [None] * 5
    assert sum(all_of_it[each] or 0 for each in WHY) == all_of_it["not_now"] == 1
    page = world.client(Role.LEAD).get(f"/changes/{change}/telling/").content.decode()
    assert "Not told now" in page
    assert "Parted" not in page
    assert "With an open complaint" not in page


def test_where_nothing_is_private_everybody_is_told_why(world: World, change: int) -> None:
    an_open_case(world.people[Role.LEAD], NOW - days(5), **SALLY)
    assert told(world, change, Role.LEAD)["open"] == 1
