"""Personas and the journey in the desk: read by all, kept by leads and policy owners."""

from typing import Any

import pytest
from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import text

from upheld.steps import may
from upheld.steps.merge_customers import merge_customers
from upheld.store.models import Customer, Person, Persona, Touchpoint

NEW = {"name": "The stayer", "needs": "Furniture for an alcove", "designed_for": "on"}
DOOR: dict[str, Any] = {
    "name": "Delivery",
    "stage": "onboarding",
    "nature": "product",
    "promise": "On the day.",
}


@pytest.fixture
def priya(signed_in: SignIn, policy_owner: Person) -> Client:
    return signed_in(policy_owner)


def test_a_persona_is_declared_said_otherwise_and_retired(priya: Client, alice: Client) -> None:
    assert done(priya, "/personas/add/", NEW) == "/personas/"
    assert "The persona is declared." in text(priya.get("/personas/"))
    told = {**NEW, "expectations": "That it lasts"}
    done(priya, "/personas/the_stayer/change/", told)
    assert "That it lasts" in text(alice.get("/personas/"))
    done(priya, "/personas/the_stayer/retire/", {"retired": "True"})
    assert "Retired: chosen for nobody else." in text(alice.get("/personas/"))


def test_a_persona_without_members_says_what_that_means(priya: Client) -> None:
    done(priya, "/personas/add/", NEW)
    assert "Nobody is recorded as such yet" in text(priya.get("/personas/"))
    Customer.objects.create(name="Sally", persona="the_stayer")
    assert "1 customer recorded as such" in text(priya.get("/personas/"))
    Customer.objects.create(name="Bob", persona="hurry")
    assert "1 customer is recorded as hurry" in text(priya.get("/personas/"))


def test_the_journey_of_a_persona_is_what_stands_for_them(priya: Client) -> None:
    done(priya, "/personas/add/", NEW)
    done(priya, "/personas/add/", {**NEW, "name": "In a hurry"})
    done(priya, "/touchpoints/add/", {**DOOR, "personas": ["the_stayer"]})
    done(priya, "/touchpoints/add/", {**DOOR, "name": "The bill", "stage": "payment"})
    page = text(priya.get("/personas/"))
    assert "Journey Delivery The bill" in page
    assert page.count("The bill") == 2
    assert page.count("Delivery") == 1


def test_a_touchpoint_is_added_moved_and_retired(priya: Client, alice: Client) -> None:
    done(priya, "/touchpoints/add/", DOOR)
    done(priya, "/touchpoints/delivery/change/", {**DOOR, "place": "7"})
    assert Touchpoint.objects.get().place == 7
    done(priya, "/touchpoints/delivery/retire/", {"retired": "True"})
    assert "Delivery (retired)" in text(alice.get("/touchpoints/"))


@pytest.mark.parametrize(
    ("address", "told", "error"),
    [
        ("/personas/add/", {**NEW, "name": ""}, "Give the persona a name."),
        ("/personas/add/", {**NEW, "needs": ""}, "Say what they need"),
        ("/personas/add/", {**NEW, "use": "For married women over 60"}, "Equality Act 2010"),
        ("/personas/nobody/change/", NEW, "There is no persona 'nobody'"),
        ("/touchpoints/add/", {**DOOR, "stage": "mars"}, "not one of the available"),
        ("/touchpoints/add/", {**DOOR, "place": "-1"}, "Write a whole number"),
        ("/touchpoints/add/", {**DOOR, "personas": ["nobody"]}, "not one of the available"),
        ("/touchpoints/nowhere/retire/", {"retired": "True"}, "There is no touchpoint 'nowhere'"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_the_mend(
    priya: Client, address: str, told: dict[str, Any], error: str
) -> None:
    response = priya.post(address, told)
    assert response.status_code == 422
    assert error in text(response)


def test_a_handler_reads_them_and_is_offered_no_change(alice: Client, priya: Client) -> None:
    done(priya, "/personas/add/", NEW)
    page = text(alice.get("/personas/"))
    assert "The stayer" in page
    assert "Declare a persona" not in page
    refused(alice, "/personas/add/", {**NEW, "name": "Another"}, 403)
    refused(alice, "/touchpoints/add/", DOOR, 403)


def test_the_pages_of_a_firm_that_declared_nothing(alice: Client) -> None:
    assert "No persona is declared yet" in text(alice.get("/personas/"))
    assert "No touchpoint is declared yet" in text(alice.get("/touchpoints/"))


def test_the_pages_take_few_statements(priya: Client, django_assert_max_num_queries: Any) -> None:
    for name in ("One", "Two", "Three"):
        done(priya, "/personas/add/", {**NEW, "name": name})
        done(priya, "/touchpoints/add/", {**DOOR, "name": name})
    with django_assert_max_num_queries(10):
        priya.get("/personas/")
    with django_assert_max_num_queries(10):
        priya.get("/touchpoints/")


def test_the_page_of_a_persona_tells_journey_members_and_changes(
    priya: Client, alice: Client, handler: Person
) -> None:
    done(priya, "/personas/add/", NEW)
    done(priya, "/personas/the_stayer/change/", {**NEW, "use": "Daily"})
    done(priya, "/touchpoints/add/", {**DOOR, "personas": ["the_stayer"]})
    fit = {"values_what": "0.9", "values_how": "0.9", "mutual_value": "0.9"}
    for name in ("Sally", "Ann"):
        lines = ["One", "Two", "Three"]
        Customer.objects.create(name=name, persona="the_stayer", fit_evidence=lines, **fit)
    Customer.objects.create(name="New", persona="the_stayer")
    page = text(alice.get("/personas/the_stayer/"))
    assert "We promise: On the day. Onboarding · a hand-off" in page
    assert "3 customers recorded as such. Core 2 Adjacent 0 Outside 0 Unknown 1" in page
    assert "Said in other words: use Priya Nair" in page
    assert "Declared Priya Nair" in page


def test_members_whose_fit_is_withheld_are_in_no_band(alice: Client, handler: Person) -> None:
    stories.an_open_case(handler)
    Persona.objects.create(key="stayer", name="The stayer", at=stories.NOW, by="Priya Nair")
    Customer.objects.update(persona="stayer")
    page = text(alice.get("/personas/stayer/"))
    assert "1 customer recorded as such; of 1 the fit is withheld" in page
    assert "Unknown" not in page


def test_members_who_were_merged_are_one(alice: Client, handler: Person) -> None:
    Persona.objects.create(key="stayer", name="The stayer", at=stories.NOW, by="Priya Nair")
    stays, goes = (Customer.objects.create(name=name, persona="stayer") for name in ("A", "B"))
    merge_customers(goes.pk, stays.pk, "", may.Operator(), stories.NOW)
    assert "1 customer recorded as such. Core 0" in text(alice.get("/personas/stayer/"))


def test_a_persona_that_is_not_declared_has_no_page(alice: Client) -> None:
    assert alice.get("/personas/nobody/").status_code == 404
