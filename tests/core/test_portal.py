"""What is told in the portal: needs in words, three kinds of fairness, no mean of too few."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.portal import (
    LEAST_ANSWERS,
    Fairness,
    Felt,
    Needs,
    PortalError,
    Way,
    checked,
    listed_names,
    mean,
)


def test_needs_are_told_in_one_line() -> None:
    needs = Needs((Way.LARGE_PRINT, Way.BY_PHONE), "Ida Hart", "0115 496 0000", "I am ill.")
    told = "large print, by phone; for Ida Hart; to be reached: 0115 496 0000; I am ill."
    assert needs.told == told
    assert not Needs()


def test_an_answer_that_says_nothing_is_none() -> None:
    with pytest.raises(PortalError, match="nothing was said yet"):
        checked({Fairness.PROCEDURAL: Felt(None, "  ")})


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_number_runs_from_one_to_five(score: int) -> None:
    with pytest.raises(PortalError, match="a number runs from 1 to 5"):
        checked({Fairness.PROCEDURAL: Felt(score)})


def test_what_was_not_answered_is_there_and_empty() -> None:
    assert checked({Fairness.PROCEDURAL: Felt(3, " So. ")}) == {
        Fairness.DISTRIBUTIVE: Felt(),
        Fairness.PROCEDURAL: Felt(3, "So."),
        Fairness.INTERACTIONAL: Felt(),
    }


@given(st.lists(st.integers(1, 5), max_size=40))
def test_a_mean_lies_between_its_scores_and_is_of_enough(scores: list[int]) -> None:
    found = mean(sum(scores), len(scores))
    assert found.count == len(scores)
    assert (found.mean is None) == (len(scores) < LEAST_ANSWERS)
    if found.mean is not None:
        assert Decimal(min(scores)) <= found.mean <= Decimal(max(scores))


def test_files_are_listed_by_name() -> None:
    assert listed_names(["a.jpg"]) == "Sent a.jpg"
    assert listed_names(["a.jpg", "b.pdf", "c"]) == "Sent a.jpg, b.pdf and c"
