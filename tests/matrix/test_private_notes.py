"""What somebody of a private team noted or mended of a customer whom everybody sees stands in the
record of each of the customer's open cases: there it tells nobody else whose work they are."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from tests.api.programs import Program, key_of
from tests.desk.as_sent import as_sent
from tests.stories import NOW

from upheld.core.erasing import ErasureError
from upheld.core.references import reference
from upheld.core.words import CaseState, Role
from upheld.steps import contest_fit, erase, hand_over
from upheld.steps.ask_marts import ask_marts
from upheld.steps.know_customer import know_customer
from upheld.steps.may import NotAllowed
from upheld.store import models as rows
from upheld.store.sight import seen

from .kept_back import a_private_team
from .world import World

NOTE, VERA = "zqnotezq", "Vera Holm"
PHONE = "+44 7700 900123"


@pytest.fixture
def customer(world: World) -> rows.Customer:
    vera = a_private_team()
    found = rows.Case.objects.get(pk=world.case).customer
    contest_fit.note_fit(found.pk, f"Wants it by the day: {NOTE}.", NOW.date(), vera, NOW)
    know_customer(found.pk, {"phone": PHONE, "vulnerable": True}, vera, NOW + timedelta(minutes=1))
    return found


SEES = pytest.mark.parametrize(("role", "told"), [(Role.LEAD, False), (Role.AUDITOR, True)])


@SEES
def test_the_record_of_another_case_tells_neither_whose_nor_which_words(
    role: Role, told: bool, world: World, customer: rows.Customer
) -> None:
    program = Program(key_of(world.people[role]))
    for path in (f"/cases/{reference(world.case)}/events", "/events"):
        acts = program.get(f"{path}?limit=200").json()["items"]
        kinds = ("fit_noted", "fit_assessed", "customer_mended", "customer_known")
        found = {each["kind"]: each for each in acts if each["kind"] in kinds}
        assert len(found) == 4, path
        for act in found.values():
            assert (act["by"] == VERA) is told, act
            assert (act["data"] == {"withheld": True}) is not told, act
        assert (PHONE in str(acts)) is told


@SEES
def test_the_pages_of_the_case_and_of_the_customer_do_not_either(
    role: Role, told: bool, world: World, customer: rows.Customer
) -> None:
    client = world.client(role)
    page = client.get(reverse("desk:case", args=[world.case])).content.decode()
    assert (VERA in page) is told
    assert ("somebody of another team" in page) is not told
    page = client.get(reverse("desk:customer", args=[customer.pk])).content.decode()
    assert (VERA in page) is told


def test_how_to_reach_them_is_the_customers_and_stands_on_their_page(
    world: World, customer: rows.Customer
) -> None:
    page = (
        world.client(Role.LEAD).get(reverse("desk:customer", args=[customer.pk])).content.decode()
    )
    assert PHONE in page


@SEES
def test_nor_does_what_stands_beside_every_case(role: Role, told: bool, world: World) -> None:
    """Where no case of the customer's is open, a note is in the record of none."""
    vera = a_private_team()
    found = rows.Case.objects.get(pk=world.case).customer
    rows.Case.objects.filter(customer=found).update(state=CaseState.CLOSED)
    contest_fit.note_fit(found.pk, f"Wants it by the day: {NOTE}.", NOW.date(), vera, NOW)
    program, client = Program(key_of(world.people[role])), world.client(role)
    acts = program.get("/events?limit=200").json()["items"]
    (noted,) = (each for each in acts if each["kind"] == "fit_noted")
    assert noted["case"] is None
    assert ((noted["by"] == VERA), (NOTE in str(acts)), (VERA in str(acts))) == (told,) * 3
    page = client.get(reverse("desk:customer", args=[found.pk])).content.decode()
    assert ((VERA in page), (NOTE in page)) == (told,) * 2


@SEES
def test_nor_does_the_record_tell_what_they_asked_of_the_marts(
    role: Role, told: bool, world: World
) -> None:
    vera = a_private_team()
    rows.Person.objects.filter(pk=vera.pk).update(role=Role.LEAD)
    vera.refresh_from_db()
    asked = f"SELECT * FROM complaints WHERE topic = '{NOTE}'"
    ask_marts(asked, "page", vera, NOW)
    ask_marts("SELECT 1", "page", world.people[Role.LEAD], NOW)
    page = Program(key_of(world.people[role])).get("/events?kind=question_asked").json()
    theirs, ours = page["items"]
    assert (theirs["by"] == VERA, theirs["data"] == {"withheld": True}) == (told, not told)
    assert (NOTE in str(page)) is told
    assert ours["data"]["sql"] == "SELECT 1"


@pytest.mark.parametrize(("private", "who"), [(False, VERA), (True, "Somebody of another team")])
def test_whoever_comes_second_is_told_that_it_was_changed_and_not_by_whom(
    private: bool, who: str, world: World
) -> None:
    vera, client = a_private_team(), world.client(Role.LEAD)
    rows.Team.objects.update(private=private)
    found = rows.Case.objects.get(pk=world.case).customer
    page, at = (reverse(f"desk:{each}", args=[found.pk]) for each in ("customer", "known"))
    sent = as_sent(client, page, at) | {"phone": "020 7946 0000"}
    know_customer(found.pk, {"phone": PHONE}, vera, NOW)
    answer = client.post(at, sent)
    assert answer.status_code == 409
    said = answer.content.decode()
    assert f"{who} changed this on" in said
    assert (VERA in said) is not private


def noted(customer: int, vera: rows.Person) -> None:
    contest_fit.note_fit(customer, f"Wants it by the day: {NOTE}.", NOW.date(), vera, NOW)


def mended(customer: int, vera: rows.Person) -> None:
    know_customer(customer, {"phone": PHONE}, vera, NOW)


@pytest.mark.parametrize("write", [noted, mended])
def test_who_does_not_see_it_hands_over_no_file_that_lacks_it_and_erases_nobody(
    write: Callable[[int, rows.Person], None], world: World
) -> None:
    """A file is of all that we hold. Whose it is and what is not told."""
    vera, found = a_private_team(), rows.Case.objects.get(pk=world.case).customer
    lead, administrator = world.people[Role.LEAD], world.people[Role.ADMINISTRATOR]
    with seen.looking(lead):
        assert hand_over.hand_over(found.pk, lead, NOW)
    write(found.pk, vera)
    with seen.looking(lead):
        with pytest.raises(NotAllowed) as refused:
            hand_over.hand_over(found.pk, lead, NOW)
        assert (
            str(refused.value) == "some of it is another team's own: an administrator hands it over"
        )
        with pytest.raises(ErasureError, match="another team's own: an administrator erases it"):
            erase.look(found.pk, None, lead, NOW)
    with seen.looking(administrator):
        packed = ZipFile(BytesIO(hand_over.hand_over(found.pk, administrator, NOW)))
        assert VERA in packed.read("customer.json").decode()
        assert erase.look(found.pk, None, administrator, NOW).plan.counts
