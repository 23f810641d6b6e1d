"""A closed case has a cause."""

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text
from tests.steps.test_unheard import replied

from upheld.store.models import Case, Person


def _ready(by: Person) -> tuple[str, dict[str, str]]:
    address = page_of(stories.an_answered_case(by)) + "closure/"
    told = {"cause": "carrier_delay", "lesson": "Ring the carrier on day two."}
    return address, {**told, "still_to_keep": "on"}


def test_it_works(alice: Client, handler: Person) -> None:
    page = text(alice.get(done(alice, *_ready(handler))))
    assert "Closed: The carrier was late or lost it" in page
    assert "Ring the carrier on day two." in page
    assert Case.objects.get().state == "closed"


def test_it_is_not_silent_about_a_promise_that_is_still_to_be_kept(
    alice: Client, handler: Person
) -> None:
    address, told = _ready(handler)
    page = alice.get(address.removesuffix("closure/") + "?do=closure")
    assert "still to be kept after this" in text(page)
    said = refused(alice, address, {**told, "still_to_keep": ""}, 422)
    assert "We still have to keep what we promised (Refund of £12.50" in said
    assert Case.objects.get().state == "answered"


def test_it_asks_nothing_of_the_kind_once_all_is_kept(alice: Client, handler: Person) -> None:
    case = stories.an_answered_case(handler)
    stories.promises_kept(case, handler)
    assert "to be kept after this" not in text(alice.get(f"{page_of(case)}?do=closure"))


def test_what_they_wrote_since_our_answer_is_read_before_it_closes(
    alice: Client, handler: Person
) -> None:
    case = stories.an_answered_case(handler)
    stories.promises_kept(case, handler)
    closing, told = page_of(case) + "closure/", {"cause": "carrier_delay"}
    asked = "What they wrote since our answer was read"
    assert asked not in text(alice.get(f"{page_of(case)}?do=closure"))
    replied(case)
    assert "Read what they wrote" in text(alice.get("/"))
    assert "Next Read what they wrote" in text(alice.get(page_of(case)))
    assert asked in text(alice.get(f"{page_of(case)}?do=closure"))
    assert "record whether they accept or contest it" in refused(alice, closing, told, 422)
    done(alice, closing, {**told, "was_read": "on"})
    assert Case.objects.get().state == "closed"


def test_it_asks_for_the_cause(alice: Client, handler: Person) -> None:
    response = alice.post(_ready(handler)[0], {"cause": ""})
    assert response.status_code == 422
    assert "A closed case has a cause: choose it." in text(response)


def test_a_misunderstanding_names_what_was_misread(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    response = alice.post(address, {**told, "cause": "customer_misunderstood"})
    assert response.status_code == 422
    assert "name the promise or instruction that was misread" in text(response)
    assert "Ring the carrier on day two." in text(response)


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    address, told = _ready(handler)
    refused(signed_in(auditor), address, told, 403)


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    address, told = _ready(handler)
    refused(client, address, told, 302)


def test_looking_at_the_address_does_nothing(alice: Client, handler: Person) -> None:
    assert alice.get(_ready(handler)[0]).status_code == 405
