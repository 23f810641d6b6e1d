"""Letters: problems are told for a draft, and a blocked one says each with its mend."""

import re
from dataclasses import replace

import pytest
from tests.stories import NOW, a_decided_case, days, the_decision

from upheld.core.event_kinds import EventKind
from upheld.core.reply import Letter
from upheld.core.words import CaseId, LetterKind
from upheld.steps.answer import answer, draft_reply
from upheld.steps.letters import LetterBlocked, html_of, problems_of
from upheld.store import load
from upheld.store.models import Case, Event, Person
from upheld.store.record.events import Act


def test_the_draft_of_a_decision_has_no_problems(handler: Person) -> None:
    case = a_decided_case(handler)
    letter = draft_reply(load.page(case), handler, NOW)
    assert problems_of(letter, load.latest_decision(case), load.page(case), NOW) == ()


def test_a_draft_without_a_decision_is_checked_for_its_words(open_case: CaseId) -> None:
    letter = Letter(LetterKind.QUESTION, "About", "You clearly misread [NAME]. When was it?")
    problems = problems_of(letter, None, load.page(open_case), NOW)
    assert [problem.code for problem in problems] == ["person_not_issue", "placeholder_left"]
    blocked = LetterBlocked(problems, Act(None, EventKind.LETTER_BLOCKED, "", NOW))
    assert blocked.problems == problems
    assert "placeholder_left: Fill in the placeholder" in str(blocked)


def test_that_a_letter_was_held_back_is_recorded_and_nothing_else_of_the_step(
    handler: Person,
) -> None:
    case = a_decided_case(handler)
    letter = replace(draft_reply(load.page(case), handler, NOW), body="You clearly misread [NAME].")
    with pytest.raises(LetterBlocked):
        answer(case, the_decision(case), letter, handler, NOW)
    recorded = Event.objects.order_by("number").last()
    assert recorded
    assert (recorded.case_id, recorded.kind) == (None, EventKind.LETTER_BLOCKED)
    assert recorded.data["case"] == case
    assert {"person_not_issue", "placeholder_left"} <= set(recorded.data["problems"])
    assert not load.page(case).letters.filter(kind=LetterKind.FINAL).exists()


@pytest.mark.parametrize("subject", ["Hello\nBcc: all@example.org", "Hello\x00", "x" * 201])
def test_a_subject_that_mail_cannot_carry_stays_here(handler: Person, subject: str) -> None:
    case = a_decided_case(handler)
    letter = replace(draft_reply(load.page(case), handler, NOW), subject=subject)
    with pytest.raises(LetterBlocked, match="bad_subject"):
        answer(case, the_decision(case), letter, handler, NOW)


def test_a_promise_of_a_day_that_is_over_stays_here(handler: Person) -> None:
    case = a_decided_case(handler)
    letter = draft_reply(load.page(case), handler, NOW)
    found = problems_of(letter, load.latest_decision(case), load.page(case), NOW + days(60))
    assert {problem.code for problem in found} == {"date_past"}


@pytest.mark.parametrize("day", ["by 31 December 9999", "by 9999-12-31", "on 1 January 2101"])
def test_a_promise_of_a_day_that_can_only_be_a_slip_stays_here(handler: Person, day: str) -> None:
    """Where it is still that day in UTC, in New York, there is no moment at which it ends."""
    case = a_decided_case(handler)
    Case.objects.update(zone="America/New_York")
    letter = draft_reply(load.page(case), handler, NOW)
    far = replace(letter, body=f"{letter.body}\n\nWe will call you {day}.")
    with pytest.raises(LetterBlocked, match="date_far: No day after 2100"):
        answer(case, the_decision(case), far, handler, NOW)


def test_a_letter_to_somebody_else_stays_here(handler: Person) -> None:
    case = a_decided_case(handler)
    letter = draft_reply(load.page(case), handler, NOW)
    wrong = replace(letter, body=letter.body.replace("Sally Hart", "Bob Mercer"))
    with pytest.raises(LetterBlocked, match="name_differs"):
        answer(case, the_decision(case), wrong, handler, NOW)


class TestALetterAsItIsMailed:
    def test_keeps_emphasis_headings_and_lists(self) -> None:
        assert html_of("## So\n\nIt was **late**.\n\n- One\n- Two") == (
            "<h2>So</h2>\n<p>It was <strong>late</strong>.</p>\n"
            "<ul>\n<li>One</li>\n<li>Two</li>\n</ul>\n"
        )

    def test_keeps_the_lines_of_the_signature(self) -> None:
        assert (
            html_of("Alice Moore\r\nthe care team") == "<p>Alice Moore<br />\nthe care team</p>\n"
        )

    @pytest.mark.parametrize(
        "told",
        [
            "[press](https://example.org)",
            "![seen](https://example.org/x.png)",
            "<https://example.org>",
            "<img src=x onerror=alert(1)>",
            "[press]\n\n[press]: https://example.org",
        ],
    )
    def test_nothing_in_it_loads_or_leads_anywhere(self, told: str) -> None:
        assert not re.search(r"<(a|img|script)\b", html_of(told))
