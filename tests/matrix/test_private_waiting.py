"""How many complaints somebody's fit waits for: of a private team's nobody else is told whether
there is one beside what they see, nor, where nothing else waits, how many there are."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from tests.desk.reading import text
from tests.stories import NOW, a_finding, an_allegation, an_open_case

from upheld.core.words import CaseId, Role
from upheld.steps import may
from upheld.steps.merge_customers import merge_customers
from upheld.store import models as rows
from upheld.store.sight import seen
from upheld.store.sight.withheld import waiting_for_findings

from .kept_back import a_private_team
from .world import World

OURS = "quilla@example.org"
THEIRS = "an open complaint of another team's own has every finding."


@pytest.fixture
def vera(world: World) -> rows.Person:
    return a_private_team()


@pytest.fixture
def waits(world: World) -> Callable[[rows.Person], CaseId]:
    """Another complaint of the customer whom everybody sees, that waits for its finding."""

    def made(owner: rows.Person) -> CaseId:
        case = an_open_case(owner, name="Quilla Zorn", email=OURS)
        rows.Case.objects.filter(pk=case).update(owner=owner)
        return case

    return made


def told(world: World, role: Role) -> tuple[str, str]:
    """What is said where the fit would stand: on the page of the customer, and of a case of theirs
    that has every finding."""
    client, case = world.client(role), rows.Case.objects.get(pk=world.case)
    pages = (("customer", case.customer_id), ("case", world.case))
    of_customer, of_case = (
        re.search(r"Who this is to us.*?(Withheld until [^.]*\.|$)", text(client.get(
            reverse(f"desk:{name}", args=[pk])
        )))
        for name, pk in pages
    )  # fmt: skip
    assert of_customer
    assert of_case
    return of_customer[1], of_case[1]


def test_who_sees_all_is_told_how_many(
    world: World, vera: rows.Person, waits: Callable[[rows.Person], CaseId]
) -> None:
    for owner in (vera, vera, world.people[Role.HANDLER]):
        waits(owner)
    assert told(world, Role.AUDITOR) == (
        "Withheld until 3 open complaints have every finding.",
        "Withheld until 3 other open complaints have every finding.",
    )


def test_beside_what_they_see_the_words_are_the_same_whether_a_private_team_has_one(
    world: World, vera: rows.Person, waits: Callable[[rows.Person], CaseId]
) -> None:
    waits(world.people[Role.HANDLER])
    alone = told(world, Role.LEAD)
    assert alone == (
        "Withheld until 1 open complaint has every finding, and any of another team's own too.",
        "Withheld until 1 other open complaint has every finding, "
        "and any of another team's own too.",
    )
    for _ in range(2):
        waits(vera)
        assert told(world, Role.LEAD) == alone


def test_where_nothing_else_waits_it_is_told_that_one_does_and_not_how_many(
    world: World, vera: rows.Person, waits: Callable[[rows.Person], CaseId]
) -> None:
    by = world.people[Role.LEAD]
    assert told(world, Role.LEAD) == ("", "")
    cases = [waits(vera), waits(vera)]
    said = f"Withheld until {THEIRS}"
    assert told(world, Role.LEAD) == (said, said)
    for case in cases:
        assert told(world, Role.LEAD) == (said, said)
        a_finding(case, an_allegation(case, by), by)
    assert told(world, Role.LEAD) == ("", "")


def test_whose_complaint_leads_where_they_do_not_see_is_not_counted_with_theirs(
    world: World, vera: rows.Person, waits: Callable[[rows.Person], CaseId]
) -> None:
    """Two whom everybody sees were merged into a customer of a private team: they are two."""
    waits(world.people[Role.HANDLER])
    other = an_open_case(world.people[Role.HANDLER], name="Otto", email="otto@example.org")
    theirs = an_open_case(vera, name="Zqrow Zorn", email="zqrow@example.net")
    rows.Case.objects.filter(pk=theirs).update(owner=vera)
    known, otto, person = (
        rows.Case.objects.get(pk=case).customer for case in (world.case, other, theirs)
    )
    before = told(world, Role.LEAD)
    for each in (known, otto):
        merge_customers(each.pk, person.pk, "One person.", may.Operator(), NOW)
        each.refresh_from_db()
    assert told(world, Role.LEAD) == before
    with seen.looking(world.people[Role.LEAD]):
        found = [waiting_for_findings(each) for each in (known, otto)]
        assert [each and each.shown for each in found] == [1, 1]
    every = waiting_for_findings(known)
    assert every
    assert every.shown == 3
