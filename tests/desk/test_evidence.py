"""Evidence is what a finding may rely on."""

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text
from tests.store.test_form_parts import PARTS, a_file, form

from upheld.store.models import Evidence, Person


def _ready(by: Person) -> tuple[str, dict[str, str]]:
    case = stories.an_open_case(by)
    allegation = stories.an_allegation(case, by)
    address = f"{page_of(case)}allegations/{allegation}/evidence/"
    return address, {"kind": "record", "text": "Carrier scan of 12 November"}


def test_it_works(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    assert "Carrier scan of 12 November" in text(alice.get(done(alice, address, told)))


def test_a_file_is_kept_whose_name_is_not_utf8(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    fields = [
        f"Content-Disposition: form-data; name={name}\r\n\r\n{value}".encode()
        for name, value in told.items()
    ]
    sent = form(*fields, a_file("Kühl.jpg".encode("latin-1"), field=b"file"))
    assert alice.post(address, sent, PARTS).status_code == 303
    assert Evidence.objects.get().filename == "Kühl.jpg"


def test_it_must_say_what_it_shows(alice: Client, handler: Person) -> None:
    response = alice.post(_ready(handler)[0], {"kind": "record", "text": ""})
    assert response.status_code == 422
    assert "Say what it is and what it shows." in text(response)
    assert not Evidence.objects.exists()


def test_an_allegation_of_another_case_is_not_found(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    strange = page_of(stories.an_open_case(handler)) + address.split("/", 3)[3]
    refused(alice, strange, told, 404)


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    address, told = _ready(handler)
    refused(signed_in(auditor), address, told, 403)


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    address, told = _ready(handler)
    refused(client, address, told, 302)


def test_looking_at_the_address_does_nothing(alice: Client, handler: Person) -> None:
    assert alice.get(_ready(handler)[0]).status_code == 405
