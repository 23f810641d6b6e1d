"""Deviate: beyond the policy for one customer, with a reason, an end, a price and a name."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from tests import stories
from tests.stories import NOW, a_decided_case, the_decision

from upheld.core.deviations import DeviationError
from upheld.core.event_kinds import EventKind
from upheld.core.money import Money
from upheld.core.words import CaseId, FindingResult, Role
from upheld.steps import answer, decide, may
from upheld.steps.deviate import (
    Wanted,
    approve_deviation,
    deviate,
    end_deviation,
    outlook,
)
from upheld.steps.letters import LetterBlocked
from upheld.steps.set_limit import set_limit
from upheld.store import load
from upheld.store.models import Case, Commitment, Customer, Decision, Deviation, Event, Person

UNTIL = NOW.date() + timedelta(days=30)


def pounds(amount: str) -> Money:
    return Money(Decimal(amount), "GBP")


def wanted(amount: str = "10", kind: str = "voucher", **told: object) -> Wanted:
    given = {"words": "", "reason": "It was her wedding day.", "expires_on": UNTIL, **told}
    return Wanted(kind, pounds(amount), **given)  # type: ignore[arg-type]


def granted(case: CaseId, by: may.Actor, what: Wanted | None = None, why: str = "") -> Deviation:
    return deviate(case, the_decision(case), what or wanted(), why, by, NOW)


@pytest.fixture
def decided(handler: Person) -> CaseId:
    """Decided with a voucher of £25 for a customer of whom we know little; a year of decisions
    lies behind the firm, none of them in this situation."""
    case = a_decided_case(handler)
    _like(case, NOW - timedelta(days=365), situation="another")
    return case


def test_it_keeps_who_what_why_until_when_and_by_whom(decided: CaseId, handler: Person) -> None:
    Customer.objects.update(persona="first-home")
    row = granted(decided, handler, wanted("5"))
    assert (row.state, row.approved_by, row.reason) == (
        "granted", "Alice Moore", "It was her wedding day.",
    )  # fmt: skip
    assert (row.persona, row.touchpoint, row.situation) == (
        "first-home", "product", "late/substantiated/unknown/medium",
    )  # fmt: skip
    assert (row.amount, row.currency, row.expires_on) == (Decimal(5), "GBP", UNTIL)
    last = Event.objects.latest("number")
    assert last.kind == EventKind.DEVIATION_GRANTED
    assert last.data["words"] == "voucher £5.00"


def test_what_was_found_and_what_is_owed_stay_as_they_are(decided: CaseId, handler: Person) -> None:
    before = Decision.objects.values().get(case=decided)
    granted(decided, handler, wanted("5"))
    assert Decision.objects.values().get(case=decided) == before


class TestWhoMayGrant:
    def test_more_than_a_handler_gives_alone_waits_for_a_lead(
        self, decided: CaseId, handler: Person, lead: Person
    ) -> None:
        """The voucher of the policy and the exception together are what the table of authority
        reads: £25 and £10 are above £30."""
        row = granted(decided, handler, wanted("10"))
        assert (row.state, row.needs_role) == ("proposed", Role.LEAD)
        with pytest.raises(may.NotAllowed, match="needs a lead"):
            approve_deviation(decided, row.pk, "", handler, NOW)
        approve_deviation(decided, row.pk, "", lead, NOW)
        row.refresh_from_db()
        assert (row.state, row.approved_by, row.approver) == ("granted", "Lena Brandt", lead)

    def test_no_gift_is_cut_into_pieces_to_stay_within_ones_own_limit(
        self, decided: CaseId, handler: Person, lead: Person, administrator: Person
    ) -> None:
        """The goodwill of the decision and every exception beside it are one sum."""
        set_limit(handler.pk, "", pounds("28"), "GBP", administrator, NOW)
        assert granted(decided, handler, wanted("2")).state == "granted"  # £25 and £2
        row = granted(decided, handler, wanted("2"))
        assert (row.state, row.needs_role) == ("proposed", Role.LEAD)
        set_limit(lead.pk, "", pounds("28"), "GBP", administrator, NOW)
        with pytest.raises(may.NotAllowed, match=r"£29\.00 of goodwill is more than your £28\.00"):
            approve_deviation(decided, row.pk, "", lead, NOW)

    def test_what_is_dear_when_everybody_gets_it_needs_a_second_person(
        self, decided: CaseId, lead: Person
    ) -> None:
        _a_year_of_like_cases(decided, 300)
        row = granted(decided, lead, wanted("60"))
        assert row.similar == 300
        assert row.price_likely == Decimal("18000.00")
        assert row.needs_second_person
        with pytest.raises(DeviationError, match="a second person must approve"):
            approve_deviation(decided, row.pk, "", lead, NOW)

    def test_what_is_no_money_and_unpriced_needs_a_lead(
        self, decided: CaseId, handler: Person, lead: Person
    ) -> None:
        told = Wanted("term_waived", None, "We take it back after the 30 days.", "Ill.", UNTIL)
        assert granted(decided, handler, told).state == "proposed"
        assert granted(decided, lead, told).state == "granted"

    def test_who_looks_on_grants_nothing(self, decided: CaseId, auditor: Person) -> None:
        with pytest.raises(may.NotAllowed):
            granted(decided, auditor)


def _a_year_of_like_cases(case: CaseId, count: int) -> None:
    for number in range(count):
        _like(case, NOW - timedelta(days=1 + number * 364 / count))


def _like(case: CaseId, at: datetime, **other: str) -> None:
    """Another case that was decided as this one at that moment, but for what is told."""
    row, made = Decision.objects.get(pk=the_decision(case)), Case.objects.get(pk=case)
    made.pk = row.pk = None
    made.save(force_insert=True)
    row.case, row.at = made, at
    for name, value in other.items():
        setattr(row, name, value)
    row.save(force_insert=True)


class TestWhatCannotBeGranted:
    @pytest.mark.parametrize(
        ("told", "match"),
        [
            ({"reason": " "}, "say why this customer"),
            ({"expires_on": None}, "until which day"),
            ({"expires_on": NOW.date() - timedelta(days=1)}, "is over"),
            ({"expires_on": NOW.date() + timedelta(days=400)}, "is a rule"),
            ({"amount": "0"}, "gives nothing"),
            ({"amount": "-5"}, "gives nothing"),
            ({"amount": "100001"}, "look for a slip"),
            ({"kind": "gift"}, "gift is no kind of exception: voucher, refund"),
            ({"kind": "help"}, "say what the customer gets"),
        ],
    )
    def test_says_what_to_mend(
        self, told: dict[str, object], match: str, decided: CaseId, lead: Person
    ) -> None:
        with pytest.raises(DeviationError, match=match):
            granted(decided, lead, wanted(**told))  # type: ignore[arg-type]
        assert not Deviation.objects.exists()

    def test_another_currency_is_not_guessed(self, decided: CaseId, lead: Person) -> None:
        euros = Wanted("voucher", Money(Decimal(5), "EUR"), "", "Why.", UNTIL)
        with pytest.raises(DeviationError, match="is in EUR and the case is in GBP"):
            granted(decided, lead, euros)
        with pytest.raises(DeviationError, match="is in EUR and the case is in GBP"):
            outlook(Case.objects.get(pk=decided), euros, lead, NOW)

    def test_a_stance_without_room_has_none(self, lead: Person, decided: CaseId) -> None:
        """Bob: our fault, and not what we built. What is owed is given in full, and no more."""
        stories.told_about(decided, "0.1", "0.1", "0.2")
        assert decide.decide(decided, lead, NOW).stance == "honour"
        with pytest.raises(DeviationError, match="the stance honour leaves no room"):
            granted(decided, lead)

    def test_before_a_decision_there_is_nothing_to_go_beyond(self, lead: Person) -> None:
        case = stories.an_investigated_case(lead)
        Case.objects.filter(pk=case).update(state="decided")
        with pytest.raises(DeviationError, match="there is no decision yet"):
            deviate(case, None, wanted(), "", lead, NOW)


def test_the_price_is_known_before_anything_is_granted(decided: CaseId, lead: Person) -> None:
    _a_year_of_like_cases(decided, 120)
    seen = outlook(Case.objects.get(pk=decided), wanted("5"), lead, NOW)
    assert seen.cost.similar == 120
    assert seen.price
    assert seen.price.low < seen.price.likely == Decimal("600.00") < seen.price.high
    assert (seen.effect.low, seen.effect.high) == (0, 35)
    assert not Deviation.objects.exists()


def test_without_a_history_nobody_can_tell_the_price(decided: CaseId, lead: Person) -> None:
    Decision.objects.exclude(case=decided).delete()
    seen = outlook(Case.objects.get(pk=decided), wanted("5"), lead, NOW)
    assert (seen.cost.similar, seen.price) == (0, None)
    assert seen.authority.role == Role.LEAD


class TestTheReply:
    def test_tells_it_and_promises_it(self, decided: CaseId, lead: Person) -> None:
        granted(decided, lead, wanted("20", "refund"))
        letter = answer.draft_reply(load.page(decided), lead, NOW)
        assert "As an exception, for this once, we would like to give you back £20.00." in (
            letter.body
        )
        answer.answer(decided, the_decision(decided), letter, lead, NOW)
        row = Deviation.objects.get()
        assert row.told_at == NOW
        assert Commitment.objects.filter(words="Exception: refund of £20.00").exists()
        Case.objects.filter(pk=decided).update(state="decided")
        with pytest.raises(DeviationError, match="what was promised is kept"):
            end_deviation(decided, row.pk, "No.", lead, NOW)

    @pytest.mark.parametrize("kind", ["voucher", "refund", "help", "term_waived"])
    def test_tells_somebody_who_was_mistaken_too_and_still_refuses(
        self, kind: str, lead: Person
    ) -> None:
        case = stories.an_open_case(lead)
        allegation = stories.an_allegation(case, lead)
        because = "The carrier's record of 24 October shows the day that we promised."
        stories.a_finding(
            case, allegation, lead, result=FindingResult.NOT_SUBSTANTIATED, because=because
        )
        assert decide.decide(case, lead, NOW).stance == "educate"
        granted(case, lead, wanted("20", kind, words="We take the shelves back."))
        letter = answer.draft_reply(load.page(case), lead, NOW)
        answer.answer(case, the_decision(case), letter, lead, NOW)
        assert Deviation.objects.get().told_at == NOW

    def test_cannot_leave_it_out(self, decided: CaseId, lead: Person) -> None:
        letter = answer.draft_reply(load.page(decided), lead, NOW)
        granted(decided, lead, wanted("20", "refund"))
        with pytest.raises(LetterBlocked, match="exception_untold"):
            answer.answer(decided, the_decision(decided), letter, lead, NOW)

    def test_waits_while_one_waits(self, decided: CaseId, handler: Person, lead: Person) -> None:
        row = granted(decided, handler, wanted("50"))
        letter = answer.draft_reply(load.page(decided), lead, NOW)
        with pytest.raises(DeviationError, match="an exception waits for approval"):
            answer.answer(decided, the_decision(decided), letter, lead, NOW)
        end_deviation(decided, row.pk, "The policy's voucher is enough.", lead, NOW)
        answer.answer(decided, the_decision(decided), letter, lead, NOW)

    def test_of_a_term_is_in_the_words_that_were_granted(
        self, decided: CaseId, lead: Person
    ) -> None:
        words = "We take the shelves back though the 30 days are over"
        granted(decided, lead, Wanted("term_waived", None, words, "She was ill.", UNTIL))
        letter = answer.draft_reply(load.page(decided), lead, NOW)
        assert f"As an exception, for this once: {words}." in letter.body
        answer.answer(decided, the_decision(decided), letter, lead, NOW)


class TestItsEnd:
    def test_taken_back_with_a_reason_while_nobody_was_told(
        self, decided: CaseId, lead: Person
    ) -> None:
        row = granted(decided, lead)
        with pytest.raises(DeviationError, match="say why"):
            end_deviation(decided, row.pk, " ", lead, NOW)
        end_deviation(decided, row.pk, "A slip.", lead, NOW)
        row.refresh_from_db()
        assert (row.state, row.ended_by, row.ended_why) == ("ended", "Lena Brandt", "A slip.")
        assert "exception" not in answer.draft_reply(load.page(decided), lead, NOW).body

    def test_a_new_decision_ends_what_no_letter_told(self, decided: CaseId, lead: Person) -> None:
        row = granted(decided, lead)
        decide.decide(decided, lead, NOW)
        row.refresh_from_db()
        assert (row.state, row.ended_why) == (
            "ended", "the case was decided again: grant it anew",
        )  # fmt: skip

    def test_past_its_day_it_is_told_no_more(self, decided: CaseId, lead: Person) -> None:
        granted(decided, lead, wanted(expires_on=NOW.date()))
        later = NOW + timedelta(days=2)
        letter = answer.draft_reply(load.page(decided), lead, later)
        with pytest.raises(DeviationError, match="take it back, or grant it anew"):
            answer.answer(decided, the_decision(decided), letter, lead, later)
