"""Checks before a letter leaves: for every code one letter that trips it and one that does not."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.core.given import NOW, TO_SALLY, VOICE, decided, document

from upheld.core import checks, reply
from upheld.core.checks import Severity, blocked, check
from upheld.core.decision import Decision
from upheld.core.reply import Letter
from upheld.core.words import LetterKind

ACKNOWLEDGEMENT, QUESTION, FINAL = (
    LetterKind.ACKNOWLEDGEMENT, LetterKind.QUESTION, LetterKind.FINAL
)  # fmt: skip
TODAY = NOW.date()
UPHELD = decided(document())
REFUSED = decided(document(allegations=[{"kind": "late", "facts": {"days_late": 0}}]))
FAULTY = {"touchpoint": "product", "price_paid": 465, "delivery_paid": 39, "impact": "low"}
FAULTY |= {"days_since_delivery": 31, "fault_confirmed": True, "caused_by_customer": False}
REPAIRED = decided(document(allegations=[{"kind": "faulty", "facts": FAULTY}]))
RUDE = decided(document(allegations=[{"kind": "staff_conduct", "finding": "substantiated",
                                      "because": "We spoke over you."}]))  # fmt: skip
RUDELY = "This was our mistake. We spoke over you. We will put this right."
HONEST = (
    "This was our fault, and we are sorry for it. We missed the day that we promised, by 9 days. "
    "You get your £12.50 back."
)
REPAIR = (
    "This was our fault. We examined it and found a fault that was there when it reached you. "
    "We repair it at our cost."
)
REASONED = f"We kept the day that we promised. You may take your complaint to {VOICE.outside_body}."
BY_THEN = "You will hear from us by 30 November 2026."


def problems(kind: LetterKind, body: str, decision: Decision | None = None) -> list[str]:
    return [problem.code for problem in check(Letter(kind, "About", body), decision, VOICE, TODAY)]


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
        ("threat", QUESTION,
         "If you complain again we will close your account. Yes?",
         "If you complain to the ombudsman we will send them the file. Yes?"),
        ("date_far", QUESTION,
         "We will look by 31 December 9999. When?", "We will look by 31 December 2100. When?"),
        ("date_far", QUESTION,
         "It is on 2101-01-01. When?", 'You wrote: "Pay by 31 December 9999." When?'),
        ("dead_reference", QUESTION,
         "Go to the ODR platform. Yes?", "Go to the ombudsman. Yes?"),
        ("review_condition", QUESTION,
         "Will you delete your review?", "Will you delete your account?"),
        ("no_date", ACKNOWLEDGEMENT, "You will hear from us soon.", BY_THEN),
        ("no_date", ACKNOWLEDGEMENT, 'You said "by 2 May 2026".', BY_THEN),
        ("person_not_issue", QUESTION,
         "It is your own fault. When?", "It was the carrier's fault. When?"),
        ("person_not_issue", QUESTION,
         "That is ridiculous. When?", 'You wrote: "You fools, this is ridiculous." When?'),
        ("date_past", ACKNOWLEDGEMENT, "You will hear from us by 1 November 2026.", BY_THEN),
        ("date_past", QUESTION,
         "We will look by 1 May 2026. When?", "You were to have it by 1 May 2026. When?"),
        ("date_past", QUESTION,
         "We will look by 20/10/2026. When?", "We will look by 20/12/2026. When?"),
        ("dead_reference", QUESTION,
         "Use https://ec.europa.eu/consumers/odr. Yes?",
         "The EU's ODR platform closed on 20 July 2025. Yes?"),
        ("answer_in_acknowledgement", ACKNOWLEDGEMENT,
         f"We can already see that this went wrong. {BY_THEN}",
         f"We can already see your order. {BY_THEN}"),
        ("answer_in_acknowledgement", ACKNOWLEDGEMENT,
         f"Our terms exclude wear and tear. {BY_THEN}", f"You asked for our terms. {BY_THEN}"),
        ("answer_in_acknowledgement", ACKNOWLEDGEMENT,
         f"A replacement is on its way. {BY_THEN}", f"Your parcel is on its way. {BY_THEN}"),
        ("answer_in_acknowledgement", ACKNOWLEDGEMENT,
         f"We have taken £20 off your bill. {BY_THEN}", f"You took £20 off the bill. {BY_THEN}"),
        ("non_apology", QUESTION,
         "Sorry for the way you have perceived this. When?", "Sorry for the way it came. When?"),
        ("empty_promise", QUESTION,
         "Steps have been taken to prevent a recurrence. When?", "Who took which steps?"),
        ("review_condition", QUESTION,
         "As a thank-you for a five-star rating we will add a voucher. Yes?",
         "Thank you for your review of the draft. Yes?"),
        ("threat", QUESTION,
         "Any public statement will be passed to our solicitors. Yes?",
         "Your letter will be passed to our colleagues. Yes?"),
        ("threat", QUESTION,
         "Complaining further may affect future orders. Yes?",
         "To complain will not affect future orders. Yes?"),
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
        ("amount_differs", UPHELD, f"{HONEST} And €12.50.", f"{HONEST} It is GBP 12.50."),
        ("amount_differs", UPHELD, f"{HONEST} And 40 EUR more.", f"{HONEST} It is 12.50 GBP."),
        ("amount_missing", UPHELD, HONEST.replace("£12.50", "money"), HONEST),
        ("remedy_refused", UPHELD, f"{HONEST} We will not pay the £12.50.", HONEST),
        ("remedy_refused", UPHELD, f"{HONEST} We will not pay it.", HONEST),
        ("no_admission", UPHELD,
         "This was not our fault. We kept the day. You get your £12.50 back.", HONEST),
        ("finding_untold", UPHELD,
         "We are sorry for the dust. You get your £12.50 back.", HONEST),
        ("remedy_missing", REPAIRED, REPAIR.replace("repair", "see to"), REPAIR),
        ("remedy_missing", RUDE, RUDELY, f"{RUDELY} We apologise to you."),
        ("remedy_refused", REPAIRED, f"{REPAIR} We will not repair it twice.", REPAIR),
    ],
)  # fmt: skip
def test_an_answer_says_what_its_decision_says(
    code: str, decision: Decision, trips: str, passes: str
) -> None:
    assert code in problems(FINAL, trips, decision)
    assert problems(FINAL, passes, decision) == []


def test_a_third_apology_is_advised_against_and_does_not_block() -> None:
    sorry = f"{HONEST} We are sorry. We are so sorry."
    found = check(Letter(FINAL, "About", sorry), UPHELD, VOICE, TODAY)
    assert [problem.code for problem in found] == ["too_many_apologies"]
    assert found[0].severity is Severity.ADVISE
    assert not blocked(found)
    assert problems(FINAL, f"{HONEST} We are sorry.", UPHELD) == []


def test_a_problem_points_at_its_sentence_and_says_the_mend() -> None:
    body = f"Thank you.\n\nYou will get a refund. {BY_THEN}"
    (found,) = check(Letter(ACKNOWLEDGEMENT, "About", body), None, VOICE, TODAY)
    assert found.sentence == "You will get a refund."
    assert "Keep the answer until you have investigated" in found.mend
    assert blocked([found])


def test_an_amount_inside_quotation_marks_is_not_ours_to_promise_or_to_have_said() -> None:
    assert problems(FINAL, f'You wrote: "I want £999." {HONEST}', UPHELD) == []
    quoted = HONEST.replace("£12.50", '"£12.50"')
    assert problems(FINAL, quoted, UPHELD) == ["amount_missing"]


INVOICE = replace(
    UPHELD, findings=tuple(replace(each, evidence=("An invoice over £500.00",))
                           for each in UPHELD.findings),
)  # fmt: skip


@pytest.mark.parametrize(
    "gives",
    [
        "Beside that we pay you £500.00 as a sign of goodwill.",
        "You get £500.00 from us.",
        "£500.00 will be paid into your account.",
        "We gladly give you 500 pounds.",
    ],
)
@pytest.mark.parametrize("decision", [UPHELD, INVOICE], ids=["named nowhere", "named in evidence"])
def test_no_letter_gives_money_that_no_decision_gives(gives: str, decision: Decision) -> None:
    """Else words alone would pass every limit, budget and second person."""
    assert problems(FINAL, f"{HONEST} {gives}", decision) == ["amount_differs"]
    for kind in (LetterKind.APOLOGY, LetterKind.CHANGE, LetterKind.IDEA):
        assert "amount_differs" in problems(kind, f"We are sorry. {gives}", decision)
        assert "amount_differs" in problems(kind, f"We are sorry. {gives}")


def test_what_somebody_wrote_beside_the_decision_may_be_named() -> None:
    assert problems(FINAL, f"{HONEST} Your invoice over £500.00 is with us.", INVOICE) == []
    named = f"{HONEST} It follows from the £500.00 that you paid."
    assert problems(FINAL, named, INVOICE) == []
    assert problems(LetterKind.APOLOGY, "We are sorry. The £12.50 is on its way.", UPHELD) == []


@pytest.mark.parametrize("said", ["five hundred pounds", "Twenty-five euros", "two thousand quid"])
def test_an_amount_is_written_in_figures(said: str) -> None:
    assert problems(FINAL, f"{HONEST} Beside it you get {said}.", UPHELD) == ["amount_in_words"]
    assert problems(FINAL, f'You wrote "I want {said}". {HONEST}', UPHELD) == []


def test_amounts_are_read_with_and_without_pence_and_commas() -> None:
    told = document()
    facts = {**told["allegations"][0]["facts"], "delivery_paid": "1250.00"}
    dear = decided({**told, "allegations": [{"kind": "late", "facts": facts}]})
    for amount in ("£1,250", "£1250.00", "£ 1,250.00"):
        assert problems(FINAL, HONEST.replace("£12.50", amount), dear) == []


def test_a_final_letter_without_a_decision_is_checked_for_its_words() -> None:
    said = "You clearly misread it. We do not uphold this: the order shows 2 May."
    assert problems(FINAL, f"{said} You may go to {VOICE.outside_body}.") == ["person_not_issue"]


def test_a_reason_that_names_nothing_is_advised_against() -> None:
    def advice(**told: object) -> list[str]:
        alleged = {"kind": "late", "finding": "not_substantiated", **told}
        decision = decided(document(allegations=[alleged]))
        found = check(reply.final(TO_SALLY, decision, VOICE, NOW), decision, VOICE, TODAY)
        assert not blocked(found)
        return [problem.code for problem in found]

    assert advice() == ["no_specific_reason"]
    assert advice(evidence=["Scan of 2 May"]) == []
    assert advice(because="The carrier scanned it on 2 May 2026.") == []


def test_a_day_that_is_over_is_mended_by_the_days_of_the_decision() -> None:
    body = f"{HONEST} You will have it by 7 November 2026."
    assert problems(FINAL, body, UPHELD) == []
    later = check(Letter(FINAL, "About", body), UPHELD, VOICE, date(2026, 11, 8))
    assert [problem.code for problem in later] == ["date_past"]
    assert "By the decision it is due by 7 November 2026." in later[0].mend


def test_what_was_taken_back_or_is_not_ours_needs_no_outside_body() -> None:
    for circumstance in ({"withdrawn": True}, {"in_scope": False}):
        alleged = [{"kind": "late", "facts": {"days_late": 0}}]
        decision = decided(document(allegations=alleged, circumstances=circumstance))
        assert problems(FINAL, "We kept the day that we promised.", decision) == []


def test_what_blocks_and_what_advises_is_the_firms_to_say() -> None:
    letter = Letter(ACKNOWLEDGEMENT, "About", f"Rest assured. We act pursuant to it. {BY_THEN}")
    assert [p.severity for p in check(letter, None, VOICE, TODAY)] == [Severity.ADVISE] * 2
    stern = replace(VOICE, checks={"empty_promise": Severity.BLOCK, "jargon": Severity.OFF})
    (found,) = check(letter, None, stern, TODAY)
    assert (found.code, found.severity) == ("empty_promise", Severity.BLOCK)


def test_every_code_has_its_name() -> None:
    folder = Path(checks.__file__ or "").parent
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    codes = set(re.findall(r'(?:Problem|Phrase)\(\s*"([a-z_]+)"', source))
    codes |= set(re.findall(r'\(\s*"([a-z_]+)",\s*_[A-Z_]+,\s', source))
    assert codes
    assert codes | {"bad_subject", "disowned"} == set(checks.NAMES)
