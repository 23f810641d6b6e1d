"""The list of causes, kept by those who own it."""

import pytest
from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.store.models import Person

NEW = {"label": "The label fell off", "stage": "use"}


@pytest.fixture
def priya(signed_in: SignIn, policy_owner: Person) -> Client:
    return signed_in(policy_owner)


def test_a_cause_is_added_and_closes_a_case(priya: Client, alice: Client, handler: Person) -> None:
    assert done(priya, "/causes/add/", NEW) == "/causes/"
    assert "The cause is added." in text(priya.get("/causes/"))
    case = stories.an_answered_case(handler)
    told = {"cause": "the_label_fell_off", "still_to_keep": "on"}
    done(alice, page_of(case) + "closure/", told)
    assert "The label fell off" in text(alice.get(page_of(case)))
    assert "The label fell off Use 1 case" in text(priya.get("/causes/"))


def test_a_cause_is_said_in_other_words(priya: Client, alice: Client, handler: Person) -> None:
    case = stories.a_closed_case(handler)
    done(priya, "/causes/carrier_delay/change/", {"label": "The van was late", "stage": "use"})
    assert "The van was late" in text(alice.get(page_of(case)))


def test_a_retired_cause_is_offered_no_more(priya: Client, alice: Client, handler: Person) -> None:
    case = stories.an_answered_case(handler)
    closing, offered = f"{page_of(case)}?do=closure", 'value="carrier_delay"'
    assert offered in alice.get(closing).content.decode()
    done(priya, "/causes/carrier_delay/retire/", {"retired": "True"})
    assert "(retired)" in text(priya.get("/causes/"))
    assert offered not in alice.get(closing).content.decode()
    done(priya, "/causes/carrier_delay/retire/", {"retired": ""})
    assert "(retired)" not in text(priya.get("/causes/"))


@pytest.mark.parametrize(
    ("address", "told", "error"),
    [
        ("/causes/add/", {**NEW, "label": ""}, "Say in a few words what came about."),
        ("/causes/add/", {**NEW, "label": "No cause could be found"}, "A cause reads"),
        ("/causes/carrier_delay/change/", {**NEW, "stage": "mars"}, "not one of the available"),
        ("/causes/nonsense/change/", NEW, "There is no cause 'nonsense'"),
        ("/causes/nonsense/retire/", {"retired": "True"}, "There is no cause 'nonsense'"),
    ],
)
def test_what_cannot_be_kept_comes_back(
    priya: Client, address: str, told: dict[str, str], error: str
) -> None:
    response = priya.post(address, told)
    assert response.status_code == 422
    assert error in text(response)


def test_handlers_and_auditors_leave_it_as_it_is(
    alice: Client, signed_in: SignIn, auditor: Person
) -> None:
    for client in (alice, signed_in(auditor)):
        assert client.get("/causes/").status_code == 403
        refused(client, "/causes/add/", NEW, 403)
