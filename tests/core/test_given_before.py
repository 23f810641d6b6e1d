"""What kept promises gave, and what is still to be given of a decision."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.core.test_commitments import TODAY, decided_late

from upheld.core.checks import check
from upheld.core.decision import Decision
from upheld.core.promises.commitments import promised
from upheld.core.promises.given import Given
from upheld.core.promises.given_before import Kept, given, less
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

    def test_of_another_point_is_promised_beside_it_whatever_money_comes_with_it(self) -> None:
        two = owing("repair_or_replacement", "0", "20.00")
        told = less(two, gave(two, "We will repair it by 15 November 2026."))
        assert again(told, "We will repair it by 20 November 2026.") == []

    def test_that_is_done_once_more_says_so(self) -> None:
        said = "We will repair it again by 20 November 2026."
        assert again(less(self.REPAIR, self.DONE), said) == []

    def test_with_money_beside_it_each_is_given_by_itself(self) -> None:
        both = owing("repair_or_replacement", "20.00")
        done = gave(both, "We will repair or replace it by 15 November 2026.")
        assert left(both, done) == ["refund 20.00"]
        assert left(both, gave(both, "We also owe you £20.00.")) == ["repair_or_replacement 0.00"]

    @pytest.mark.parametrize(
        "said",
        [
            "We will update you by 7 November 2026.",
            "We will call you by 7 November 2026 about the repair.",
            "We will tell you by 7 November 2026 how we repair it, and what it takes.",
            "You will hear from us about the repair by 7 November 2026.",
            "Call us about the repair by 7 November 2026.",
        ],
    )
    def test_word_from_us_is_none(self, said: str) -> None:
        for kind in ("correction", "repair_or_replacement"):
            assert gave(owing(kind, "0"), said) == ()

    @pytest.mark.parametrize(
        "said",
        [
            "We will repair it by 7 November 2026: reply to this letter to tell us the colour.",
            "We will repair it by 7 November 2026, and we will tell you when.",
            "We will call you and repair it by 7 November 2026.",
            "We will repair it by 7 November 2026 - call us if that does not suit you.",
            "If you tell us which, we will repair it by 7 November 2026.",
        ],
    )
    def test_beside_a_word_from_us_or_to_us_is_work(self, said: str) -> None:
        assert len(gave(self.REPAIR, said)) == 1

    def test_of_two_points_was_done_on_one_by_a_promise_and_on_both_by_one_that_says_so(
        self,
    ) -> None:
        two = owing("repair_or_replacement", "0", "0")
        assert len(gave(two, "We will repair it by 7 November 2026.")) == 1
        assert len(gave(two, "We will repair both of them by 7 November 2026.")) == 2
        assert len(gave(two, "We repair it on Friday.", "We repair it on Monday.")) == 2

    def test_of_two_points_that_stands_beside_its_money_is_of_that_point(self) -> None:
        two = owing("correction", "10.00", "20.00")
        said = "We will put this right by 7 November 2026, and £20.00 comes back to you."
        assert {each.allegation for each in gave(two, said)} == {"b0"}

    def test_that_is_left_by_its_reason_was_done_by_what_it_says_before_that(self) -> None:
        """The money that a reason names was promised apart, and so was the work of another."""
        both = owing("repair_or_replacement", "20.00")
        because = "We repair it within 14 days, and add £20.00."
        both = replace(both, entitlement=(replace(both.entitlement[0], because=because),))
        done = gave(both, f"Repair or replacement: {because}")
        assert left(both, done) == ["refund 20.00"]
        paid = gave(both, f"Refund of £20.00: {because}")
        assert left(both, paid) == ["repair_or_replacement 0.00"]
        assert left(both, gave(both, f"Repair or replacement of £20.00: {because}")) == []

    def test_that_was_done_leaves_money_that_is_owed_whatever_they_choose(self) -> None:
        both = owing("repair_or_replacement", "20.00")
        chosen = replace(both, entitlement=(replace(both.entitlement[0], chooser="customer"),))
        told = less(chosen, gave(chosen, "We will repair it by 7 November 2026."))
        assert [(item.kind, item.chooser) for item in told.entitlement] == [("refund", "firm")]


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
