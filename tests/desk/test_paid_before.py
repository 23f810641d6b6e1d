"""A loss is made good once: what another case about the order, or this one, gave is seen."""

import pytest
from django.test import Client
from tests import stories
from tests.desk.reading import page_of, text
from tests.stories import NOW, days

from upheld.core.words import CaseId
from upheld.steps import may
from upheld.steps.link_order import link_order
from upheld.steps.merge_customers import merge_customers
from upheld.store.models import Case, Customer, Person

WARNING = "Paid before on this order"


@pytest.fixture
def second(handler: Person) -> CaseId:
    """Sally complains again of an order whose delivery charge is back already."""
    stories.an_answered_case(handler)
    Case.objects.update(order_reference="LL-7")
    again = stories.an_open_case(handler, NOW + days(9))
    link_order(again, "LL-7", handler, NOW + days(9))
    return again


def test_what_another_case_about_the_order_gave_is_told(
    alice: Client, second: CaseId, handler: Person
) -> None:
    first = Case.objects.exclude(pk=second).get().pk
    page = text(alice.get(page_of(second)))
    assert f"{WARNING} UP-{first:06d} gave £12.50. Is this the same loss?" in page


def test_what_was_given_under_another_row_of_the_customer_is_told(
    alice: Client, second: CaseId
) -> None:
    other = Customer.objects.create(name="S. Hart")
    Case.objects.filter(pk=second).update(customer=other)
    assert WARNING not in text(alice.get(page_of(second)))
    sally = Case.objects.exclude(pk=second).get().customer_id
    merge_customers(sally, other.pk, "", may.Operator(), NOW + days(9))
    assert WARNING in text(alice.get(page_of(second)))


def test_once_a_refund_is_recorded_nothing_is_left_to_say(
    alice: Client, second: CaseId, handler: Person
) -> None:
    facts = {**stories.SHELVES_LATE, "already_refunded": "12.50"}
    stories.an_allegation(second, handler, NOW + days(9), facts=facts)
    assert WARNING not in text(alice.get(page_of(second)))


def test_a_case_about_another_order_is_not_meant(
    alice: Client, second: CaseId, handler: Person
) -> None:
    link_order(second, "LL-8", handler, NOW + days(9))
    assert WARNING not in text(alice.get(page_of(second)))


def test_two_cases_without_an_order_are_not_taken_for_one(alice: Client, handler: Person) -> None:
    stories.an_answered_case(handler)
    assert WARNING not in text(alice.get(page_of(stories.an_open_case(handler, NOW + days(9)))))


def test_what_is_decided_and_not_answered_is_not_paid(alice: Client, handler: Person) -> None:
    stories.a_decided_case(handler)
    again = stories.an_open_case(handler, NOW + days(9))
    Case.objects.update(order_reference="LL-7")
    assert WARNING not in text(alice.get(page_of(again)))


def test_an_answered_case_is_past_the_question(
    alice: Client, second: CaseId, handler: Person
) -> None:
    Case.objects.filter(pk=second).update(state="answered")
    assert WARNING not in text(alice.get(page_of(second)))


def test_what_this_case_gave_is_told_beside_what_is_owed(alice: Client, handler: Person) -> None:
    case = stories.an_answered_case(handler)
    assert "Given in this case before" not in text(alice.get(page_of(case)))
    stories.promises_kept(case, handler)
    page = text(alice.get(page_of(case)))
    assert "Given in this case before Refund of £12.50, recorded on" in page
    assert "Still to be given: £0.00." in page
