"""Knowingly untrue: of a statement, on evidence, for a time."""

from datetime import date

import pytest

from upheld.core.dishonesty import REVIEW_AFTER, DishonestyError, proposed, reviewed

TODAY = date(2026, 11, 2)
UNTRUE = "The letter says that it never came, and a photograph in it shows it in the hall."


def test_a_proposal_names_its_evidence_and_its_review() -> None:
    told = proposed(f" {UNTRUE} ", [7, 3, 7], {3, 7, 9}, None, TODAY)
    assert (told.statement, told.evidence) == (UNTRUE, (3, 7))
    assert told.review_due == TODAY + REVIEW_AFTER


def test_without_evidence_it_was_not_so_and_no_more() -> None:
    with pytest.raises(DishonestyError, match="without any, the finding is that it was not so"):
        proposed(UNTRUE, [], {3}, None, TODAY)


def test_evidence_of_another_case_shows_nothing_here() -> None:
    with pytest.raises(DishonestyError, match="evidence 4, 8 is not kept with this allegation"):
        proposed(UNTRUE, [8, 3, 4], {3}, None, TODAY)


@pytest.mark.parametrize(
    "words", ["He is one of those liars.", "You are lying about the day.", "It is your own fault."]
)
def test_what_somebody_is_like_has_no_place_in_it(words: str) -> None:
    with pytest.raises(DishonestyError, match="about the statement, not the person"):
        proposed(words, [3], {3}, None, TODAY)


def test_an_empty_statement_says_nothing() -> None:
    with pytest.raises(DishonestyError, match="say which statement was untrue"):
        proposed("  ", [3], {3}, None, TODAY)


@pytest.mark.parametrize("due", [TODAY, date(2026, 11, 1), date(2027, 11, 4)])
def test_it_is_looked_at_again_within_a_year(due: date) -> None:
    with pytest.raises(DishonestyError, match="a day after today and within a year"):
        proposed(UNTRUE, [3], {3}, due, TODAY)


def test_a_review_upholds_it_for_another_time_or_withdraws_it() -> None:
    assert reviewed("Heard the carrier again.", True, None, TODAY) == TODAY + REVIEW_AFTER
    assert reviewed("The signature is a neighbour's.", False, None, TODAY) is None
    with pytest.raises(DishonestyError, match="what was looked at"):
        reviewed(" ", True, None, TODAY)
