"""Acknowledge first: received, who, by when, what happens next, and no answer."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection
from tests.stories import NOW, a_received_case, an_allegation, days

from upheld.core.words import CaseState, LetterKind
from upheld.steps.acknowledge import acknowledge, draft_acknowledgement
from upheld.steps.assign import assign
from upheld.steps.letters import LetterBlocked
from upheld.steps.may import Operator, WrongState
from upheld.store import load
from upheld.store.models import Case, Letter, Person


def test_the_draft_names_who_and_the_first_day_on_which_an_answer_is_due(handler: Person) -> None:
    case = a_received_case(handler)
    body = draft_acknowledgement(load.page(case), handler, NOW).body
    assert "Alice Moore" in body
    assert "30 November 2026" in body


def test_a_draft_after_every_deadline_still_names_a_day_to_come(handler: Person) -> None:
    case = a_received_case(handler)
    assert "8 January 2027" in draft_acknowledgement(load.page(case), handler, NOW + days(60)).body


def test_the_letter_is_queued_to_the_complainant(handler: Person) -> None:
    case = a_received_case(handler)
    acknowledge(case, draft_acknowledgement(load.page(case), handler, NOW), handler, NOW)
    letter = Letter.objects.get()
    assert (letter.state, letter.to, letter.queued_at) == ("queued", "sally@example.org", NOW)
    assert letter.kind == LetterKind.ACKNOWLEDGEMENT


def test_a_day_to_come_is_a_day_there(handler: Person) -> None:
    summer = NOW.replace(year=2027, month=7, day=1, hour=23, minute=30)  # 2 July in London
    assert (
        "9 July 2027"
        in draft_acknowledgement(load.page(a_received_case(handler)), handler, summer).body
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (
            "You will hear from us by 2 May 2027. You will get a refund.",
            "answer_in_acknowledgement",
        ),
        ("You will hear from us.", "no_date"),
    ],
)
def test_a_letter_that_says_too_much_or_too_little_stays_here(
    words: str, code: str, handler: Person
) -> None:
    case = a_received_case(handler)
    letter = replace(draft_acknowledgement(load.page(case), handler, NOW), body=words)
    with pytest.raises(LetterBlocked) as blocked:
        acknowledge(case, letter, handler, NOW)
    assert [problem.code for problem in blocked.value.problems] == [code]
    assert not Letter.objects.exists()
    assert Case.objects.get(pk=case).state == CaseState.RECEIVED


def test_a_case_of_nobody_is_theirs_who_acknowledges_it(handler: Person, lead: Person) -> None:
    mine, hers = a_received_case(handler), a_received_case(handler)
    assign(hers, lead, handler, NOW)
    for case in (mine, hers):
        acknowledge(case, draft_acknowledgement(load.page(case), handler, NOW), handler, NOW)
    owners = [Case.objects.get(pk=case).owner for case in (mine, hers)]
    assert owners == [handler, lead]


def test_a_letter_of_another_kind_may_not_leave_as_an_acknowledgement(handler: Person) -> None:
    case = a_received_case(handler)
    letter = replace(draft_acknowledgement(load.page(case), handler, NOW), kind=LetterKind.FINAL)
    with pytest.raises(LetterBlocked, match="wrong_kind"):
        acknowledge(case, letter, handler, NOW)


def test_loud_words_in_the_complaint_do_not_block_its_acknowledgement(handler: Person) -> None:
    case = a_received_case(handler, text='You people never answer. I want a "full" refund!')
    acknowledge(case, draft_acknowledgement(load.page(case), handler, NOW), handler, NOW)
    assert Case.objects.get(pk=case).state == CaseState.ACKNOWLEDGED


def test_a_case_looked_into_at_once_still_waits_for_its_acknowledgement(handler: Person) -> None:
    case = a_received_case(handler)
    an_allegation(case, handler)
    assert Case.objects.get(pk=case).state == CaseState.RECEIVED
    acknowledge(case, draft_acknowledgement(load.page(case), handler, NOW), handler, NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_it_at_the_same_moment_one_does() -> None:
    case = a_received_case(Operator())
    letter = draft_acknowledgement(load.page(case), Operator(), NOW)

    def send(name: str) -> bool:
        try:
            acknowledge(case, letter, Operator(name), NOW)
        except WrongState:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as threads:
        sent = list(threads.map(send, ["Alice", "Bob", "Carol", "Dan"]))
    assert sorted(sent) == [False, False, False, True]
    assert Letter.objects.count() == 1


def test_it_is_sent_once(handler: Person) -> None:
    case = a_received_case(handler)
    letter = draft_acknowledgement(load.page(case), handler, NOW)
    acknowledge(case, letter, handler, NOW)
    with pytest.raises(WrongState):
        acknowledge(case, letter, handler, NOW)
