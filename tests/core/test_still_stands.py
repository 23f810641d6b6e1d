"""Whether a sentence says that an earlier promise stands: what it names beside words such as "will"
and "by" is not enough, be it money or work."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.core.given import VOICE
from tests.core.test_checks import FINAL, HONEST, UPHELD

from upheld.core.checks import check
from upheld.core.promises.given import Given
from upheld.core.reply import Letter

ON = date(2026, 11, 2)
MONEY = Given("", "refund", Decimal("30.00"), "GBP", ON)
VOUCHER = Given("", "goodwill_voucher", Decimal("30.00"), "GBP", ON)
REPAIR = Given("", "repair", Decimal(0), "", ON)
REPLACEMENT = Given("", "replacement", Decimal(0), "", ON)


def untold(one: Given, says: str) -> bool:
    decision = replace(UPHELD, promised=(one,))
    found = check(Letter(FINAL, "", f"{HONEST} {says}"), decision, VOICE, ON)
    return "promise_untold" in {each.code for each in found}


@pytest.mark.parametrize("one", [MONEY, VOUCHER], ids=lambda one: one.kind)
@pytest.mark.parametrize(
    ("says", "stands"),
    [
        ("What we promised you still stands: £30.00.", True),
        ("You will get the £30.00 by 9 November 2026.", True),
        ("The £30.00 will reach you by 9 November 2026.", True),
        ("The £30.00 that was promised will be with you by 9 November 2026.", True),
        ("The £30.00 will be in your account on Friday.", True),
        ("We'll pay the £30.00.", True),
        ("We paid £30.00 by bank transfer.", False),
        ("We promised you £30.00 on 2 November 2026.", False),
        ("Our decision on the £30.00 will follow.", False),
        ("We will ask the carrier by whom the £30.00 was taken.", False),
        ("Your bank will charge £30.00.", False),
        ("The £30.00 was due by 2 November 2026.", False),
        ("The £30.00 will never reach you by 9 November 2026.", False),
        ("We will not pay the £30.00 by 9 November 2026.", False),
    ],
)
def test_of_money(one: Given, says: str, stands: bool) -> None:
    assert untold(one, says) is not stands


@pytest.mark.parametrize(
    ("one", "says", "stands"),
    [
        (REPAIR, "The repair that we promised still stands.", True),
        (REPAIR, "We will repair the shelf by 9 November 2026.", True),
        (REPAIR, "The repair will be done by 9 November 2026.", True),
        (REPAIR, "The repair was done by our colleague.", False),
        (REPAIR, "We looked at the repair by telephone.", False),
        (REPAIR, "You will find what a repair costs on our page.", False),
        (REPAIR, "The repair no longer stands.", False),
        (REPLACEMENT, "We will send the replacement by 9 November 2026.", True),
        (REPLACEMENT, "A colleague will bring the replacement.", True),
        (REPLACEMENT, "The replacement was sent by the carrier.", False),
    ],
)
def test_of_work(one: Given, says: str, stands: bool) -> None:
    assert untold(one, says) is not stands
