"""The policy of the day of receipt decides; a person asks it to."""

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.store.models import Customer, Decision, Person


def _ready(by: Person) -> tuple[str, dict[str, str]]:
    return page_of(stories.an_investigated_case(by)) + "decision/", {}


def test_it_works(alice: Client, handler: Person) -> None:
    page = text(alice.get(done(alice, *_ready(handler))))
    assert "Decided: make right." in page
    assert "Next Send the reply" in page


def test_help_stands_beside_the_money_with_its_reason(alice: Client, handler: Person) -> None:
    case = stories.an_investigated_case(handler)
    Customer.objects.filter(cases=case).update(vulnerable=True)
    page = text(alice.get(done(alice, page_of(case) + "decision/", {})))
    assert "Help in person" in page
    assert "More help is needed now" in page


def test_nothing_alleged_cannot_be_decided(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    response = alice.post(page_of(case) + "decision/")
    assert response.status_code == 422
    assert "allegation" in text(response)
    assert not Decision.objects.exists()


def test_too_few_facts_ask_and_name_the_question(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    allegation = stories.an_allegation(case, handler, facts={"touchpoint": "product"})
    stories.a_finding(case, allegation, handler)
    page = text(alice.get(done(alice, page_of(case) + "decision/", {})))
    assert "Decided: ask." in page
    assert "To find out" in page


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    address, told = _ready(handler)
    refused(signed_in(auditor), address, told, 403)


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    address, told = _ready(handler)
    refused(client, address, told, 302)


def test_looking_at_the_address_does_nothing(alice: Client, handler: Person) -> None:
    assert alice.get(_ready(handler)[0]).status_code == 405
