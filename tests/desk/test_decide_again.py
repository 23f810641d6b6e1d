"""What was answered is looked at by somebody else, or for a reason that is kept."""

import pytest
from django.test import Client
from tests import stories
from tests.desk.acting import done
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.core.words import CaseId
from upheld.steps import answer
from upheld.steps.close import hear, reopen
from upheld.steps.decide import decide
from upheld.steps.investigate import record_circumstances
from upheld.store import load
from upheld.store.models import Case, Event, Person

ASKED = "Why you decide it again yourself"


def _deciding(case: CaseId) -> str:
    """The page of the case with the form open in which it is decided."""
    return f"{page_of(case)}?do=decision"


@pytest.fixture
def contested(handler: Person) -> CaseId:
    case = stories.an_answered_case(handler)
    hear(case, False, "It was ten days.", handler, stories.NOW)
    return case


def test_whoever_decided_it_is_asked_why(alice: Client, contested: CaseId) -> None:
    assert ASKED in text(alice.get(_deciding(contested)))
    address = f"{page_of(contested)}decision/"
    response = alice.post(address, {"why": " "})
    assert response.status_code == 422
    assert "You decided what we answered before: say why you do so again." in text(response)
    page = text(alice.get(done(alice, address, {"why": "Everybody else is ill."})))
    assert "Decided again by the same person: Everybody else is ill." in page


def test_a_colleague_is_not(signed_in: SignIn, lead: Person, contested: CaseId) -> None:
    client = signed_in(lead)
    assert ASKED not in text(client.get(_deciding(contested)))
    done(client, f"{page_of(contested)}decision/", {})
    assert not Event.objects.filter(kind="same_person_again").exists()


def test_after_a_colleague_looked_nobody_is(
    alice: Client, signed_in: SignIn, lead: Person, contested: CaseId
) -> None:
    later = stories.NOW + stories.days(1)
    decide(contested, lead, later)
    record_circumstances(contested, {"explained_before": True}, lead, later)
    assert ASKED not in text(alice.get(_deciding(contested)))


def test_a_case_that_was_closed_and_reopened_is_the_same(alice: Client, handler: Person) -> None:
    case = stories.a_closed_case(handler)
    reopen(case, "They wrote again.", handler, stories.NOW)
    assert ASKED in text(alice.get(_deciding(case)))


def test_one_that_was_reopened_before_it_was_closed_is_the_same(
    alice: Client, handler: Person
) -> None:
    case = stories.an_answered_case(handler)
    reopen(case, "They wrote again.", handler, stories.NOW)
    assert ASKED in text(alice.get(_deciding(case)))


def test_a_first_decision_asks_nothing(alice: Client, handler: Person) -> None:
    assert ASKED not in text(alice.get(_deciding(stories.an_investigated_case(handler))))


def test_what_was_said_of_the_first_answer_is_not_said_of_the_second(
    alice: Client, lead: Person, contested: CaseId
) -> None:
    later = stories.NOW + stories.days(1)
    decide(contested, lead, later)
    letter = answer.draft_reply(load.page(contested), lead, later)
    answer.answer(contested, stories.the_decision(contested), letter, lead, later)
    assert load.accepted(Case.objects.get()) is None
    assert "Next Hear what they say of it" in text(alice.get(page_of(contested)))
