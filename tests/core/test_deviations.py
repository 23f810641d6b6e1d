"""Exceptions as the core sees them: their situation, their authority, the rule they may become."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.given import POLICY, decided, document
from tests.stories import NOW

from upheld.core.deviations import (
    Asked,
    DeviationError,
    Situation,
    asked,
    authority,
    read_situation,
    situation_of,
)
from upheld.core.effect import prior
from upheld.core.goodwill import DeviationKind
from upheld.core.money import Money
from upheld.core.proposed_rule import Given, proposed_rule
from upheld.core.record import told
from upheld.core.words import Role, Stance

LATE = Situation("late", "substantiated", "core", "medium")


def pounds(amount: str | int) -> Money:
    return Money(Decimal(amount), "GBP")


def a_voucher(amount: str | int) -> Asked:
    return Asked(DeviationKind.VOUCHER, pounds(amount), "", "Why.", NOW.date())


def test_a_situation_is_the_same_whoever_complained() -> None:
    record = {"findings": [{"kind": "late", "result": "substantiated"}], "fit": {"band": "core"}}
    document = {"allegations": [{"facts": {"impact": "medium"}}], "customer": {"name": "Sally"}}
    assert situation_of(record, document) == LATE
    assert read_situation(LATE.key) == LATE
    assert LATE.words == "late, substantiated, core, medium impact"


def test_what_speaks_of_nothing_has_no_situation() -> None:
    assert situation_of({}, {}) is None
    bare = {"findings": [{"kind": "other", "result": "undetermined"}]}
    assert situation_of(bare, {}) == Situation("other", "undetermined", "unknown", "")
    assert read_situation("nonsense") is None
    assert read_situation("///") is None


class TestAuthority:
    DECISION = told({"outcome": "upheld", "stance": "make_right"}, NOW)

    def test_is_that_of_the_policys_own_table(self) -> None:
        few = authority(self.DECISION, a_voucher(20), Decimal(0), Decimal(100), POLICY)
        assert (few.role, few.second_person) == (Role.HANDLER, False)
        dear = authority(self.DECISION, a_voucher(20), Decimal(0), Decimal(10_001), POLICY)
        assert (dear.role, dear.second_person) == (Role.LEAD, True)

    def test_reads_all_the_goodwill_of_the_case_as_one_sum(self) -> None:
        """£30 is the most that a handler gives alone, however it is cut up."""
        more = authority(self.DECISION, a_voucher(11), Decimal(20), Decimal(0), POLICY)
        assert more.role == Role.LEAD

    def test_of_what_has_no_price_is_a_leads(self) -> None:
        unknown = authority(self.DECISION, a_voucher(11), Decimal(0), None, POLICY)
        in_kind = replace(a_voucher(1), kind=DeviationKind.HELP, amount=None)
        assert unknown.role == Role.LEAD
        assert authority(self.DECISION, in_kind, Decimal(0), None, POLICY).role == Role.LEAD

    @given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 20_000))
    def test_never_falls_when_more_is_given(self, amount: int, before: int, cost: int) -> None:
        def rank(given: int, a_year: int) -> tuple[bool, bool]:
            told = authority(
                self.DECISION, a_voucher(amount), Decimal(given), Decimal(a_year), POLICY
            )
            return told.role == Role.LEAD, told.second_person

        less, more = rank(before, cost), rank(before + 50, cost + 5_000)
        assert all(one <= other for one, other in zip(less, more, strict=True))


class TestTheRuleThatTheyMayBecome:
    TWENTY = Given("voucher", Decimal(20), Stance.MAKE_RIGHT, "upheld")

    def test_gives_the_usual_in_their_situation(self) -> None:
        rule = proposed_rule(LATE, [self.TWENTY, replace(self.TWENTY, amount=Decimal(90)),
                                    self.TWENTY])  # fmt: skip
        assert rule["goodwill.amount"] == "20"
        assert (rule["stance"], rule["outcome"], rule["fit.band"]) == (
            "make_right", "upheld", "core",
        )  # fmt: skip
        assert rule["impact.medium"] == "> 0"

    def test_asks_no_effect_of_what_was_not_found(self) -> None:
        mistaken = replace(LATE, finding="not_substantiated")
        assert not {name for name in proposed_rule(mistaken, [self.TWENTY]) if "impact" in name}

    def test_cannot_be_one_of_a_term(self) -> None:
        with pytest.raises(DeviationError, match="change the term, or stop these"):
            proposed_rule(LATE, [replace(self.TWENTY, kind="term_waived")])


def test_what_it_may_do_begins_at_nothing_and_has_its_source() -> None:
    for loss in (None, pounds(3), pounds(240)):
        found = prior(loss)
        assert found.low == 0 < found.high
        assert "fastcompany.com/663494" in found.source
    assert prior(pounds(3)).high == 24
    assert prior(pounds(240)).worth_from(pounds(35)) == pounds(100)
    assert prior(pounds(240)).worth_from(pounds(0)) is None


@pytest.mark.parametrize(
    ("words", "amount", "amiss"),
    [
        ("Somebody comes, and GBP 500.00 is paid into your account", None, "GBP 500.00"),
        ("Term 4 is not asked of you, and we pay you £500.00", "20", "GBP 500.00"),
        ("We give you five hundred pounds", None, "in figures"),
        ("A payment of **£**5000 to your account, in cash", None, "GBP 5,000"),
        ("and &pound;700 on top", None, "GBP 700"),
        ("A credit of £\u200b5000", None, "GBP 5,000"),
        ("Your invoice of £5,000 is waived", None, "GBP 5,000"),
        ("You get £20 every week", "20", "GBP 20"),
    ],
)
def test_money_in_the_words_of_an_exception_is_its_amount(
    words: str, amount: str | None, amiss: str
) -> None:
    """Else it would stand in no limit, price or budget."""
    money = None if amount is None else pounds(amount)
    for kind in ("help", "term_waived"):
        with pytest.raises(DeviationError, match=amiss):
            asked(kind, money, words, "Why.", NOW.date(), decided(document()), NOW.date())


def test_a_term_that_is_waived_is_held_to_the_amount_that_stands_in_it() -> None:
    """Whoever need not pay £5,000 was given them."""
    words = "The invoice of £5,000 need not be paid"
    told = decided(document())
    with pytest.raises(DeviationError, match="GBP 5,000"):
        asked("term_waived", None, words, "Why.", NOW.date(), told, NOW.date())
    kept = asked("term_waived", pounds("5000"), words, "Why.", NOW.date(), told, NOW.date())
    assert kept.costs == 5000


@pytest.mark.parametrize("unseen", ["\u200b", "\u2800", "\u3164", "\u200d \ufeff"])
def test_a_reason_is_one_that_can_be_seen(unseen: str) -> None:
    told = decided(document())
    for words, reason in (("Somebody comes", unseen), (unseen, "Why.")):
        with pytest.raises(DeviationError, match="say"):
            asked("help", None, words, reason, NOW.date(), told, NOW.date())


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("Somebody comes on Monday", None),
        ("We pay £20 for the parking", "20"),
        ("The fee of £15 for leaving early is not asked", None),
    ],
)
def test_what_an_exception_gives_and_what_it_names_are_two(words: str, amount: str | None) -> None:
    money = None if amount is None else pounds(amount)
    told = asked("help", money, words, "Why.", NOW.date(), decided(document()), NOW.date())
    assert told.words == words
