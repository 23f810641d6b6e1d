"""How often the interval of the silent holds the planted number, over firms whose truth we know."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from upheld.core.silence import Complains, HeardAt
from upheld.core.words import AllegationKind
from upheld.insight.silence.answers import Answers
from upheld.insight.silence.estimate import Hit, estimate

Hurt = NDArray[np.bool_]
Chances = NDArray[np.float64]
FIRMS = 200
_RANGES = ((0.05, 0.30), (0.50, 0.75), (0.01, 0.05))


@dataclass(frozen=True, slots=True)
class Coverage:
    """`held` of `firms` intervals held the planted number; `wide` is the high end by the low."""

    held: int
    firms: int
    wide: float

    @property
    def share(self) -> float:
        return self.held / self.firms


def covered(known_share: float, low: float, high: float, seed: int, firms: int = FIRMS) -> Coverage:
    """Firms of 60 to 4,000 unhappy people, whose share that complains lies anywhere in the range;
    for `known_share` of the people our own records show that they were hit."""
    random = np.random.default_rng(seed)
    told = Complains(
        "planted", HeardAt.FRONT_LINE, (AllegationKind.LATE,), low, high, "", "x", True
    )
    held, wide, asked = 0, [], 0
    while asked < firms:
        unhappy, chance = int(random.integers(60, 4000)), float(random.uniform(low, high))
        known = int(unhappy * known_share)
        said_known, said_else = random.binomial([known, unhappy - known], chance)
        hit = Hit(known, int(said_known)) if known else None
        found = estimate(int(said_known + said_else), told, hit).silent
        if found is None:  # too few complained: nothing is claimed
            continue
        asked += 1
        held += found.low <= unhappy - said_known - said_else <= found.high
        wide.append(found.high / max(found.low, 1.0))
    return Coverage(held, asked, float(np.median(wide)))


def covered_by_answers(odds: float, seed: int, firms: int = FIRMS) -> Coverage:
    """Firms that know of 200 to 2,000 people whom a fault hit, of whom some were content all the
    same. A part of those who said nothing is asked, and fewer than half answer; the odds of being
    unhappy are `odds` times as high among those who do not."""
    random = np.random.default_rng(seed)
    held, wide = 0, []
    for _ in range(firms):
        people, unhappy = int(random.integers(200, 2000)), float(random.uniform(0.3, 0.8))
        hurt = int(random.binomial(people, unhappy))
        complained = int(random.binomial(hurt, float(random.uniform(0.1, 0.6))))
        quiet = random.permutation(people - complained) < hurt - complained
        asked = quiet[: len(quiet) // 2]
        answers = random.random(len(asked)) < _replies(asked, odds, random)
        told = Answers(len(asked), int((answers & ~asked).sum()), int((answers & asked).sum()))
        found = estimate(complained, None, Hit(people, complained, told)).silent
        assert found is not None
        held += found.low <= hurt - complained <= found.high
        wide.append(found.high / max(found.low, 1.0))
    return Coverage(held, firms, float(np.median(wide)))


def _replies(asked: Hurt, odds: float, random: np.random.Generator) -> Chances:
    """How likely each answers, so that those who do not are unhappy with `odds` times the odds."""
    content = float(random.uniform(0.1, 0.4))
    quiet = odds * (1 - content) / content
    of_each: Chances = np.where(asked, 1 / (1 + quiet), content)
    return of_each


def main() -> None:
    print(f"The silent: intervals of 90 % over {FIRMS} firms whose silent are known")
    for low, high in _RANGES:
        for known in (0.0, 0.3, 1.0):
            got = covered(known, low, high, seed=1)
            print(
                f"  {low:.0%} to {high:.0%} complain, {known:4.0%} of the hit known: held "
                f"{got.held} of {got.firms}, high end {got.wide:.1f} times the low"
            )
    print("Where those who had said nothing are asked kindly, and fewer than half answer:")
    for odds in (1 / 3, 0.5, 1.0, 2.0, 3.0):
        got = covered_by_answers(odds, seed=1)
        print(
            f"  the odds of the others are {odds:.2f} times as high: held {got.held} of "
            f"{got.firms}, high end {got.wide:.1f} times the low"
        )
