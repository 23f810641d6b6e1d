"""What goes amiss says so plainly, and says the way back."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from tests.desk.conftest import SignIn
from tests.desk.reading import text

from upheld.store.models import Person


def test_a_page_that_is_not_there_says_how_to_find_it(alice: Client) -> None:
    response = alice.get("/nowhere/")
    assert response.status_code == 404
    assert "Check the reference, or search for it in the inbox." in text(response)


def test_who_is_not_signed_in_is_shown_the_way_to_their_complaint(client: Client) -> None:
    told = client.get("/nowhere/")
    assert told.status_code == 404
    assert "See how far a complaint is" in text(told)
    assert "inbox" not in text(told)


def test_what_a_role_may_not_do_says_who_may(signed_in: SignIn, auditor: Person) -> None:
    response = signed_in(auditor).get("/complaints/new/")
    assert response.status_code == 403
    assert "may not receive" in text(response)
    assert "handler" in text(response)
    assert "ask one of those who may" in text(response)


def test_our_own_fault_is_admitted_without_a_database() -> None:
    assert "That was our fault" in render_to_string("500.html")


@pytest.mark.parametrize("address", ["/", "/complaints/new/", "/accounts/login/"])
def test_every_page_carries_the_strict_policy(alice: Client, address: str) -> None:
    policy = alice.get(address).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
