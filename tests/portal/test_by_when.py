"""By when they have our answer: the page says what we told them last, and claims to have said
nothing that nobody said."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from tests import stories
from tests.steps.acts import QUESTION
from tests.stories import NOW, days

from upheld.core.words import CaseId
from upheld.portal.page_parts import Forms
from upheld.portal.show import case_page
from upheld.steps import close
from upheld.steps.acknowledge import acknowledge, draft_acknowledgement
from upheld.steps.answer import ask
from upheld.steps.hold import draft_holding, hold
from upheld.steps.merge import merge
from upheld.steps.pause import pause, resume
from upheld.steps.receive import receive
from upheld.steps.record_letter import record_letter
from upheld.store import load
from upheld.store.models import Case, Clock, Person
from upheld.store.policies import Rules


def page(case: CaseId, now: datetime = NOW) -> str:
    """What the page says of it, without why."""
    by = case_page(case, Forms(), now)["by"]
    shown = re.search(r"<p>(.*?)</p>", render_to_string("portal/by.html", {"by": by}), re.DOTALL)
    return re.sub(r"<[^>]+>", "", shown[1]).strip() if shown else ""


def by_rules_of(regime: str, by: Person, at: datetime) -> CaseId:
    return receive(stories.a_complaint(received_at=at), by, at, Rules(regime))


def held(case: CaseId, by: Person, at: datetime, says: str = "") -> None:
    """A holding letter leaves, with the sentence that says by when as one of us wrote it."""
    letter = draft_holding(load.page(case), by, at)
    if says:
        body = re.sub(r"You will have our answer by[^.]*\.", says, letter.body)
        letter = replace(letter, body=body)
    hold(case, letter, by, at)


class TestALetterToldADay:
    def test_a_holding_letter_moves_the_day_of_the_page(
        self, open_case: CaseId, handler: Person
    ) -> None:
        assert page(open_case) == "You have our answer by 30 November 2026."
        held(open_case, handler, NOW + days(25))
        assert page(open_case, NOW + days(25)) == "You have our answer by 11 December 2026."

    def test_so_does_one_that_says_it_in_other_words(
        self, open_case: CaseId, handler: Person
    ) -> None:
        held(open_case, handler, NOW, "We said 30 November, but it takes until the week of the "
             "15th. Expect our answer within six weeks.")  # fmt: skip
        assert page(open_case) == "You have our answer by 14 December 2026."

    def test_the_day_from_which_they_may_go_elsewhere_is_not_that_of_our_answer(
        self, open_case: CaseId, handler: Person
    ) -> None:
        held(open_case, handler, NOW, "You will have our answer by 18 December 2026. If you have "
             "no final response by 28 December 2026, you may go to the ombudsman.")  # fmt: skip
        assert page(open_case) == "You have our answer by 18 December 2026."

    def test_a_question_that_asks_for_an_answer_moves_nothing(
        self, open_case: CaseId, handler: Person
    ) -> None:
        please = f"{QUESTION.body}\n\nPlease let us have the answer by 10 November 2026."
        ask(open_case, replace(QUESTION, body=please), handler, NOW)
        assert page(open_case) == "You have our answer by 30 November 2026."
        assert page(open_case, NOW + days(15)) == "You have our answer by 30 November 2026."

    def test_where_its_day_cannot_be_read_the_page_names_the_letter(
        self, open_case: CaseId, handler: Person
    ) -> None:
        held(open_case, handler, NOW, "You will have our answer before the 15th.")
        assert page(open_case) == "Our letter of 2 November 2026 says by when you have our answer."

    def test_a_pause_after_it_moves_no_day_that_is_later_than_our_target(
        self, open_case: CaseId, handler: Person
    ) -> None:
        held(open_case, handler, NOW + days(25))
        pause(open_case, "A photo.", handler, NOW + days(25))
        resume(open_case, handler, NOW + days(28))
        assert page(open_case, NOW + days(28)) == "You have our answer by 11 December 2026."

    def test_one_that_left_before_our_answer_is_over_with_it(self, handler: Person) -> None:
        case = stories.an_answered_case(handler)
        close.hear(case, False, "No.", handler, NOW)
        assert page(case) == ""
        held(case, handler, NOW + days(1), "You will have our answer by 20 November 2026.")
        assert page(case, NOW + days(1)) == "You have our answer by 20 November 2026."

    def test_the_letter_about_a_later_complaint_of_theirs_moves_nothing_of_the_first(
        self, handler: Person
    ) -> None:
        first = stories.an_open_case(handler, NOW - days(7))
        second = stories.an_open_case(handler)
        merge(first, second, "", handler, NOW)
        assert page(second) == "You have our answer by 23 November 2026."


LATE = "That is our fault, and we are late."


class TestADayThatPassed:
    def test_we_said_it_where_a_letter_did(self, open_case: CaseId, handler: Person) -> None:
        said = "We said that you would hear from us by 30 November 2026, and you do not have our"
        assert page(open_case, NOW + days(29)) == f"{said} answer. {LATE}"
        held(open_case, handler, NOW + days(29))
        said = "We said that you would have our answer by 15 December 2026, and you do not have our"
        assert page(open_case, NOW + days(50)) == f"{said} answer. {LATE}"

    def test_it_is_the_rules_where_nobody_told_them_a_day(self, handler: Person) -> None:
        case = stories.a_received_case(handler, channel="phone")
        assert page(case, NOW + days(3)) == (
            f"You should have heard from us by 4 November 2026. {LATE}"
        )
        Case.objects.update(state="investigating")
        assert page(case, NOW + days(29)) == (
            f"You should have had our answer by 30 November 2026. {LATE}"
        )

    def test_of_our_own_aim_nothing_is_said_once_the_letter_says_a_later_day(
        self, handler: Person
    ) -> None:
        case = stories.a_received_case(handler, NOW - days(60))
        acknowledge(case, draft_acknowledgement(load.page(case), handler, NOW), handler, NOW)
        assert page(case) == "You hear from us by 9 November 2026."

    def test_what_binds_us_is_owned_up_to_beside_the_day_of_the_letter(
        self, handler: Person
    ) -> None:
        case = by_rules_of("uk-fca-disp", handler, NOW - days(70))
        acknowledge(case, draft_acknowledgement(load.page(case), handler, NOW), handler, NOW)
        told = "You hear from us by 9 November 2026."
        assert page(case) == f"{told} You should have had our answer by 19 October 2026. {LATE}"


WAITS = (
    "We are waiting for what we asked you for. Until we have it, the days to our answer are not "
    "counted."
)


class TestWhileWeWaitForThem:
    def test_our_own_aim_stands_still_and_so_it_says(
        self, open_case: CaseId, handler: Person
    ) -> None:
        pause(open_case, "A photo.", handler, NOW + days(1))
        assert page(open_case, NOW + days(2)) == WAITS
        assert page(open_case, NOW + days(50)) == WAITS
        resume(open_case, handler, NOW + days(50))
        assert page(open_case, NOW + days(50)) == "You have our answer by 21 January 2027."

    def test_what_binds_us_does_not(self, handler: Person) -> None:
        case = by_rules_of("uk-fca-disp", handler, NOW)
        Case.objects.update(state="investigating")
        pause(case, "A photo.", handler, NOW + days(1))
        assert page(case, NOW + days(2)) == "You have our answer by 28 December 2026."

    def test_we_were_late_before_we_asked(self, open_case: CaseId, handler: Person) -> None:
        before = page(open_case, NOW + days(29))
        pause(open_case, "A photo.", handler, NOW + days(29))
        assert LATE in before
        assert page(open_case, NOW + days(29)) == before

    def test_a_letter_that_left_since_says_the_day(
        self, open_case: CaseId, handler: Person
    ) -> None:
        pause(open_case, "A photo.", handler, NOW + days(1))
        held(open_case, handler, NOW + days(2), "You will have our answer by 4 December 2026.")
        assert page(open_case, NOW + days(2)) == "You have our answer by 4 December 2026."


FRIDAY = datetime(2026, 11, 27, 13, 30, tzinfo=UTC)


class TestItsWordsAreThoseOfWhatIsDue:
    """By the rules of the CFPB a first response is due before the final one."""

    @pytest.fixture
    def case(self, handler: Person) -> CaseId:
        return by_rules_of("us-cfpb", handler, NOW)

    def test_a_first_response_is_no_answer(self, case: CaseId) -> None:
        assert page(case) == "You have a first response from us by 17 November 2026."
        assert page(case, NOW + days(20)) == (
            f"You should have had a first response from us by 17 November 2026. {LATE}"
        )

    def test_we_said_when_it_comes_in_the_acknowledgement(
        self, case: CaseId, handler: Person
    ) -> None:
        acknowledge(case, draft_acknowledgement(load.page(case), handler, NOW), handler, NOW)
        said = "We said that you would hear from us by 17 November 2026"
        assert page(case, NOW + days(20)) == f"{said}, and you do not have a first response. {LATE}"

    def test_a_letter_about_the_answer_does_not_move_it(
        self, case: CaseId, handler: Person
    ) -> None:
        acknowledge(case, draft_acknowledgement(load.page(case), handler, NOW), handler, NOW)
        held(case, handler, NOW, "You will have our answer by 4 December 2026.")
        assert page(case) == "You have a first response from us by 17 November 2026."
        assert page(case, NOW + days(20)) == (
            "You have our answer by 4 December 2026. "
            f"You should have had a first response from us by 17 November 2026. {LATE}"
        )

    def test_once_it_was_given_it_is_our_answer(self, case: CaseId, handler: Person) -> None:
        acknowledge(case, draft_acknowledgement(load.page(case), handler, NOW), handler, NOW)
        clock = Clock.objects.get(kind="response").pk
        record_letter(case, clock, NOW + days(1), handler, NOW + days(1))
        assert page(case, NOW + days(1)) == "You have our answer by 1 January 2027."

    def test_24_hours_or_a_business_day_are_late_when_both_are_over(self, handler: Person) -> None:
        case = by_rules_of("au-asic-rg271", handler, FRIDAY)
        told = "You hear from us first by 30 November 2026."
        assert page(case, FRIDAY) == told
        assert page(case, FRIDAY + days(2)) == told
        assert page(case, FRIDAY + days(4)) == (
            f"You should have heard from us by 30 November 2026. {LATE}"
        )


def test_a_pause_where_another_complained_too_tells_nobody_that_they_were_asked_who_was_not(
    open_case: CaseId, handler: Person
) -> None:
    bobs = stories.an_open_case(handler, name="Bob Mercer", email="bob@example.net")
    merge(bobs, open_case, "One van.", handler, NOW, sure=True)
    pause(open_case, "Bob's photograph.", handler, NOW)
    told = page(open_case)
    assert "asked you" not in told
    assert told.startswith("We are waiting for what we asked for.")
    ask(open_case, QUESTION, handler, NOW)
    assert page(open_case).startswith("We are waiting for what we asked you for.")
