"""The reply: a draft for every decision, honest enough to pass its own checks."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.given import (
    CASES,
    CORE_FIT,
    DOCUMENT,
    NOW,
    OUTSIDE_FIT,
    TO_SALLY,
    VOICE,
    decided,
    decided_case,
    document,
)

from upheld.core import reply
from upheld.core.checks import Severity, check
from upheld.core.decision import Decision
from upheld.core.reply import Addressed, Letter
from upheld.core.words import LetterKind, Outcome, Stance

LOUD = st.sampled_from(
    [
        "I want a refund of £500",
        "You people never answer. You are lying!",
        'My "new" sofa [order 12] is {broken}',
        "Sorry you feel that way? That is no answer",
        "“Upheld” or I write a review",
        'The 24" shelf. Unacceptable. TODO',
    ]
)


def drafted(decision: Decision, to: Addressed = TO_SALLY) -> Letter:
    if decision.stance is Stance.ASK:
        return reply.question(to, decision, VOICE)
    return reply.final(to, decision, VOICE, NOW)


def codes(letter: Letter, decision: Decision | None) -> list[str]:
    return [
        problem.code
        for problem in check(letter, decision, VOICE, NOW.date())
        if problem.severity is Severity.BLOCK
    ]


def ours_to_answer(decision: Decision) -> bool:
    """Whether nothing is asked of the customer: then there is nothing to write to them yet."""
    return decision.stance is Stance.ASK and all(q.whom != "customer" for q in decision.questions)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_draft_for_a_case_of_the_policy_passes_its_checks(case: dict[str, Any]) -> None:
    decision = decided_case(case)
    found = codes(drafted(decision), decision)
    assert found == (["no_question"] if ours_to_answer(decision) else [])


def test_the_cases_of_the_policy_have_a_letter_for_each_stance_and_outcome() -> None:
    decisions = [decided_case(case) for case in CASES]
    assert {decision.stance for decision in decisions} == set(Stance)
    assert {decision.outcome for decision in decisions} == {*Outcome, None}


@given(DOCUMENT)
def test_the_draft_for_any_case_passes_its_checks(told: dict[str, Any]) -> None:
    decision = decided(told)
    found = codes(drafted(decision), decision)
    assert found == (["no_question"] if ours_to_answer(decision) else [])


@given(LOUD, DOCUMENT)
def test_the_loud_words_of_a_subject_do_not_block_our_draft(
    subject: str, told: dict[str, Any]
) -> None:
    to = Addressed("Sally", "UP-000001", subject, date(2026, 11, 2), "Alice")
    acknowledgement = reply.acknowledgement(to, date(2026, 11, 30), VOICE)
    assert codes(acknowledgement, None) == []
    decision = decided(told)
    if not ours_to_answer(decision):
        assert codes(drafted(decision, to), decision) == []


class TestAcknowledgement:
    LETTER = reply.acknowledgement(TO_SALLY, date(2026, 11, 30), VOICE)

    def test_says_received_who_by_when_and_the_reference(self) -> None:
        assert self.LETTER.kind is LetterKind.ACKNOWLEDGEMENT
        for told in ("Dear Sally Hart,", "2 November 2026", "Nine days late", "Alice Moore"):
            assert told in self.LETTER.body
        assert "30 November 2026" in self.LETTER.body
        assert "UP-000001" in self.LETTER.subject

    def test_says_nothing_of_the_answer(self) -> None:
        assert codes(self.LETTER, None) == []

    def test_greets_somebody_who_gave_no_name(self) -> None:
        nobody = Addressed("", "UP-000001", "Late", date(2026, 11, 2), "Alice")
        assert reply.acknowledgement(nobody, date(2026, 11, 30), VOICE).body.startswith(
            "Dear customer,"
        )


class TestFinal:
    def test_upheld_admits_says_what_is_owed_by_when_and_keeps_goodwill_apart(self) -> None:
        body = drafted(decided(document())).body
        assert "This was our fault, and we are sorry for it." in body
        assert "Refund of £12.50, by 7 November 2026." in body
        owed, beyond = body.split("## Beyond what we owe you")
        assert "£25.00" in beyond
        assert "£25.00" not in owed

    def test_what_is_owed_is_told_to_bob_in_the_same_words(self) -> None:
        sally, bob = decided(document()), decided(document(customer=OUTSIDE_FIT))
        both = [drafted(each).body.split("## What we owe you")[1] for each in (sally, bob)]
        assert both[0].split("##")[0] == both[1].split("##")[0]
        assert "voucher" not in both[1]

    def test_not_upheld_gives_the_reason_the_evidence_the_perspective_and_the_way_on(self) -> None:
        alleged = {"kind": "late", "facts": {"days_late": 0}, "statement": "It came late"}
        told = document(allegations=[{**alleged, "evidence": ["Scan of 2 May"]}])
        body = drafted(decided(told)).body
        assert "We kept the day that we promised. We relied on: Scan of 2 May." in body
        assert VOICE.perspectives["late"].strip() in body
        assert VOICE.outside_body in body
        assert "our fault" not in body

    def test_a_withdrawn_complaint_is_confirmed_and_not_argued_with(self) -> None:
        alleged = [{"kind": "late", "facts": {"days_late": 0}}]
        told = document(allegations=alleged, circumstances={"withdrawn": True})
        body = drafted(decided(told)).body
        assert "You told us that you do not wish to take this further." in body
        assert "our answer stays the same" not in body

    def test_what_was_put_right_before_they_wrote_is_said_first(self) -> None:
        facts = {**document()["allegations"][0]["facts"], "put_right_before": True}
        body = drafted(decided(document(allegations=[{"kind": "late", "facts": facts}]))).body
        first, found = body.split("## What we found")
        assert "it had been put right before you wrote" in first
        assert "**Late.** We found that this is so." in found
        assert "This was our fault, and we are sorry for it." in found

    def test_evidence_with_amounts_does_not_block_the_letter_that_tells_it(self) -> None:
        alleged = {**document()["allegations"][0], "evidence": ["Invoice of £299.99"]}
        decision = decided(document(allegations=[alleged]))
        assert codes(drafted(decision), decision) == []


def test_a_question_asks_the_customer_only_what_is_theirs_to_tell() -> None:
    decision = decided(document(allegations=[{"kind": "faulty"}, {"kind": "wrong_amount"}]))
    letter = drafted(decision)
    assert letter.kind is LetterKind.QUESTION
    assert "photograph" in letter.body
    assert "What was agreed" not in letter.body


def told_of(*allegations: dict[str, Any], **told: Any) -> str:
    """The answer on these points, on one line."""
    return " ".join(drafted(decided(document(allegations=[*allegations], **told))).body.split())


LATE = document()["allegations"][0]
ON_TIME = {"kind": "late", "facts": {"days_late": 0}}
NOT_DONE = {"touchpoint": "service", "price_paid": 95, "performed": False}
NOT_DONE |= {"caused_by_customer": False, "impact": "medium"}
FAULTY = {"touchpoint": "product", "price_paid": 465, "delivery_paid": 39, "impact": "low"}
FAULTY |= {"days_since_delivery": 31, "fault_confirmed": True, "caused_by_customer": False}


class TestWhatIsOwedIsSaidInPlainWords:
    def test_work_and_the_money_beside_it_are_told_apart(self) -> None:
        body = told_of({"kind": "service_not_performed", "facts": NOT_DONE})
        assert "- We will do the work properly by 16 November 2026. We also owe you £30.00." in body

    def test_who_chooses_between_repair_and_replacement(self) -> None:
        body = told_of({"kind": "faulty", "facts": FAULTY})
        assert "- We will repair or replace it by 30 November 2026: reply to this letter" in body
        assert "tell us which you choose." in body

    def test_a_correction_is_something_that_we_do(self) -> None:
        facts = {"touchpoint": "product", "price_paid": 100, "amount_overcharged": 14}
        body = told_of({"kind": "wrong_amount", "facts": facts})
        assert "We will put this right by 7 November 2026, and £14.00 comes back to you." in body

    def test_an_apology_that_is_owed_is_in_the_letter(self) -> None:
        body = told_of({"kind": "staff_conduct", "finding": "substantiated", "facts": {}})
        assert "We apologise to you for how we dealt with you." in body
        assert "We owe you a plain apology" not in body

    def test_a_remedy_of_a_kind_without_a_phrase_is_named(self) -> None:
        decision = decided(document())
        (item,) = decision.entitlement
        gift = replace(item, kind="return_of_deposit")
        body = drafted(replace(decision, entitlement=(gift,))).body
        assert "- Return of deposit of £12.50, by 7 November 2026." in body


class TestOnlyWhatIsSo:
    def test_partly_upheld_says_for_which_point_it_was_our_fault(self) -> None:
        body = told_of({**LATE, "statement": "It came late"}, {**ON_TIME, "statement": "Twice"})
        assert 'our fault on this, and we are sorry for it: "It came late".' in body

    def test_no_dates_are_promised_where_nothing_is_owed(self) -> None:
        free = {**LATE, "facts": {**LATE["facts"], "delivery_paid": 0}}
        body = told_of(free)
        assert "by the dates given" not in body
        assert "by the dates given" in told_of(LATE)

    def test_out_of_scope_names_no_outside_body_and_no_next_time(self) -> None:
        body = told_of(ON_TIME, circumstances={"in_scope": False})
        assert VOICE.outside_body not in body
        assert "next time" not in body
        assert VOICE.perspectives["late"].strip() not in body
        assert "we will help you to find out" in body
        assert "This is not ours to answer. ## What happens next" in body

    def test_a_withdrawn_complaint_is_closed_and_the_door_stays_open(self) -> None:
        body = told_of(ON_TIME, circumstances={"withdrawn": True})
        assert "Your complaint is closed, as you wish. The door stays open" in body
        assert "If you see it differently" not in body

    def test_work_that_ended_with_the_complaint_is_not_promised(self) -> None:
        lost = {"kind": "not_received", "facts": {"received": False}}
        body = told_of(lost, circumstances={"withdrawn": True})
        assert "We have not settled whether this is so." in body
        assert "We are asking the carrier" not in body

    def test_to_honour_promises_nothing_beyond_what_is_owed(self) -> None:
        body = told_of(LATE, customer=OUTSIDE_FIT)
        assert "Beyond" not in body


class TestHelp:
    def test_stands_beside_any_money(self) -> None:
        body = told_of(LATE, customer={**CORE_FIT, "vulnerable": True})
        assert "a voucher of £25.00" in body
        assert "A colleague will gladly go through this with you" in body

    def test_a_small_help_promises_no_colleague(self) -> None:
        body = told_of(ON_TIME)
        assert "We would like to help you with this, at our cost." in body
        assert "colleague will gladly" not in body


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("Where is it?", '**"Where is it?"** We'),
        ("It came late..", '**"It came late."** We'),
        ("It came late", '**"It came late."** We'),
        ('The "new" one', "**\"The 'new' one.\"** We"),
    ],
)
def test_a_point_ends_with_one_mark(statement: str, told: str) -> None:
    assert told in told_of({**LATE, "statement": statement})


def test_reasons_and_evidence_end_with_one_mark() -> None:
    told = {"evidence": ["Scan of 2 May.", "Who signed?"], "finding": "not_substantiated"}
    body = told_of({"kind": "late", "because": "The scan shows 2 May", **told})
    assert "The scan shows 2 May. We relied on: Scan of 2 May; Who signed?" in body
    assert "?." not in body


@given(LOUD, DOCUMENT)
def test_a_loud_statement_does_not_block_our_draft(statement: str, told: dict[str, Any]) -> None:
    points = [{**point, "statement": statement} for point in told["allegations"]]
    decision = decided({**told, "allegations": points})
    if not ours_to_answer(decision):
        assert codes(drafted(decision), decision) == []
