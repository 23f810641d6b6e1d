"""Checks before a letter leaves: for every code one letter that trips it and one that does not."""

import pytest
from tests.core.given import VOICE, decided, document

from upheld.core.checks import Severity, blocked, check
from upheld.core.decision import Decision
from upheld.core.reply import Letter
from upheld.core.words import LetterKind

ACKNOWLEDGEMENT, QUESTION, FINAL = LetterKind
UPHELD = decided(document())
REFUSED = decided(document(allegations=[{"kind": "late", "facts": {"days_late": 0}}]))
HONEST = (
    "This was our fault, and we are sorry for it. We missed the day that we promised, by 9 days. "
    "You get your £12.50 back."
)
REASONED = f"We kept the day that we promised. You may take your complaint to {VOICE.outside_body}."
BY_THEN = "You will hear from us by 30 November 2026."


def problems(kind: LetterKind, body: str, decision: Decision | None = None) -> list[str]:
    return [problem.code for problem in check(Letter(kind, "About", body), decision, VOICE)]


@pytest.mark.parametrize(
    ("code", "kind", "trips", "passes"),
    [
        ("answer_in_acknowledgement", ACKNOWLEDGEMENT,
         f"You will get a refund. {BY_THEN}", f"We will find out what happened. {BY_THEN}"),
        ("answer_in_acknowledgement", ACKNOWLEDGEMENT,
         f"You are right. {BY_THEN}", f'You wrote: "I am right. Refund me!" {BY_THEN}'),
        ("non_apology", QUESTION,
         "We are sorry that you feel let down. When?", "We are sorry that it came late. When?"),
        ("non_apology", QUESTION,
         "We apologise for any inconvenience. When?", "We apologise for the delay. When?"),
        ("person_not_issue", QUESTION,
         "You clearly misread it. When?", "The order says 2 May. When?"),
        ("placeholder_left", QUESTION,
         "Dear [NAME], when?", "Dear Sally, [see the order](https://example.org). When?"),
        ("placeholder_left", QUESTION, "By {date}?", "By 2 May?"),
        ("dead_reference", QUESTION,
         "Go to the ODR platform. Yes?", "Go to the ombudsman. Yes?"),
        ("review_condition", QUESTION,
         "Will you delete your review?", "Will you delete your account?"),
        ("no_date", ACKNOWLEDGEMENT, "You will hear from us soon.", BY_THEN),
        ("no_date", ACKNOWLEDGEMENT, 'You said "by 2 May 2026".', BY_THEN),
        ("no_question", QUESTION, "Tell us more.", "On which day did it come?"),
    ],
)  # fmt: skip
def test_words_that_may_not_stand_in_a_letter(
    code: str, kind: LetterKind, trips: str, passes: str
) -> None:
    assert code in problems(kind, trips)
    assert problems(kind, passes) == []


@pytest.mark.parametrize(
    ("code", "decision", "trips", "passes"),
    [
        ("no_admission", UPHELD,
         "It came 9 days late. You get your £12.50 back.", HONEST),
        ("no_reasons", REFUSED,
         f"We do not agree. You may go to {VOICE.outside_body}.", REASONED),
        ("no_outside_body", REFUSED, "We kept the day that we promised.", REASONED),
        ("amount_differs", UPHELD, f"{HONEST} And £40 more.", f"{HONEST} And £25.00 beyond it."),
        ("amount_missing", UPHELD, HONEST.replace("£12.50", "money"), HONEST),
    ],
)  # fmt: skip
def test_an_answer_says_what_its_decision_says(
    code: str, decision: Decision, trips: str, passes: str
) -> None:
    assert code in problems(FINAL, trips, decision)
    assert problems(FINAL, passes, decision) == []


def test_a_third_apology_is_advised_against_and_does_not_block() -> None:
    sorry = f"{HONEST} We are sorry. We are so sorry."
    found = check(Letter(FINAL, "About", sorry), UPHELD, VOICE)
    assert [problem.code for problem in found] == ["too_many_apologies"]
    assert found[0].severity is Severity.ADVISE
    assert not blocked(found)
    assert problems(FINAL, f"{HONEST} We are sorry.", UPHELD) == []


def test_a_problem_points_at_its_sentence_and_says_the_mend() -> None:
    body = f"Thank you.\n\nYou will get a refund. {BY_THEN}"
    (found,) = check(Letter(ACKNOWLEDGEMENT, "About", body), None, VOICE)
    assert found.sentence == "You will get a refund."
    assert "Keep the answer until you have investigated" in found.mend
    assert blocked([found])


def test_an_amount_inside_quotation_marks_is_not_ours_to_promise_or_to_have_said() -> None:
    assert problems(FINAL, f'You wrote: "I want £999." {HONEST}', UPHELD) == []
    quoted = HONEST.replace("£12.50", '"£12.50"')
    assert problems(FINAL, quoted, UPHELD) == ["amount_missing"]


def test_amounts_are_read_with_and_without_pence_and_commas() -> None:
    told = document()
    facts = {**told["allegations"][0]["facts"], "delivery_paid": "1250.00"}
    dear = decided({**told, "allegations": [{"kind": "late", "facts": facts}]})
    for amount in ("£1,250", "£1250.00", "£ 1,250.00"):
        assert problems(FINAL, HONEST.replace("£12.50", amount), dear) == []


def test_a_final_letter_without_a_decision_is_checked_for_its_words() -> None:
    assert problems(FINAL, "You clearly misread it.") == ["person_not_issue"]
