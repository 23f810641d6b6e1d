"""Every page of insight opens where there is nothing yet, and where there is one complaint."""

import pytest
from django.test import Client
from django.urls import reverse
from tests import stories
from tests.desk.conftest import SignIn

from upheld.store.models import Person

_PAGES = (
    "sources", "journey", "whale", "failure", "team", "hurt", "silent", "goodwill_effect",
    "fairness", "exceptions", "exception_repeats", "exception_customers", "exception_afterwards",
    "themes", "copied_letters", "root_causes", "returns", "reports", "contacts", "orders",
)  # fmt: skip


@pytest.fixture
def lena(signed_in: SignIn, lead: Person) -> Client:
    return signed_in(lead)


def not_opened(client: Client) -> list[str]:
    report = f"{reverse('desk:report')}?first=2026-10-01&last=2026-11-02"
    addresses = [report, *(reverse(f"desk:{page}") for page in _PAGES)]
    return [address for address in addresses if client.get(address).status_code != 200]


def test_of_no_complaint(lena: Client) -> None:
    assert not_opened(lena) == []


def test_of_one_complaint_and_of_one_that_is_closed(lena: Client, handler: Person) -> None:
    stories.an_open_case(handler)
    assert not_opened(lena) == []
    stories.a_closed_case(handler)
    assert not_opened(lena) == []
