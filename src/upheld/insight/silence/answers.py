"""What kind letters taught: of those whom a fault hit and who said nothing, how many were unhappy.

Whoever answers is no fair sample of whoever was asked. The odds that somebody was unhappy who did
not answer are taken to lie from a third to three times those of somebody who did, 9 times in 10,
around the same (a pattern mixture: Rubin 1977, Journal of the American Statistical Association
72:538): what is told is as wide as that. Those who were not asked are taken to be like those who
were.
"""

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from upheld.core.intervals import width

# Of fewer answers the next one would turn what is told round.
ENOUGH = 5
_SURE = 0.9
_ODDS = 3.0

Draws = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answers:
    """Of so many who were `asked`, what they said; nobody knows of the others."""

    asked: int = 0
    well: int = 0
    wrong: int = 0

    @property
    def told(self) -> int:
        return self.well + self.wrong

    @property
    def enough(self) -> bool:
        return self.told >= ENOUGH

    def __add__(self, other: "Answers") -> "Answers":
        return Answers(self.asked + other.asked, self.well + other.well, self.wrong + other.wrong)

    def because(self) -> str:
        return (
            f"Of {self.asked:,} who had said nothing and were asked kindly {self.told:,} answered, "
            f"{self.wrong:,} of them that something was wrong. The odds of those who did not "
            "answer are taken to be a third to three times as high."
        )


NOBODY = Answers()


def unhappy(silent: int, answers: Answers, random: np.random.Generator, draws: int) -> Draws:
    """Draws of how many were unhappy of so many `silent` people, some of whom were asked; who
    said so themselves is counted."""
    said = random.beta(answers.wrong + 0.5, answers.well + 0.5, draws)
    farther = random.normal(0.0, log(_ODDS) / width(_SURE), draws)
    odds = said / (1 - said) * np.exp(farther)
    kept_quiet = odds / (1 + odds)
    answered = answers.told / answers.asked
    unasked = answered * said + (1 - answered) * kept_quiet
    quiet = answers.asked - answers.told
    more = random.binomial(quiet, kept_quiet)
    others = random.binomial(max(silent - answers.asked, 0), unasked)
    return np.asarray(answers.wrong + more + others, dtype=np.float64)
