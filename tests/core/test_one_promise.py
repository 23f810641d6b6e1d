"""Money that is openly promised is compared with what is decided in its own currency alone."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.core.test_commitments import TODAY
from tests.core.test_given_before import LATE, ON, gave, owing

from upheld.core.checks import check
from upheld.core.decision import Decision
from upheld.core.promises.given import Given
from upheld.core.promises.given_before import Kept, less
from upheld.core.promises.one_promise import replaced, told_beside
from upheld.core.reply import Letter
from upheld.core.words import LetterKind

POUNDS = owing("refund", "30.00")
PROMISED = Kept("Refund of £30.00, by 7 November 2026.", POUNDS, ON, "")


def in_euro(amount: str) -> Decision:
    decided = owing("refund", amount)
    owed = tuple(replace(each, currency="EUR") for each in decided.entitlement)
    gesture = replace(decided.goodwill, currency="EUR")
    return replace(decided, entitlement=owed, goodwill=gesture, currency="EUR")


def told(given: Sequence[Given]) -> list[str]:
    return [str(each.money) for each in given]


@pytest.mark.parametrize("amount", ["8.00", "30.00", "50.00"])
class TestASumInAnotherCurrency:
    def test_is_promised_beside_the_open_one_which_stands(self, amount: str) -> None:
        """What is owed is withheld from nobody, and what was promised is taken back by nothing: a
        person sees both, and settles what is not to be given."""
        now = told_beside(in_euro(amount), [PROMISED], ())
        assert [str(each.money) for each in now.entitlement] == [f"€{amount}"]
        assert told(now.promised) == ["£30.00"]
        assert now.outdone == now.replaces == ()

    def test_takes_no_promise_s_place(self, amount: str) -> None:
        anew = Kept(f"Refund of €{amount}, by 10 November 2026.", in_euro(amount), ON, "")
        assert replaced([PROMISED], [anew], ()) == [()]

    def test_is_less_by_nothing_that_was_given_before(self, amount: str) -> None:
        before = gave(POUNDS, PROMISED.words)
        left = less(in_euro(amount), before)
        assert [str(each.money) for each in left.entitlement] == [f"€{amount}"]


@pytest.mark.parametrize(
    ("amount", "owed", "stands"),
    [("8.00", [], ["£30.00"]), ("30.00", ["£30.00"], []), ("50.00", ["£50.00"], [])],
)
def test_in_one_currency_the_larger_is_told_alone(
    amount: str, owed: list[str], stands: list[str]
) -> None:
    now = told_beside(owing("refund", amount), [PROMISED], ())
    assert [str(each.money) for each in now.entitlement] == owed
    assert told(now.promised) == stands


def test_goodwill_of_another_currency_stands_beside_what_is_decided() -> None:
    voucher = Kept("Goodwill: voucher of £25.00", LATE, ON, "")
    small = replace(LATE.goodwill, amount=Decimal(9), currency="EUR")
    now = told_beside(replace(LATE, goodwill=small), [voucher], ())
    assert str(now.goodwill.money) == "€9.00"
    assert told(now.promised) == ["£25.00"]


def test_what_stands_may_be_said_by_what_it_comes_to() -> None:
    both = owing("refund", "30.00", "20.00")
    kept = [Kept(f"Refund of £{each}.00.", both, ON, "") for each in (30, 20)]
    now = told_beside(owing("refund", "8.00", "8.00"), kept, ())
    letter = Letter(LetterKind.FINAL, "Our answer", "We will still pay the £50.00 as we promised.")
    found = [each.code for each in check(letter, now, None, TODAY)]
    assert "amount_differs" not in found
    more = replace(letter, body="We will still pay the £58.00 as we promised.")
    assert "amount_differs" in [each.code for each in check(more, now, None, TODAY)]
