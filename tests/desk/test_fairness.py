"""Does goodwill work, and fair: for leads and auditors, and honest where there is little."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests import stories
from tests.desk.conftest import SignIn
from tests.desk.reading import text

from upheld.steps.may import Operator
from upheld.store.models import Case, Customer, Decision, Person

pytestmark = pytest.mark.django_db
PAGES = ("/insight/goodwill/", "/insight/fairness/")


@pytest.fixture
def lead_desk(signed_in: SignIn, lead: Person) -> Client:
    return signed_in(lead)


def decided(area: str, count: int, goodwill: int) -> None:
    """Closed cases of people of an area, each with the same facts and a decision of its own."""
    like = Decision.objects.get(case=stories.a_closed_case(Operator(), email=f"{area}@example.org"))
    Customer.objects.filter(cases=like.case).update(area=area)
    people = Customer.objects.bulk_create(Customer(name=area, area=area) for _ in range(count - 1))
    at = stories.NOW - timedelta(days=300)
    cases = Case.objects.bulk_create(
        Case(customer=each, subject="Late", text="Late.", channel="web", state="closed",
             received_at=at, regime=like.case.regime, zone="UTC", currency="GBP")
        for each in people
    )  # fmt: skip
    told = {
        each.name: getattr(like, each.attname)
        for each in Decision._meta.concrete_fields
        if not each.primary_key and not each.is_relation
    }
    Decision.objects.bulk_create(
        Decision(**{**told, "case": each, "at": at, "goodwill": goodwill}) for each in cases
    )


@pytest.mark.parametrize("page", PAGES)
def test_a_lead_and_an_auditor_see_it_and_a_handler_does_not(
    page: str, signed_in: SignIn, lead: Person, auditor: Person, alice: Client
) -> None:
    assert [signed_in(each).get(page).status_code for each in (lead, auditor)] == [200, 200]
    assert alice.get(page).status_code == 403
    assert "Does goodwill work" not in text(alice.get("/insight/journey/"))


def test_an_empty_store_and_one_complaint_say_so(lead_desk: Client) -> None:
    for _ in range(2):
        page = text(lead_desk.get("/insight/goodwill/"))
        assert "No case is old enough to tell what goodwill did" in page
        page = text(lead_desk.get("/insight/fairness/"))
        assert "nothing to compare" in page or "The groups are too small to compare" in page
        stories.a_closed_case(Operator())


@pytest.mark.parametrize("page", PAGES)
def test_days_the_wrong_way_round_are_told_beside_the_field(page: str, lead_desk: Client) -> None:
    answer = lead_desk.get(f"{page}?first=2026-05-01&last=2026-01-01")
    assert answer.status_code == 422
    assert "2026-05-01 comes after 2026-01-01: turn the two days round" in text(answer)
    assert lead_desk.get(f"{page}?first=soon&months=99").status_code == 422
    assert lead_desk.get(f"{page}?last=9999-12-31").status_code == 422


def test_areas_that_got_it_more_often_on_the_same_facts_ask_for_attention(
    lead_desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    decided("N", 40, goodwill=25)
    decided("S", 40, goodwill=0)
    with django_assert_max_num_queries(15):
        page = text(lead_desk.get("/insight/fairness/"))
    assert "Some groups were treated otherwise in like cases" in page
    assert "got goodwill" in page
    assert "no more is left than chance makes" in page
    assert "Sally Hart" not in page


def test_where_all_was_settled_beforehand_nothing_is_said_of_goodwill(
    lead_desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    decided("N", 60, goodwill=25)
    decided("S", 60, goodwill=0)
    with django_assert_max_num_queries(15):
        page = text(lead_desk.get("/insight/goodwill/?months=3"))
    assert "It cannot be told whether goodwill works" in page
    assert "A policy owner declares the input lot in a draft" in page
