"""The case page answers, in the order of the story."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from tests import stories
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.core.words import AllegationKind, CaseId
from upheld.steps import investigate, may
from upheld.steps.merge_customers import merge_customers
from upheld.store.models import Case, Customer, Person


def test_it_works(alice: Client, open_case: CaseId) -> None:
    response = alice.get(page_of(open_case))
    page = text(response)
    asked = re.findall(r"<h2[^>]*>([^<]+)</h2>", response.content.decode())
    assert asked[:7] == [
        "What was said",
        "What is so",
        "What is owed",
        "Who this is to us",
        "What we decide",
        "What we did before",
        "The reply",
    ]
    assert "My shelves arrived nine days late and nobody told me." in page


def test_a_stranger_is_asked_to_sign_in(client: Client, open_case: CaseId) -> None:
    assert client.get(page_of(open_case)).status_code == 302


def test_an_auditor_sees_it_without_a_form(
    signed_in: SignIn, auditor: Person, open_case: CaseId
) -> None:
    page = signed_in(auditor).get(f"{page_of(open_case)}?do=allegation").content.decode()
    assert "Sally Hart" in page
    assert "/allegations/" not in page
    assert 'id="do-' not in page
    assert "Your role may look on" in page


def test_an_unknown_case_is_not_found(alice: Client) -> None:
    response = alice.get(page_of(404))
    assert response.status_code == 404
    assert "Nothing is kept under this address" in text(response)


def test_who_the_customer_is_stays_withheld_until_the_findings_are_in(
    alice: Client, handler: Person
) -> None:
    case = stories.an_open_case(handler)
    Customer.objects.update(fit_evidence=["Ordered six times"])
    allegation = stories.an_allegation(case, handler)
    before = text(alice.get(page_of(case)))
    assert "Withheld until every allegation has a finding: 0 of 1 recorded" in before
    assert "Ordered six times" not in before
    stories.a_finding(case, allegation, handler)
    assert "Ordered six times" in text(alice.get(page_of(case)))


def test_the_strip_says_no_more_than_its_chapters(alice: Client, handler: Person) -> None:
    case = stories.a_received_case(handler)
    before = text(alice.get(page_of(case)))
    assert "What is so Nothing alleged" in before
    assert "Acknowledgement Checked" in before, "no reply is, and it says so of none"
    case = stories.an_investigated_case(handler, email="another@example.org")
    assert "To us Unknown" in text(alice.get(page_of(case)))
    stories.an_open_case(handler, email="another@example.org")
    assert "To us Withheld" in text(alice.get(page_of(case)))


def test_facts_suggest_and_never_find(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    stories.an_allegation(case, handler)
    page = text(alice.get(page_of(case)))
    assert "The facts suggest substantiated" in page
    assert "No finding yet" in page


@pytest.mark.parametrize(
    ("story", "action"),
    [
        (stories.a_received_case, "Acknowledge"),
        (stories.an_open_case, "Write down what is alleged"),
        (stories.an_investigated_case, "Decide"),
        (stories.a_decided_case, "Send the reply"),
        (stories.an_answered_case, "Hear what they say of it"),
        (stories.a_closed_case, "Nothing: this case is closed"),
    ],
)
def test_there_is_one_next_action(
    alice: Client, handler: Person, story: Callable[..., CaseId], action: str
) -> None:
    page = alice.get(page_of(story(handler)))
    assert f"Next {action}" in text(page)
    assert page.content.decode().count("data-next") <= 1


def test_before_a_finding_stands_what_is_to_be_found_out(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    investigate.allege(
        case, AllegationKind.LATE, "The shelves came late.", {}, handler, stories.NOW
    )
    page = text(alice.get(page_of(case)))
    assert "Next Record the finding First find out: Which day did we promise" in page


def test_the_decision_keeps_owed_and_goodwill_apart(alice: Client, handler: Person) -> None:
    page = text(alice.get(page_of(stories.a_decided_case(handler))))
    assert "Outcome Upheld" in page
    assert "Owed Remedy Amount Refund £12.50" in page
    assert "Goodwill Remedy Amount Voucher" in page


def test_the_fold_that_is_asked_for_stands_open(alice: Client, open_case: CaseId) -> None:
    page = alice.get(page_of(open_case) + "?do=allegation").content.decode()
    folds = dict(re.findall(r'<details[^>]*id="do-([^"]+)"([^>]*)>', page))
    assert [key for key, rest in folds.items() if "open" in rest.split()] == ["allegation"]
    assert "circumstances" in folds


def test_the_customers_words_stay_words(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler, text="<script>alert(1)</script> <b>late</b>")
    assert b"<script>alert" not in alice.get(page_of(case)).content


def test_who_they_are_stays_withheld_while_another_case_of_theirs_waits(
    alice: Client, open_case: CaseId, handler: Person
) -> None:
    stories.a_finding(open_case, stories.an_allegation(open_case, handler), handler)
    other = stories.an_open_case(handler, name="S. Hart", email="s.hart@example.org")
    Customer.objects.update(fit_evidence=["Ordered the same lamp twice"])
    goes, stays = (Case.objects.get(pk=pk).customer for pk in (other, open_case))
    assert "the same lamp" in text(alice.get(page_of(open_case)))
    merge_customers(goes.pk, stays.pk, "", may.Operator(), stories.NOW)
    page = text(alice.get(page_of(open_case)))
    assert "Withheld until 1 other open complaint has every finding" in page
    assert "the same lamp" not in page
    assert "£12.50" in page, "what is owed never waits"
    stories.a_finding(other, stories.an_allegation(other, handler), handler)
    assert "the same lamp" in text(alice.get(page_of(open_case)))


@pytest.mark.parametrize("allegations", [1, 8])
def test_the_number_of_statements_does_not_grow_with_the_case(
    alice: Client,
    handler: Person,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    allegations: int,
) -> None:
    case = stories.an_open_case(handler)
    for _ in range(allegations):
        stories.a_finding(case, stories.an_allegation(case, handler), handler)
    with django_assert_max_num_queries(15):
        alice.get(page_of(case))


def test_a_case_from_before_any_policy_can_be_read(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    stories.an_allegation(case, handler)
    Case.objects.update(received_at=datetime(2001, 1, 1, tzinfo=UTC))
    assert "no policy was in force on 2001-01-01" in text(alice.get(page_of(case)))


@pytest.mark.pain("P20")
def test_two_hundred_fields_of_their_own_cost_no_statement(
    alice: Client, open_case: CaseId
) -> None:
    counted: list[int] = []
    alice.get("/")  # what a forecast rests on is read once
    for fields in ({}, {f"field {n}": "x" * 50 for n in range(200)}):
        Case.objects.filter(pk=open_case).update(particulars=fields)
        with CaptureQueriesContext(connection) as asked:
            for page in ("/", page_of(open_case)):
                assert alice.get(page).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1]
