"""What kept promises gave, and what is still to be given of a decision."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.core.test_commitments import TODAY, decided_late

from upheld.core.checks import check
from upheld.core.commitments import promised
from upheld.core.decision import Decision
from upheld.core.given import Given
from upheld.core.given_before import Kept, given, less
from upheld.core.reply import Letter
from upheld.core.words import LetterKind

ON = date(2026, 11, 5)
LATE = decided_late()


def owing(kind: str, amount: str, *more: str) -> Decision:
    """A decision that gives a remedy for one point, and `more` of the same for others."""
    first = replace(LATE.entitlement[0], kind=kind, amount=Decimal(amount), because="It was so.")
    others = [
        replace(first, allegation=f"b{at}", amount=Decimal(each)) for at, each in enumerate(more)
    ]
    nothing = replace(LATE.goodwill, kind="none", amount=Decimal(0))
    return replace(LATE, entitlement=(first, *others), goodwill=nothing)


def gave(decision: Decision, *words: str) -> tuple[Given, ...]:
    return given([Kept(each, decision, ON, "transfer 4711") for each in words])


def left(decision: Decision, before: tuple[Given, ...]) -> list[str]:
    return [f"{item.kind} {item.amount}" for item in less(decision, before).entitlement]


def again(decision: Decision, *sentences: str) -> list[str]:
    letter = Letter(LetterKind.FINAL, "Our answer", "\n\n".join(sentences))
    return [each.sentence for each in check(letter, decision, None, TODAY)
            if each.code == "given_again"]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "amounts"),
    [
        ("Refund of £30.00, by 7 November 2026.", ["30.00"]),
        ("We pay the £30 back by hand.", ["30.00"]),
        ("Refund of £30.00: you get £30.00 back.", ["30.00"]),
        ("We refund £30.00 and £20.00 by Friday.", ["30.00", "20.00"]),
        ("We refund £50.00 in all by Friday.", ["30.00", "20.00"]),
        ("Call Sally back", []),
        ("We refund €30 by Friday.", []),
        ('She said "give me £30": call her.', []),
    ],
)
def test_a_kept_promise_gave_what_it_names_of_the_decision(words: str, amounts: list[str]) -> None:
    assert [str(each.amount) for each in gave(owing("refund", "30.00", "20.00"), words)] == amounts


def test_two_promises_of_one_remedy_gave_it_once() -> None:
    told = gave(owing("refund", "30.00"), "Refund of £30.00.", "We pay the £30 back by hand.")
    assert len(told) == 1


def test_one_promise_of_a_sum_that_two_points_have_gave_it_once() -> None:
    """Whether both were paid nobody wrote down: nobody is left without what is owed."""
    both = owing("refund", "30.00", "30.00")
    assert left(both, gave(both, "Refund of £30.00.")) == ["refund 30.00"]
    assert left(both, gave(both, "Refund of £30.00.", "Refund of £30.00.")) == []


@pytest.mark.parametrize(
    ("now", "still"),
    [("30.00", []), ("20.00", []), ("50.00", ["refund 20.00"])],
)
def test_of_the_same_remedy_the_difference_is_left(now: str, still: list[str]) -> None:
    assert left(owing("refund", now), gave(owing("refund", "30.00"), "Refund of £30.00.")) == still


def test_another_remedy_is_left_whole() -> None:
    before = gave(owing("refund", "30.00"), "Refund of £30.00.")
    assert left(owing("price_reduction", "30.00"), before) == ["price_reduction 30.00"]
    assert less(owing("price_reduction", "30.00"), before).given == ()


class TestWork:
    REPAIR = owing("repair_or_replacement", "0")
    DONE = gave(REPAIR, "We will repair or replace it by 15 November 2026.")

    def test_that_was_done_is_not_promised_again(self) -> None:
        told = less(self.REPAIR, self.DONE)
        assert told.entitlement == ()
        said = "We will repair it by 20 November 2026."
        assert again(told, said) == [said]
        letter = Letter(LetterKind.FINAL, "Our answer", said)
        assert promised(letter, told, TODAY) == ()

    def test_that_is_done_once_more_says_so(self) -> None:
        said = "We will repair it again by 20 November 2026."
        assert again(less(self.REPAIR, self.DONE), said) == []

    def test_with_money_beside_it_each_is_given_by_itself(self) -> None:
        both = owing("repair_or_replacement", "20.00")
        done = gave(both, "We will repair or replace it by 15 November 2026.")
        assert left(both, done) == ["refund 20.00"]
        assert left(both, gave(both, "We also owe you £20.00.")) == ["repair_or_replacement 0.00"]

    def test_word_from_us_is_none(self) -> None:
        assert gave(owing("correction", "0"), "We will update you by 7 November 2026.") == ()


class TestALetter:
    BEFORE = gave(owing("refund", "30.00"), "Refund of £30.00.")
    TOLD = less(owing("refund", "50.00"), BEFORE)

    @pytest.mark.parametrize(
        "said",
        [
            "We will refund £30.00 by 20 November 2026.",
            "Refund of £30.00, by 20 November 2026.",
            "You will get £50.00 back.",
            "A further refund of £30.00, by 20 November 2026.",
        ],
    )
    def test_that_promises_again_what_was_given_is_a_problem(self, said: str) -> None:
        assert again(self.TOLD, said) == [said]

    @pytest.mark.parametrize(
        "said",
        [
            "You have had this from us already: refund of £30.00, as we recorded on 5 November.",
            "We refunded £30.00 on 5 November 2026.",
            "Of £50.00 you had £30.00 on 5 November 2026, so we will refund £20.00.",
            "We will refund £20.00 by 20 November 2026.",
            'You wrote "give me the £30.00".',
        ],
    )
    def test_that_tells_it_or_promises_what_is_more_is_none(self, said: str) -> None:
        assert again(self.TOLD, said) == []

    def test_of_a_decision_before_which_nothing_was_given_is_none(self) -> None:
        assert again(owing("refund", "30.00"), "We will refund £30.00 by 20 November 2026.") == []
