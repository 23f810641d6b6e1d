"""Whose case it is."""

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.as_sent import fields_of
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.store.models import Case, Person


def _ready(by: Person) -> tuple[str, dict[str, str]]:
    return page_of(stories.an_open_case(by)) + "owner/", {"owner": str(by.pk)}


def test_it_works(alice: Client, handler: Person) -> None:
    page = text(alice.get(done(alice, *_ready(handler))))
    assert f"The case is with {handler.name}." in page
    assert Case.objects.get().owner == handler


def test_it_can_be_given_to_nobody(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    done(alice, address, told)
    done(alice, address, {"owner": ""})
    assert Case.objects.get().owner is None


def test_an_auditor_is_given_no_case(alice: Client, handler: Person, auditor: Person) -> None:
    address, _ = _ready(handler)
    told = {"owner": str(auditor.pk)}
    read = fields_of(alice.post(address, told).content.decode(), address)["read"]
    refused(alice, address, {**told, "read": read}, 403)


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    address, told = _ready(handler)
    refused(signed_in(auditor), address, told, 403)


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    address, told = _ready(handler)
    refused(client, address, told, 302)


def test_looking_at_the_address_does_nothing(alice: Client, handler: Person) -> None:
    assert alice.get(_ready(handler)[0]).status_code == 405
