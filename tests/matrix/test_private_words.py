"""What somebody of a private team wrote of a customer whom everybody sees, where what is kept names
the writer and no case: it is told to whoever sees that team's cases, and judged by everywhere."""

import pytest
from tests.api.programs import Program, key_of
from tests.steps.acts import all_gates_passed
from tests.stories import NOW

from upheld.core.erasing import ErasureError
from upheld.core.parting import Way
from upheld.core.words import Role
from upheld.steps import erase, hand_over, may, propose_parting
from upheld.steps.prepare_parting import look_for_cause, try_way
from upheld.store import models as rows
from upheld.store import parting_known
from upheld.store.sight import seen

from .kept_back import a_private_team
from .world import World

FOUND, WHAT, CAME = "zqfoundzq", "zqwhatzq", "zqcamezq"
TOLD = {FOUND, WHAT, CAME, "Vera Holm"}


@pytest.fixture
def customer(world: World) -> rows.Customer:
    """Of a case that everybody sees, with what alone passes its gates written by Vera."""
    vera = a_private_team()
    found = rows.Case.objects.get(pk=world.case).customer
    all_gates_passed(world.case)
    found.refresh_from_db()
    rows.WayTried.objects.all().delete()
    rows.CauseLook.objects.all().delete()
    look_for_cause(found.pk, "", f"None of it is ours: {FOUND}.", vera, NOW)
    for way in (Way.EDUCATION, Way.OTHER_PRODUCT):
        try_way(found.pk, way, f"A visit: {WHAT}.", NOW.date(), f"No: {CAME}.", vera, NOW)
    return found


def marks(body: bytes) -> set[str]:
    return {word for word in TOLD if word in body.decode()}


@pytest.mark.parametrize(("role", "told"), [(Role.LEAD, set()), (Role.AUDITOR, TOLD)])
def test_what_was_found_and_tried_is_told_to_whoever_sees_their_cases(
    role: Role, told: set[str], world: World, customer: rows.Customer
) -> None:
    program, page = Program(key_of(world.people[role])), f"/customers/{customer.pk}/parting"
    assert marks(program.get(page).content) == told
    assert marks(world.client(role).get(f"{page}/").content) == told
    record = program.get("/events?limit=200").content
    assert marks(record) & {FOUND, WHAT, CAME} == told - {"Vera Holm"}


def test_a_gate_is_judged_by_it_all_the_same(world: World, customer: rows.Customer) -> None:
    with seen.looking(world.people[Role.LEAD]):
        found = {gate.key: gate for gate in parting_known.gates_of(customer, NOW)}
    assert all(gate.passed for gate in found.values())
    assert "another team's own" in found["alternatives_tried"].shown


def test_a_proposal_keeps_no_more_than_whoever_reads_the_case_may_see(
    world: World, customer: rows.Customer
) -> None:
    vera = rows.Person.objects.get(name="Vera Holm")
    rows.Person.objects.filter(pk=vera.pk).update(role=Role.LEAD)
    vera.refresh_from_db()
    rows.Parting.objects.all().delete()
    with seen.looking(vera):
        row = propose_parting.propose(customer.pk, "Neither side gains.", "Oak & Ash", vera, NOW)
    assert marks(str(row.gates).encode()) == set()


def test_nobody_else_takes_it_away_in_a_file_or_erases_it(
    world: World, customer: rows.Customer
) -> None:
    lead = world.people[Role.LEAD]
    with seen.looking(lead):
        with pytest.raises(may.NotAllowed, match="another team's own"):
            hand_over.hand_over(customer.pk, lead, NOW)
        with pytest.raises(ErasureError, match="another team's own"):
            erase.look(customer.pk, None, lead, NOW)
