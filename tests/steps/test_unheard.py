"""Whoever replies to our answer is heard: what they wrote is read before the case closes."""

import pytest
from pytest_django import Settings
from tests.core.mails import a_mail
from tests.steps.test_answer_too import BOB, answered, answered_too, merged
from tests.steps.test_split import a_second_matter
from tests.stories import (
    NOW,
    an_answered_case,
    an_investigated_case,
    an_open_case,
    days,
    promises_kept,
)

from upheld.core.lessons import ClosingError
from upheld.core.obligations import HEAR
from upheld.core.words import CaseId
from upheld.steps.close import close, hear
from upheld.steps.decide import decide
from upheld.steps.may import Complainant, Operator
from upheld.steps.place_message import place_message
from upheld.steps.split import split
from upheld.steps.take_message import take_message
from upheld.steps.tell import Told, tell
from upheld.store import tokens
from upheld.store.models import Case, Event, Letter, Person

BY = Operator("mail")
LATER = NOW + days(2)
SALLY, BOBS = "Sally Hart <sally@example.org>", "Bob Mercer <bob@example.net>"


def replied(case: CaseId, sender: str = SALLY, number: int = 1, after: int = 2) -> None:
    """A reply of theirs to the latest letter of a case."""
    ours = tokens.message_id(Letter.objects.filter(case=case).latest("pk"))
    raw = a_mail(
        "I do not agree, look again please.", sender, message_id=f"<reply{number}@example.org>",
        In_Reply_To=ours,
    )  # fmt: skip
    place_message(take_message(raw, "smtp", BY, NOW + days(after)).pk, BY, NOW + days(after))


def row(case: CaseId) -> Case:
    return Case.objects.get(pk=case)


def closed(case: CaseId, by: Person, **told: bool) -> str:
    close(case, "carrier_delay", "", "", by, NOW + days(4), **told)
    return str(row(case).state)


@pytest.fixture
def case(handler: Person) -> CaseId:
    found = an_answered_case(handler)
    promises_kept(found, handler)
    return found


def test_what_they_wrote_is_what_is_done_next_within_three_days(case: CaseId) -> None:
    assert row(case).next_step == "close"
    replied(case)
    assert (row(case).state, row(case).next_step) == ("answered", HEAR)
    assert row(case).next_due == LATER + days(3)


def test_another_letter_of_theirs_moves_no_day(case: CaseId) -> None:
    replied(case)
    replied(case, number=2, after=3)
    assert row(case).next_due == LATER + days(3)


def test_so_it_is_by_the_page_of_their_case(case: CaseId) -> None:
    tell(case, Told("I do not think so.", (), None, "m"), Complainant(), LATER)
    assert row(case).next_step == HEAR


def test_a_promise_that_is_due_before_comes_first(handler: Person) -> None:
    case = an_answered_case(handler)
    replied(case, after=4)
    assert row(case).next_step == "keep"
    promises_kept(case, handler)
    assert row(case).next_step == HEAR


class TestClosing:
    def test_it_is_refused_while_nobody_read_it(self, case: CaseId, handler: Person) -> None:
        replied(case)
        told = "they wrote on 4 November 2026, after our answer: record whether they accept"
        with pytest.raises(ClosingError, match=told):
            closed(case, handler)
        assert row(case).state == "answered"

    def test_whoever_closes_it_may_say_that_it_was_read(
        self, case: CaseId, handler: Person
    ) -> None:
        replied(case)
        assert closed(case, handler, was_read=True) == "closed"
        assert Event.objects.get(kind="closed").data["was_read"] is True

    def test_what_was_heard_since_is_read(self, case: CaseId, handler: Person) -> None:
        replied(case)
        hear(case, True, "On second thoughts it is fair.", handler, LATER)
        assert row(case).next_step == "close"
        assert closed(case, handler) == "closed"
        assert "was_read" not in Event.objects.get(kind="closed").data

    def test_what_came_after_they_accepted_is_not(self, case: CaseId, handler: Person) -> None:
        hear(case, True, "Fine.", handler, NOW)
        replied(case)
        with pytest.raises(ClosingError, match="they wrote on"):
            closed(case, handler)

    def test_what_came_before_the_answer_was_read_for_it(self, handler: Person) -> None:
        case = an_investigated_case(handler)
        replied(case)
        decide(case, handler, NOW)
        answered(case, handler)
        promises_kept(case, handler)
        assert closed(case, handler) == "closed"

    def test_what_was_split_off_is_another_complaint(self, case: CaseId, handler: Person) -> None:
        split(a_second_matter(case).pk, handler, LATER)
        assert row(case).next_step == "close"
        assert closed(case, handler) == "closed"


def test_of_two_who_complained_the_word_of_one_is_not_that_of_the_other(handler: Person) -> None:
    sallys = an_investigated_case(handler)
    bobs = an_open_case(handler, **BOB)
    merged(sallys, bobs, handler)
    answered_too(bobs, decide(sallys, handler, NOW).pk, handler)
    answered(sallys, handler)
    replied(bobs, BOBS)
    hear(sallys, True, "Thank you.", handler, LATER)
    with pytest.raises(ClosingError, match="they wrote on"):
        closed(sallys, handler, still_to_keep=True)
    hear(bobs, True, "Well then.", handler, LATER)
    assert closed(sallys, handler, still_to_keep=True) == "closed"


def test_what_nobody_vouches_for_is_read_as_well(handler: Person, settings: Settings) -> None:
    settings.MAIL_CHECKED_BY = "mx.firm.example"
    case = an_answered_case(handler)
    promises_kept(case, handler)
    replied(case)
    hear(case, True, "Fine.", handler, LATER)
    raw = a_mail("And now this.", message_id="<9@example.org>", In_Reply_To="<reply1@example.org>")
    place_message(take_message(raw, "smtp", BY, NOW + days(3)).pk, BY, NOW + days(3))
    assert Event.objects.filter(data__unproved=True).exists()
    assert row(case).next_step == HEAR
