"""Whoever gives a case to somebody in a private team is told that it is done, and not that there is
no such case; what is not there for them is no fault of ours."""

import pytest
from django.test import Client
from tests.api.programs import Program, at, key_of
from tests.desk.acting import done
from tests.steps.test_conduct import recorded
from tests.stories import NOW

from upheld.core.references import reference
from upheld.core.words import Role
from upheld.steps.may import Operator
from upheld.store.models import Case, Conduct, Person, Team

from .world import World


@pytest.fixture
def vera(world: World) -> Person:
    """One of a private team."""
    vera = Person.objects.create_person("vera@example.com", "Vera Holm", Role.HANDLER, "x" * 12)
    vera.team = Team.objects.create(name="Board matters", private=True)
    vera.save()
    return vera


def owner_of(world: World) -> Person | None:
    return Case.objects.get(pk=world.case).owner


def test_a_program_is_told_that_it_is_done(world: World, vera: Person) -> None:
    program = Program(key_of(world.people[Role.HANDLER]))
    version = program.version(at(world.case))
    answer = program.put(at(world.case, "/owner"), {"owner": vera.pk}, If_Match=version)
    assert (answer.status_code, answer.content) == (204, b"")
    assert owner_of(world) == vera
    assert program.get(at(world.case)).status_code == 404


def test_a_program_that_hands_one_on_is_told_so_too(world: World, vera: Person) -> None:
    row = recorded(world.case, Operator())
    program = Program(key_of(world.people[Role.LEAD]))
    answer = program.post(f"/conduct/{row.pk}/owner", {"owner": vera.pk})
    assert answer.status_code == 204
    assert owner_of(world) == vera


def test_a_browser_is_led_to_what_it_may_see(world: World, vera: Person) -> None:
    client = world.client(Role.HANDLER)
    page = f"/cases/{reference(world.case)}/"
    there = done(client, f"{page}owner/", {"owner": str(vera.pk)})
    assert "The case is with Vera Holm." in client.get(there).content.decode()
    assert owner_of(world) == vera
    assert client.get(page).status_code == 404


def test_a_contact_of_a_case_that_is_hidden_is_handed_on_by_nobody_else(
    world: World, vera: Person
) -> None:
    case = Case.objects.get(pk=world.case)
    contact = case.contacts.create(
        customer=case.customer, at=NOW, inbound=True, channel="phone", summary="A call."
    )
    row = recorded(world.case, Operator())
    Conduct.objects.filter(pk=row.pk).update(case=None, contact=contact)
    Case.objects.create(
        **{
            each.attname: getattr(case, each.attname)
            for each in Case._meta.concrete_fields
            if not each.primary_key
        }
    )  # another one of theirs, which is seen
    Case.objects.filter(pk=case.pk).update(owner=vera)
    client: Client = world.client(Role.LEAD)
    client.raise_request_exception = False
    address = f"/conduct/{row.pk}/hand-on/"
    answer = client.post(address, {"owner": world.people[Role.HANDLER].pk})
    assert answer.status_code == 404
