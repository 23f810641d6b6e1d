"""What the complainant says of our answer, in their words."""

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.store.models import Case, Person


def _ready(by: Person) -> tuple[str, dict[str, str]]:
    address = page_of(stories.an_answered_case(by)) + "acceptance/"
    return address, {"accepted": "yes", "words": "Thank you, that is fair."}


def test_it_works(alice: Client, handler: Person) -> None:
    page = text(alice.get(done(alice, *_ready(handler))))
    assert "They accept it" in page
    assert "Thank you, that is fair." in page
    assert "Next Close with a cause" in page


def test_a_contested_answer_is_looked_at_anew(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    page = text(alice.get(done(alice, address, {**told, "accepted": "no"})))
    assert "They contest it" in page
    assert Case.objects.get().state == "investigating"


def test_it_asks_for_a_choice(alice: Client, handler: Person) -> None:
    response = alice.post(_ready(handler)[0], {"words": "Well."})
    assert response.status_code == 422
    assert "Choose whether they accept or contest it." in text(response)


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    address, told = _ready(handler)
    refused(signed_in(auditor), address, told, 403)


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    address, told = _ready(handler)
    refused(client, address, told, 302)


def test_looking_at_the_address_does_nothing(alice: Client, handler: Person) -> None:
    assert alice.get(_ready(handler)[0]).status_code == 405
