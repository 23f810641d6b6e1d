"""What is alleged is written down, one checkable sentence at a time."""

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.store.models import Allegation, Person


def _ready(by: Person) -> tuple[str, dict[str, str]]:
    address = page_of(stories.an_open_case(by)) + "allegations/"
    return address, {"kind": "late", "statement": "The shelves came nine days late."}


def test_it_works(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    onward = done(alice, address, told)
    allegation = Allegation.objects.get()
    assert allegation.kind == "late"
    assert onward.endswith(f"?do=facts-{allegation.pk}#do-facts-{allegation.pk}")


def test_nothing_typed_is_lost_when_the_sentence_is_missing(alice: Client, handler: Person) -> None:
    address, _ = _ready(handler)
    response = alice.post(address, {"kind": "faulty", "statement": " "})
    assert response.status_code == 422
    assert "Say in one sentence what is said to have gone wrong." in text(response)
    assert b'<option value="faulty" selected>' in response.content


def test_the_error_is_tied_to_its_field(alice: Client, handler: Person) -> None:
    page = alice.post(_ready(handler)[0], {"kind": "faulty"}).content.decode()
    assert 'href="#allegation-statement"' in page
    assert 'aria-describedby="allegation-statement_helptext allegation-statement_error"' in page


def test_a_case_that_waits_for_its_acknowledgement_may_be_investigated(
    alice: Client, handler: Person
) -> None:
    case = stories.a_received_case(handler)
    done(alice, page_of(case) + "allegations/", _ready(handler)[1])


def test_an_answered_case_is_left_as_it_is(alice: Client, handler: Person) -> None:
    case = stories.an_answered_case(handler)
    response = alice.post(page_of(case) + "allegations/", _ready(handler)[1])
    assert response.status_code == 422
    assert Allegation.objects.filter(case=case).count() == 1


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    address, told = _ready(handler)
    refused(signed_in(auditor), address, told, 403)


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    address, told = _ready(handler)
    refused(client, address, told, 302)


def test_looking_at_the_address_does_nothing(alice: Client, handler: Person) -> None:
    assert alice.get(_ready(handler)[0]).status_code == 405
