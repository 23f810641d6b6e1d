"""Sums and counts of the whole firm, as they are told to whoever does not see all of it: none
moves with what a private team does."""

from decimal import Decimal
from typing import Any

import pytest
from tests.api.programs import Program, key_of
from tests.stories import NOW, a_decided_case, the_decision

from upheld.core.event_kinds import EventKind
from upheld.core.money import Money
from upheld.core.words import CaseId, Role
from upheld.steps import answer
from upheld.steps.deviate import Wanted, approve_deviation, deviate
from upheld.store import causes, load, spending
from upheld.store import models as rows
from upheld.store.record import events
from upheld.store.sight import record_seen, seen

from .kept_back import a_private_team
from .test_private_beside import ONCE
from .world import World


@pytest.fixture
def vera(world: World) -> rows.Person:
    return a_private_team()


@pytest.fixture
def budget(vera: rows.Person) -> rows.Budget:
    """Of the private team itself: that there is one, and what is left of it, everybody is told."""
    assert vera.team is not None
    return rows.Budget.objects.create(
        team=vera.team, currency="GBP", amount=Decimal(900), at=NOW, by="Lee Lead",
        first_on=NOW.date(), last_on=NOW.date(),
    )  # fmt: skip


@pytest.fixture
def case(world: World, vera: rows.Person, budget: rows.Budget) -> CaseId:
    """One that is decided and gives 25 of goodwill, with 10 beside it."""
    found = a_decided_case(vera, name="Zora Quill", email="zora@example.net")
    rows.Case.objects.filter(pk=found).update(owner=vera)
    wanted = Wanted("voucher", Money(Decimal(10), "GBP"), "", "Her birthday.", NOW.date())
    row = deviate(found, the_decision(found), wanted, "", vera, NOW)
    approve_deviation(found, row.pk, "", world.people[Role.ADMINISTRATOR], NOW)
    return found


def tell(case: CaseId, by: rows.Person) -> None:
    """The letter leaves: the goodwill and what is beside it are promised from now on."""
    letter = answer.draft_reply(load.page(case), by, NOW)
    answer.answer(case, the_decision(case), letter, by, NOW)


def told_to(world: World, role: Role, budget: rows.Budget) -> tuple[str, ...]:
    listed = Program(key_of(world.people[role])).get("/budgets").json()["items"]
    (found,) = (each for each in listed if each["id"] == budget.pk)
    return tuple(found[name]["amount"] for name in ("spent", "committed", "left"))


def test_whoever_sees_the_cases_is_told_what_their_customers_were_told(
    world: World, vera: rows.Person, budget: rows.Budget, case: CaseId
) -> None:
    assert told_to(world, Role.AUDITOR, budget) == ("0.00", "35.00", "865.00")
    tell(case, vera)
    assert told_to(world, Role.AUDITOR, budget) == ("35.00", "0.00", "865.00")


def test_to_everybody_else_nothing_moves_when_a_letter_of_theirs_leaves(
    world: World, vera: rows.Person, budget: rows.Budget, case: CaseId
) -> None:
    client = world.client(Role.LEAD)
    places = ("/exceptions/budgets/", f"/exceptions/budgets/{budget.pk}/")
    before = [ONCE.sub("", client.get(place).content.decode()) for place in places]
    assert told_to(world, Role.LEAD, budget) == ("0.00", "35.00", "865.00")
    tell(case, vera)
    assert told_to(world, Role.LEAD, budget) == ("0.00", "35.00", "865.00")
    assert [ONCE.sub("", client.get(place).content.decode()) for place in places] == before
    assert "stays committed to whoever does not see its cases" in before[0]


def test_what_is_left_is_of_everything_whoever_gives(
    world: World, vera: rows.Person, budget: rows.Budget, case: CaseId
) -> None:
    tell(case, vera)
    with seen.looking(world.people[Role.HANDLER]):
        assert spending.standing(budget).left == Money(Decimal(865), "GBP")
        assert spending.short(budget.team, Money(Decimal(866), "GBP"), NOW.date()) == [budget]
        assert spending.short(budget.team, Money(Decimal(865), "GBP"), NOW.date()) == []


OF_ALL: dict[EventKind, dict[str, Any]] = {
    EventKind.THEMES_FOUND: {"themes": 2, "new": 1, "cases": 9, "outside": 3},
    EventKind.CUSTOMERS_VALUED: {"customers": 12, "until": "2026-11-01", "model": "bg"},
    EventKind.DEVIATIONS_FOUND: {"count": 4, "looked_at": 11},
    EventKind.CUSTOMERS_LOOKED_THROUGH: {"new": 1, "waiting": 5},
}


@pytest.mark.parametrize("kind", OF_ALL)
@pytest.mark.parametrize(
    ("role", "private", "told"),
    [(Role.LEAD, True, False), (Role.LEAD, False, True), (Role.AUDITOR, True, True)],
)
def test_how_many_of_the_whole_firm_a_job_went_through_is_told_to_who_sees_it(
    kind: EventKind, role: Role, private: bool, told: bool, world: World, vera: rows.Person
) -> None:
    """Less those that may be seen it is how many a private team has."""
    rows.Team.objects.update(private=private)
    events.append(events.Act(None, kind, "at night", NOW, OF_ALL[kind]))
    page = Program(key_of(world.people[role])).get(f"/events?kind={kind}&limit=200").json()
    assert page["items"][-1]["data"] == (OF_ALL[kind] if told else {"withheld": True})
    with seen.looking(world.people[role]):
        assert record_seen.hidden(list(rows.Event.objects.filter(kind=kind))) == set()


@pytest.mark.parametrize("role", [Role.LEAD, Role.POLICY_OWNER])
def test_no_closing_of_theirs_counts_for_its_cause_to_whoever_does_not_see_it(
    world: World, vera: rows.Person, role: Role, django_assert_max_num_queries: Any
) -> None:
    who = rows.Customer.objects.create(name="Zora Quill")
    theirs = rows.Case.objects.create(customer=who, owner=vera, received_at=NOW, text="Late.")
    for case in (world.case, theirs.pk):
        told = {"cause": "carrier_delay", "resolved": True, "at": NOW, "by": "Somebody"}
        rows.Closing.objects.create(case_id=case, **told)
    with seen.looking(vera):
        assert causes.used() == {"carrier_delay": 2}
    with seen.looking(world.people[role]):
        assert causes.used() == {"carrier_delay": 1}
    client = world.client(role)
    client.get("/causes/")
    with django_assert_max_num_queries(10):
        page = client.get("/causes/").content.decode()
    assert "1 case<" in page
    assert "2 cases" not in page
