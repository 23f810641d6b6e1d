"""The way onward is told before a complaint is closed that nobody accepted."""

import pytest
from tests.core.given import VOICE

from upheld.core.onward import untold
from upheld.core.words import Outcome

BODY = "the Furniture & Home Improvement Ombudsman"
WHOLE = f"Reply to this letter at any time. You may also go to {BODY}, free of charge."


def test_a_letter_that_tells_it_all_leaves_nothing_untold() -> None:
    assert untold(WHOLE, Outcome.NOT_UPHELD, BODY) == ()


@pytest.mark.parametrize(
    ("letter", "missing"),
    [
        ("", 3),
        ("Goodbye.", 3),
        (f"You may go to {BODY} within six months.", 1),
        (f"Reply to this letter. You may go to {BODY}.", 1),
        ("Reply to this letter at any time.", 1),
        ("We refund 12.50 by 1 December. Reply to this letter. You may go to an ombudsman.", 2),
    ],
)
def test_each_part_that_is_missing_is_named(letter: str, missing: int) -> None:
    assert len(untold(letter, Outcome.NOT_UPHELD, BODY)) == missing


def test_where_there_is_no_outside_body_none_is_asked_for() -> None:
    assert untold("Ring us whenever you like.", Outcome.NOT_UPHELD, "") == ()


@pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.OUT_OF_SCOPE])
def test_what_was_taken_back_or_is_not_ours_needs_no_outside_body(outcome: Outcome) -> None:
    assert untold("Reply to this letter at any time.", outcome, BODY) == ()


@pytest.mark.parametrize("outcome", ["upheld", "not_upheld", "withdrawn", "out_of_scope"])
def test_every_ending_of_our_own_letters_tells_it(outcome: str) -> None:
    assert untold(VOICE.say(f"onward_{outcome}"), Outcome(outcome), VOICE.outside_body) == ()
