"""The same case goes on, with its history."""

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.store.models import Acceptance, Case, Person


def _ready(by: Person) -> tuple[str, dict[str, str]]:
    return page_of(stories.a_closed_case(by)) + "reopening/", {"why": "The refund never came."}


def test_it_works(alice: Client, handler: Person) -> None:
    page = text(alice.get(done(alice, *_ready(handler))))
    assert "Opened again: The refund never came." in page
    assert Case.objects.get().state == "investigating"


def test_it_asks_why(alice: Client, handler: Person) -> None:
    response = alice.post(_ready(handler)[0], {"why": ""})
    assert response.status_code == 422
    assert "Say why it is opened again." in text(response)


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    address, told = _ready(handler)
    refused(signed_in(auditor), address, told, 403)


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    address, told = _ready(handler)
    refused(client, address, told, 302)


def test_looking_at_the_address_does_nothing(alice: Client, handler: Person) -> None:
    assert alice.get(_ready(handler)[0]).status_code == 405


def test_a_case_that_was_closed_over_a_contest_is_looked_at_again(
    alice: Client, handler: Person
) -> None:
    """Steps never close one so; an import of older cases may."""
    case = stories.a_closed_case(handler)
    assert "Next Nothing: this case is closed" in text(alice.get(page_of(case)))
    Acceptance.objects.update(accepted=False)
    page = text(alice.get(page_of(case)))
    assert "Next Look at it again They contest our answer" in page
    done(alice, f"{page_of(case)}reopening/", {"why": "They contest it."})
    assert "Next Decide They contest our answer." in text(alice.get(page_of(case)))
