"""What they are called and reached by stays with each complaint, whichever way it came."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from tests.api.programs import Program, key_of
from tests.core.mails import a_mail
from tests.desk.reading import text
from tests.steps.test_place_message import sent
from tests.stories import NOW, a_complaint

from upheld.core.intake import Complainant
from upheld.core.words import Channel, Scope
from upheld.steps.receive import receive
from upheld.store.models import Case, Customer, Event, Looked, Need, Person

ADDRESS, NAME, PHONE = "anna@example.org", "Ben Share", "0777 111 222"

Comes = Callable[[Person], None]


@pytest.fixture(autouse=True)
def known(db: None) -> Iterator[None]:
    Customer.objects.create(name="Anna Share", email=ADDRESS, phone="0115 496 0123")
    with time_machine.travel(NOW, tick=False):
        yield


def by_the_portal(handler: Person) -> None:
    told = {"text": "It is late.", "name": NAME, "email": ADDRESS, "reach": PHONE, "once": "a"}
    assert Client().post("/complain/", told).status_code == 303


def by_a_program(handler: Person, scope: Scope = Scope.WRITE) -> None:
    who = {"name": NAME, "email": ADDRESS, "phone": PHONE}
    program = Program(key_of(handler, {Scope.FILE, scope}))
    assert program.post("/cases", {"text": "Late.", "complainant": who}).status_code < 300


def by_a_form_of_the_firm(handler: Person) -> None:
    by_a_program(handler, Scope.FILE)


def by_a_colleague(handler: Person) -> None:
    """As the desk and the command do."""
    told = a_complaint(channel=Channel.PHONE, complainant=Complainant(NAME, ADDRESS, PHONE))
    receive(told, handler, NOW)


def by_mail(handler: Person) -> None:
    assert sent(a_mail(sender=f"{NAME} <{ADDRESS}>")).state == "placed"


WAYS = [by_the_portal, by_a_program, by_a_form_of_the_firm, by_a_colleague, by_mail]


@pytest.mark.parametrize("comes", WAYS)
def test_a_handler_reads_on_the_case_what_whoever_wrote_under_a_known_address_told(
    comes: Comes, handler: Person, client: Client
) -> None:
    comes(handler)
    case = Case.objects.get()
    assert case.customer.name == "Anna Share", "it changes nobody"
    client.force_login(handler)
    page = text(client.get(f"/cases/{case.reference}/"))
    assert f"They call themselves {NAME}" in page
    if comes is not by_mail:  # which has no number
        assert f"To be reached: {PHONE}" in page
        assert case.customer.phone == "0115 496 0123"
    assert NAME in Event.objects.get(kind="need_told").data["words"]


def test_who_tells_what_we_know_tells_nothing_more(handler: Person) -> None:
    who = Complainant("anna share", ADDRESS, "0115 496 0123")
    receive(a_complaint(complainant=who), handler, NOW)
    receive(a_complaint(complainant=Complainant(email=ADDRESS)), handler, NOW)
    receive(a_complaint(complainant=Complainant(NAME, "ben@example.org", PHONE)), handler, NOW)
    assert not Need.objects.exists()


def test_a_name_alone_is_no_need_that_somebody_told(handler: Person, client: Client) -> None:
    """Who reads what somebody needs is written down: of a name there is nothing to write."""
    by_mail(handler)
    assert not Need.objects.get().asks
    client.force_login(handler)
    client.get(f"/cases/{Case.objects.get().reference}/")
    assert not Looked.objects.filter(what="vulnerability").exists()
