"""A loss is made good once: what another case about the order, or this one, gave is seen."""

from typing import Any

import pytest
from django.test import Client
from tests import stories
from tests.desk.reading import page_of, text
from tests.steps.test_beside_what_stands import HELP, a_voucher_after_money_back, with_exception
from tests.steps.test_given_before import answered_again, decided_again
from tests.steps.test_works_promised import RUDE, answered, one_kept
from tests.stories import NOW, days

from upheld.core.words import AllegationKind, CaseId
from upheld.steps import may
from upheld.steps.close import hear
from upheld.steps.commit import promise
from upheld.steps.investigate import record_facts
from upheld.steps.link_order import link_order
from upheld.steps.merge_customers import merge_customers
from upheld.store.models import Case, Customer, Decision, Person

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


def test_what_was_given_in_another_currency_is_told_in_it_and_converted_by_hand(
    alice: Client, second: CaseId
) -> None:
    """From before the policy changed its own."""
    Decision.objects.exclude(case=second).update(currency="JPY", owed="1250")
    page = text(alice.get(page_of(second)))
    assert "gave JPY 1,250. Is this the same loss?" in page
    assert "It is in another currency than this case: convert it" in page


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


def test_a_kept_apology_is_told_as_one(alice: Client, handler: Person) -> None:
    case = answered(AllegationKind.STAFF_CONDUCT, RUDE, by=handler)
    one_kept(case, "hear from us", handler)
    assert "Given in this case before Apology, recorded on" in text(alice.get(page_of(case)))


STANDS = "Promised before, and stands Refund of £12.50, promised on Mon 2 Nov 2026."


class TestWhatWasPromisedBefore:
    """Sally was promised £12.50 and a voucher of £25."""

    @pytest.fixture
    def case(self, handler: Person) -> CaseId:
        return stories.an_answered_case(handler)

    @pytest.mark.parametrize(
        ("paid", "why"),
        [
            ("8.00", "Less is decided now: the answer says that this stands, and promises no other "
             "sum for it."),
            ("0.00", "Nothing of it is decided now: the answer says that this stands."),
        ],
    )  # fmt: skip
    def test_and_stands_beside_what_is_decided_now_is_told_with_why(
        self, paid: str, why: str, case: CaseId, alice: Client, handler: Person
    ) -> None:
        decided_again(case, handler, {"delivery_paid": paid})
        page = text(alice.get(page_of(case)))
        assert f"{STANDS} {why}" in page
        assert "Still to be given: £12.50." in page

    def test_is_told_before_it_is_decided_again(
        self, case: CaseId, alice: Client, handler: Person
    ) -> None:
        hear(case, False, "Still angry.", handler, NOW + days(2))
        row = Case.objects.get(pk=case).allegations.get()
        record_facts(case, row.pk, {**row.facts, "delivery_paid": "8.00"}, handler, NOW + days(2))
        assert STANDS in text(alice.get(page_of(case)))

    def test_is_told_still_once_the_answer_left(
        self, case: CaseId, alice: Client, handler: Person
    ) -> None:
        decided_again(case, handler, {"delivery_paid": "8.00"})
        answered_again(case, handler)
        assert STANDS in text(alice.get(page_of(case)))

    @pytest.mark.parametrize("paid", ["12.50", "20.00"])
    def test_and_is_promised_anew_is_told_nowhere_there(
        self, paid: str, case: CaseId, alice: Client, handler: Person
    ) -> None:
        assert "Promised before" not in text(alice.get(page_of(case)))
        decided_again(case, handler, {"delivery_paid": paid})
        assert "Promised before" not in text(alice.get(page_of(case)))

    def test_says_what_the_facts_know_as_given_back(
        self, case: CaseId, alice: Client, handler: Person
    ) -> None:
        facts = {"delivery_paid": "8.00", "already_refunded": "5.00"}
        decided_again(case, handler, facts)
        page = text(alice.get(page_of(case)))
        assert (
            "The facts know of £5.00 that came back since: the answer says that £7.50 of it is "
            "still open. Where that came back for something else, say in the answer that all of "
            "it stands."
        ) in page
        assert "Still to be given: £7.50." in page

    def test_beside_what_is_decided_of_another_kind_is_said_to_come_on_top(
        self, alice: Client, handler: Person, lead: Person
    ) -> None:
        page = text(alice.get(page_of(a_voucher_after_money_back(handler, lead))))
        assert (
            "Promised before, and stands Goodwill refund of £50.00, promised on Mon 2 Nov 2026. "
            "What is decided now is of another kind: voucher of £25.00. The two are not compared, "
            "and the answer gives both. Where only one is to be given, ask them, and record under "
            "What we promised that they do not want the other any more."
        ) in page

    def test_as_an_exception_in_words_is_told_in_these_words(
        self, alice: Client, handler: Person, lead: Person
    ) -> None:
        case = with_exception(handler, lead, "help", HELP)
        decided_again(case, handler)
        page = text(alice.get(page_of(case)))
        assert (
            f"Promised before, and stands Exception help ({HELP}), promised on Mon 2 Nov 2026. It "
            "was granted as an exception to an earlier decision: the answer says that this stands"
        ) in page

    def test_in_another_currency_is_said_to_be_compared_with_nothing(
        self, case: CaseId, alice: Client, handler: Person
    ) -> None:
        row = decided_again(case, handler)
        record = {**row.record, "currency": "EUR"}
        record["entitlement"] = [{**each, "currency": "EUR"} for each in record["entitlement"]]
        Decision.objects.filter(pk=row.pk).update(record=record, currency="EUR")
        page = text(alice.get(page_of(case)))
        assert (
            f"{STANDS} It is in another currency than what is decided now, and the two are not "
            "compared: the answer gives both."
        ) in page

    def test_asks_no_statement_more_for_what_was_promised_by_hand(
        self, case: CaseId, alice: Client, handler: Person, django_assert_max_num_queries: Any
    ) -> None:
        by_hand = stories.a_decided_case(handler)
        promise(by_hand, "We pay the £12.50 back by hand.", NOW.date() + days(9), handler, NOW)
        alice.get(page_of(by_hand))
        with django_assert_max_num_queries(15):
            assert "We pay the £12.50 back by hand." in text(alice.get(page_of(by_hand)))
