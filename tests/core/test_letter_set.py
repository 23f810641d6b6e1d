"""The letters with labels: what the checks find in them, and the floor that they may not go below.

A floor is a little under what was measured on the day (docs/reference/letter-checks.md).
"""

import pytest
from benchmarks.letters import Measured, Score, groups, measure

from upheld.core.checks import SEVERITIES

GROUPS = groups()
FLOORS = {"dev": (0.97, 0.97), "held_out": (0.93, 0.94), "voices": (0.97, 0.97),
          "later": (0.97, 0.97)}  # fmt: skip


@pytest.fixture(scope="module")
def measured() -> dict[str, Measured]:
    return {name: measure(letters) for name, letters in GROUPS.items()}


@pytest.mark.parametrize("group", FLOORS)
def test_a_good_letter_leaves_and_a_bad_one_stays(
    group: str, measured: dict[str, Measured]
) -> None:
    precision, recall = FLOORS[group]
    found = measured[group]
    assert found.not_ok.precision >= precision, found.wrong
    assert found.not_ok.recall >= recall, found.wrong


def test_half_of_the_letters_are_good_and_every_label_is_a_code() -> None:
    letters = [*GROUPS["dev"], *GROUPS["held_out"]]
    assert len(letters) == 240
    assert sum(not each.problems for each in letters) == 120
    assert {code for each in letters for code in each.problems} <= set(SEVERITIES)
    assert len({each.id for group in GROUPS.values() for each in group}) == sum(
        map(len, GROUPS.values())
    )


def test_precision_is_of_what_was_said_and_recall_of_what_was_there() -> None:
    score = Score(right=6, for_nothing=2, missed=4)
    assert (score.precision, score.recall) == (0.75, 0.6)
    assert (Score(0, 0, 0).precision, Score(0, 0, 0).recall) == (1.0, 1.0)
