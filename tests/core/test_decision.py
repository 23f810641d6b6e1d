"""The decision: promises 1, 2 and 4 over cases that nobody thought of, and Sally beside Bob."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.given import (
    ALLEGATION,
    ALLEGATIONS,
    CIRCUMSTANCES,
    CORE_FIT,
    CUSTOMER,
    DOCUMENT,
    LOUD,
    NOW,
    OUTSIDE_FIT,
    POLICY,
    decided,
    document,
)

from upheld.core.case import Case
from upheld.core.decision import Decision, DecisionError, decide, explain
from upheld.core.document import read_case
from upheld.core.money import Money
from upheld.core.words import Band, FindingResult, Outcome, Role, Stance
from upheld.tables import load


def what_is_so(decision: Decision) -> Any:
    """All that a customer's person must never move."""
    return (decision.findings, decision.entitlement, decision.owed)


class TestOwedFirstToEveryone:
    def test_sally_and_bob_are_owed_the_same_to_the_cent(self) -> None:
        sally = decided(document(customer=CORE_FIT))
        bob = decided(document(customer=OUTSIDE_FIT))
        assert what_is_so(sally) == what_is_so(bob)
        assert sally.owed == bob.owed == Money(Decimal("12.50"), "GBP")
        assert sally.outcome is bob.outcome is Outcome.UPHELD

    def test_sally_and_bob_get_another_goodwill_for_a_reason_that_can_be_read(self) -> None:
        sally = decided(document(customer=CORE_FIT))
        bob = decided(document(customer=OUTSIDE_FIT))
        assert (sally.fit.band, sally.stance) == (Band.CORE, Stance.MAKE_RIGHT)
        assert (bob.fit.band, bob.stance) == (Band.OUTSIDE, Stance.HONOUR)
        assert sally.goodwill.money == Money(Decimal(25), "GBP")
        assert not bob.goodwill.given
        assert "could not be repeated" in bob.goodwill.because

    @given(ALLEGATIONS, CUSTOMER, CUSTOMER)
    def test_who_the_customer_is_moves_no_finding_and_not_a_penny(
        self, alleged: list[Any], one: dict[str, Any], other: dict[str, Any]
    ) -> None:
        told = document(allegations=alleged)
        left, right = decided({**told, "customer": one}), decided({**told, "customer": other})
        assert what_is_so(left) == what_is_so(right)
        assert left.outcome == right.outcome

    @given(DOCUMENT, CIRCUMSTANCES, st.none() | st.integers(0, 5000))
    def test_circumstances_and_the_number_of_similar_cases_move_no_finding_and_not_a_penny(
        self, told: dict[str, Any], circumstances: dict[str, Any], similar: int | None
    ) -> None:
        changed = {**told, "circumstances": circumstances, "similar_a_year": similar}
        assert what_is_so(decided(told)) == what_is_so(decided(changed))

    @given(DOCUMENT, st.lists(ALLEGATION, max_size=2))
    def test_another_point_moves_nothing_of_the_first_one(
        self, told: dict[str, Any], more: list[Any]
    ) -> None:
        alone, first = decided(told), len(told["allegations"])
        beside = decided({**told, "allegations": [*told["allegations"], *more]})
        assert beside.findings[:first] == alone.findings
        assert [e for e in beside.entitlement if e in alone.entitlement] == [*alone.entitlement]


class TestLoudnessEarnsNothing:
    @given(DOCUMENT, LOUD)
    def test_what_stands_under_context_moves_nothing_at_all(
        self, told: dict[str, Any], loud: dict[str, str]
    ) -> None:
        quiet = {key: value for key, value in told.items() if key != "context"}
        assert decided(quiet) == decided({**told, "context": loud})


class TestFindingBeforeDecision:
    @given(DOCUMENT)
    def test_an_undetermined_point_asks_a_question_of_somebody(self, told: dict[str, Any]) -> None:
        for finding in decided(told).findings:
            undetermined = finding.result is FindingResult.UNDETERMINED
            assert undetermined == (finding.question is not None)
            if finding.question:
                assert finding.question.text.endswith("?")
                assert finding.question.whom

    @given(DOCUMENT)
    def test_an_open_question_gives_ask_unless_the_complaint_has_ended(
        self, told: dict[str, Any]
    ) -> None:
        decision = decided(told)
        ended = decision.outcome in (Outcome.WITHDRAWN, Outcome.OUT_OF_SCOPE)
        unknown = any(f.result is FindingResult.UNDETERMINED for f in decision.findings)
        if unknown and not ended:
            assert (decision.outcome, decision.stance) == (None, Stance.ASK)
            assert not decision.goodwill.given

    @given(ALLEGATION)
    def test_nothing_known_is_never_a_guess(self, alleged: dict[str, Any]) -> None:
        bare = {"kind": alleged["kind"]}
        decision = decided(document(allegations=[bare]))
        assert decision.stance is Stance.ASK
        assert decision.questions
        assert decision.next_action.action in ("ask_customer", "ask_inside")

    @given(DOCUMENT, st.sampled_from([*FindingResult]), st.text(min_size=1))
    def test_a_finding_that_a_person_recorded_is_kept_with_its_reason(
        self, told: dict[str, Any], result: FindingResult, because: str
    ) -> None:
        recorded = [{**row, "finding": result, "because": because} for row in told["allegations"]]
        for finding in decided({**told, "allegations": recorded}).findings:
            assert (finding.result, finding.because) == (result, because)

    def test_an_amount_that_is_not_known_is_asked_for_and_never_promised(self) -> None:
        facts = {"touchpoint": "product", "price_paid": 68, "days_late": 3}
        decision = decided(document(allegations=[{"kind": "late", "facts": facts}]))
        assert decision.outcome is Outcome.UPHELD
        assert decision.stance is Stance.ASK
        assert decision.entitlement == ()
        assert [q.whom for q in decision.questions] == ["finance"]

    def test_an_amount_is_not_promised_beside_the_question_for_it(
        self, edited: Callable[..., Path]
    ) -> None:
        asked = '"""What was paid for delivery?"""'
        hasty = edited(
            "entitlement.csv", f",null,null,null,null,{asked}", f",refund,5,firm,5,{asked}"
        )
        facts = {"touchpoint": "product", "price_paid": 68, "days_late": 3}
        told = document(allegations=[{"kind": "late", "facts": facts}])
        policy = load(hasty)
        decision = decide(read_case(told, policy), policy, NOW)
        assert decision.questions
        assert decision.entitlement == ()

    def test_asking_the_customer_asks_the_question_that_is_theirs(self) -> None:
        alleged = [{"kind": "wrong_amount"}, {"kind": "faulty"}]
        action = decided(document(allegations=alleged)).next_action
        assert action.action == "ask_customer"
        assert "photograph" in action.text


class TestTheSameFactsGiveTheSameDecision:
    @given(DOCUMENT)
    def test_decided_twice_it_is_equal_to_the_last_word_of_its_trace(
        self, told: dict[str, Any]
    ) -> None:
        assert decided(told) == decided(told)

    @given(DOCUMENT)
    def test_the_trace_says_the_same_as_the_decision(self, told: dict[str, Any]) -> None:
        decision = decided(told)
        gave = {name: value for ruling in decision.trace for name, value in ruling.gave.items()}
        assert gave["stance"] == decision.stance
        assert gave["goodwill.kind"] == decision.goodwill.kind
        assert gave["authority.role"] == decision.authority.role
        assert all(ruling.rules for ruling in decision.trace)

    @given(DOCUMENT)
    def test_every_ruling_can_be_explained_from_what_it_read(self, told: dict[str, Any]) -> None:
        decision = decided(told)
        for ruling, trace in zip(decision.trace, explain(decision, POLICY), strict=True):
            assert trace.answer.outputs == ruling.gave
            assert tuple(rule.id for rule in trace.answer.fired) == ruling.rules

    def test_a_table_about_an_allegation_never_reads_the_customer(self) -> None:
        decision = decided(document(customer={**CORE_FIT, "vulnerable": True}))
        read = {name for ruling in decision.trace if ruling.subject for name in ruling.read}
        assert read
        assert {POLICY.inputs[n].about for n in read if n in POLICY.inputs} == {"allegation"}


class TestWhatCannotBeDecided:
    def test_more_owed_in_all_than_a_record_holds(self) -> None:
        dear = {"touchpoint": "product", "price_paid": 6_000_000, "delivery_paid": 0}
        lost = {"kind": "not_received", "finding": "substantiated", "facts": dear}
        other = {**lost, "facts": {**dear, "price_paid": 5_000_000}}
        assert decided(document(allegations=[lost])).owed == Money(Decimal(6_000_000), "GBP")
        with pytest.raises(DecisionError, match=r"£11,000,000\.00 is owed in all, .* at most"):
            decided(document(allegations=[lost, other]))

    def test_a_case_without_allegations(self) -> None:
        with pytest.raises(DecisionError, match="add at least one allegation"):
            decide(Case(date(2026, 11, 2), ()), POLICY, NOW)

    def test_a_day_of_receipt_that_is_still_to_come(self) -> None:
        with pytest.raises(DecisionError, match="received on 2999-01-01, which is in the future"):
            decided(document(received_on="2999-01-01"))

    def test_tomorrow_may_be_today_where_it_was_received(self) -> None:
        assert decided(document(received_on="2026-11-03")).stance == "make_right"

    def test_amounts_in_another_currency(self) -> None:
        case = read_case(document(currency="EUR"), POLICY)
        with pytest.raises(DecisionError, match="amounts are in EUR and policy standard is in GBP"):
            decide(case, POLICY, NOW)


def test_vulnerability_widens_help_and_takes_nothing_from_what_is_owed() -> None:
    plain = decided(document(customer=OUTSIDE_FIT))
    vulnerable = decided(document(customer={**OUTSIDE_FIT, "vulnerable": True}))
    assert what_is_so(plain) == what_is_so(vulnerable)
    assert not plain.goodwill.given
    assert (vulnerable.goodwill.help, vulnerable.goodwill.given) == (True, True)
    assert any("More help is needed now" in reason for reason in vulnerable.reasons)


def test_a_rejected_complaint_with_goodwill_stays_rejected() -> None:
    alleged = [{"kind": "late", "facts": {"touchpoint": "product", "days_late": 0}}]
    decision = decided(document(allegations=alleged))
    assert decision.outcome is Outcome.NOT_UPHELD
    assert decision.goodwill.given
    assert decision.entitlement == ()


def test_unpriced_goodwill_needs_a_lead() -> None:
    assert decided(document()).authority.role is Role.HANDLER
    assert decided(document(similar_a_year=None)).authority.role is Role.LEAD
