"""The facts of an allegation: those that matter, and nothing guessed."""

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.store.models import Allegation, Person


def _ready(by: Person) -> tuple[str, dict[str, str]]:
    case = stories.an_open_case(by)
    allegation = stories.an_allegation(case, by, facts={})
    return f"{page_of(case)}allegations/{allegation}/facts/", {"days_late": "9", "received": "yes"}


def test_it_works(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    done(alice, address, {**told, "price_paid": "240.00"})
    assert Allegation.objects.get().facts == {
        "days_late": "9",
        "received": True,
        "price_paid": "240.00",
    }


def test_an_empty_field_is_a_fact_that_is_not_known(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    done(alice, address, told)
    done(alice, address, {"initial-days_late": "9", "days_late": "", "received": "no"})
    assert Allegation.objects.get().facts == {"received": False}


def test_a_page_opened_before_cannot_wipe_what_others_recorded_since(
    alice: Client, handler: Person
) -> None:
    address, told = _ready(handler)
    old = {"initial-days_late": "", "days_late": "", "initial-impact": "", "impact": "low"}
    done(alice, address, told)
    done(alice, address, old)
    assert Allegation.objects.get().facts == {"days_late": "9", "received": True, "impact": "low"}


def _with_form(address: str) -> str:
    """The page of the case, with the form that goes to this address."""
    return f"{address.split('allegations')[0]}?do=facts-{address.rstrip('/').split('/')[-2]}"


def test_the_page_carries_what_it_showed(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    done(alice, address, told)
    page = alice.get(_with_form(address)).content.decode()
    assert '<input type="hidden" name="initial-days_late" value="9"' in page


def test_a_number_that_is_none_comes_back_with_what_was_typed(
    alice: Client, handler: Person
) -> None:
    address, _ = _ready(handler)
    response = alice.post(address, {"days_late": "nine", "received": "yes"})
    assert response.status_code == 422
    assert "Write a number such as 12.50." in text(response)
    assert b'value="nine"' in response.content


def test_a_fact_outside_its_domain_says_what_to_mend(alice: Client, handler: Person) -> None:
    address, _ = _ready(handler)
    response = alice.post(address, {"days_late": "-3"})
    assert response.status_code == 422
    assert "Days late: Write a number that is 0 or more." in text(response)
    assert Allegation.objects.get().facts == {}


def test_an_allegation_of_another_case_is_not_found(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    other = stories.an_open_case(handler)
    strange = page_of(other) + address.split("/", 3)[3]
    refused(alice, strange, told, 404)


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    address, told = _ready(handler)
    refused(signed_in(auditor), address, told, 403)


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    address, told = _ready(handler)
    refused(client, address, told, 302)


def test_looking_at_the_address_does_nothing(alice: Client, handler: Person) -> None:
    assert alice.get(_ready(handler)[0]).status_code == 405
