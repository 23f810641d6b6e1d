"""What customers bring and what we cause: pages for leads and auditors, each figure opens rows."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from tests import stories
from tests.api.programs import Program, key_of
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.insight.test_profit import a_customer, an_order, contacts

from upheld.insight.value.of_store import valued_customers
from upheld.steps.keep_values import keep_values
from upheld.store.models import Case, Customer, Person

WHALE, FAILURE = "/insight/whale/", "/insight/failure/"


@pytest.fixture
def lena(signed_in: SignIn, lead: Person) -> Client:
    return signed_in(lead)


@pytest.fixture
def caller(db: None) -> Customer:
    """Forty calls, thirty-five of them ours."""
    who = a_customer("Rosemary Achebe")
    an_order(who, 60)
    contacts(who, 35, "firm")
    contacts(who, 3, "customer")
    contacts(who, 2)
    return who


def test_the_planted_caller_is_not_marked_and_what_we_caused_stands_apart(
    lena: Client, caller: Customer
) -> None:
    page = text(lena.get(f"{WHALE}?tenth=10"))
    assert "Nobody cost more by their own doing than their orders brought." in page
    assert "Rosemary Achebe 1 £21.00 £10.50 £15.75 -£5.25 40 (35 ours) £183.75" in page
    assert "What we caused ourselves cost £183.75; it is laid on nobody." in page


def test_a_mark_opens_those_whom_only_our_doing_would_put_at_a_loss(lena: Client) -> None:
    who = a_customer("Ada")
    an_order(who, 100)
    contacts(who, 9, "firm")
    assert "1 customer would stand at a loss if what we caused" in text(lena.get(WHALE))
    assert "Ada 1 £35.00" in text(lena.get(f"{WHALE}?only=spared"))
    assert "Nobody cost more than they bring" in text(lena.get(WHALE))


def test_nobody_is_named_while_their_complaint_waits_for_a_finding(
    lena: Client, lead: Person
) -> None:
    case = Case.objects.get(pk=stories.an_open_case(lead))
    an_order(case.customer, 1)
    contacts(case.customer, 9, "customer")
    page = text(lena.get(f"{WHALE}?only=costly"))
    assert "1 customer cost more by their own doing" in page
    assert "Not shown until their open complaints have their findings: 1." in page
    assert str(case.customer) not in page
    assert Program(key_of(lead)).get("/insight/whale").json()["costly"] == []


@pytest.mark.parametrize("asked", ["month=0000-01", "month=2026-13", "topic=%00", "page=x&ours=1"])
def test_what_an_address_asks_wrongly_is_not_asked(lena: Client, asked: str) -> None:
    assert lena.get(f"{FAILURE}?{asked}").status_code == 200


def test_the_curve_has_its_numbers_in_a_table_and_says_what_it_rests_on(
    lena: Client, caller: Customer
) -> None:
    response = lena.get(f"{WHALE}?period=all")
    assert b"<polyline" in response.content
    assert "All 1 customer 1 £21.00" in text(response)
    assert "not verified: Assumed for the demo company" in text(response)
    assert b"nan" not in response.content.lower()


def test_failure_demand_is_a_measure_of_us_and_opens_its_contacts(
    lena: Client, caller: Customer
) -> None:
    page = text(lena.get(FAILURE))
    assert "88% of what customers came to us with, we caused ourselves: 35 of 40" in page
    assert "Rosemary Achebe 35 of 40 contacts" in page
    month = f"{stories.NOW:%Y-%m}"
    opened = text(lena.get(f"{FAILURE}?month={month}&ours=1"))
    assert "Nov 2026: what we caused" in opened
    assert "Rosemary Achebe Phone Rang Ours" in opened
    assert "The customer's" not in opened


@pytest.mark.parametrize("address", [WHALE, FAILURE])
def test_nobody_and_nothing_is_no_error(lena: Client, address: str) -> None:
    for asked in ("", "?tenth=99", "?month=never", "?page=x", "?only=all&ours=1", "?period=moon"):
        assert lena.get(f"{address}{asked}").status_code == 200


def test_what_customers_bring_is_not_for_those_who_decide_cases(
    alice: Client, signed_in: SignIn, auditor: Person
) -> None:
    for address in (WHALE, FAILURE):
        assert alice.get(address).status_code == 403
        assert signed_in(auditor).get(address).status_code == 200
    assert WHALE.encode() not in alice.get("/").content


def test_the_pages_take_few_statements(
    lena: Client, caller: Customer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for name in range(12):
        an_order(a_customer(str(name)), name)
    for address in (f"{WHALE}?tenth=3", f"{FAILURE}?topic=&ours=1"):
        with django_assert_max_num_queries(13):
            assert lena.get(address).status_code == 200


def test_without_declared_costs_the_page_says_what_to_do(
    lena: Client, caller: Customer, settings: Settings, tmp_path: Path
) -> None:
    settings.POLICIES, settings.POLICY = tmp_path, "ours"
    (tmp_path / "ours").mkdir()
    for address in (WHALE, FAILURE):
        assert "There is no costs.yaml in ours/: copy" in text(lena.get(address))


class TestCustomerPage:
    def test_value_stands_beside_recency_with_what_it_rests_on(
        self, alice: Client, lead: Person
    ) -> None:
        for name in range(12):
            who = a_customer(f"Customer {name}")
            for order in range(name % 4 + 1):
                day = stories.NOW.date() - timedelta(days=300 - 40 * order - name)
                an_order(who, 50 + 10 * order, placed_on=day)
        found = valued_customers(stories.NOW.date())
        keep_values(found.of, found.each, lead, stories.NOW)
        page = text(alice.get(f"/customers/{Customer.objects.get(name='Customer 3').pk}/"))
        assert "Last ordered 177 days ago; usually 40 days lie between two orders." in page
        assert "Rests on 4 days with an order since" in page
        assert "orders are expected in a year" in page
        assert "neither verified" in page
        once = text(alice.get(f"/customers/{Customer.objects.get(name='Customer 0').pk}/"))
        assert "on the one day with an order so far" in once

    def test_what_we_caused_does_not_count(self, alice: Client, caller: Customer) -> None:
        page = text(alice.get(f"/customers/{caller.pk}/"))
        assert "What we caused ourselves cost £183.75. It does not count here." in page
        assert "what serving costs is not verified: Assumed for the demo company" in page
        assert "Contacts £183.75 (35) £15.75 (3) £10.50 (2)" in page
        assert "Not valued yet" in page

    def test_it_is_withheld_while_a_finding_waits(self, alice: Client, handler: Person) -> None:
        stories.an_open_case(handler)
        page = text(alice.get(f"/customers/{Customer.objects.get().pk}/"))
        assert "Withheld until every open complaint has its findings." in page
        assert "margin" not in page
