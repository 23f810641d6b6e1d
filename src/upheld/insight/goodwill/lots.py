"""What goodwill did where a lot decided: those from whom it was held back, beside the others.

A policy may hold back goodwill of its own discretion from a share of cases by lot
(core/hold_out.py). Whoever a lot told apart differs by the lot alone, so the simple difference is
the effect. An exception that a person granted later changes no side: it is what the lot led to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .doubly import LEAST_OF_EACH, Codes, Floats, Found, mean_of

if TYPE_CHECKING:
    from upheld.insight.past_cases import PastCase


@dataclass(frozen=True, slots=True)
class Lots:
    """The cases that a lot decided: in `share` how many of a hundred were to be held back there,
    in `given` 1 where nothing was. Cases of another share are compared apart."""

    share: Floats
    given: Floats
    person: Codes

    @property
    def held(self) -> int:
        return int((self.given == 0).sum())

    @property
    def refused(self) -> str:
        """Why nothing can be said; empty where something can."""
        sides = [_least(self.given[self.share == share]) for share in np.unique(self.share)]
        least = min(sides, default=0)
        if least < LEAST_OF_EACH:
            return f"{least:,} cases on one side of the lot, and {LEAST_OF_EACH} are the least"
        return ""


def lots(cases: "Sequence[PastCase]") -> Lots:
    drawn = [(each.hold_out, each.person) for each in cases if each.hold_out]
    return Lots(
        share=np.array([float(told["share"]) for told, _ in drawn]),
        given=np.array([0.0 if told["held"] else 1.0 for told, _ in drawn]),
        person=np.array([person for _, person in drawn], dtype=np.int64),
    )


def difference(found: Lots, came: Floats) -> Found:
    """The mean of those to whom it was given less that of the others, with each case's part of it.
    `found` is not refused."""
    parts = np.zeros(len(came))
    for share in np.unique(found.share):
        here = found.share == share
        parts[here] = _parts(found.given[here], came[here])
    return Found(mean_of(parts, found.person), parts, found.person)


def _parts(given: Floats, came: Floats) -> Floats:
    with_it, without = came[given == 1].mean(), came[given == 0].mean()
    chance = given.mean()
    of_each: Floats = np.where(
        given == 1, (came - with_it) / chance, -(came - without) / (1 - chance)
    )
    parts: Floats = of_each + (with_it - without)
    return parts


def _least(given: Floats) -> int:
    return min(int((given == side).sum()) for side in (1, 0))
