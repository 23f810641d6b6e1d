"""How far one group is from the others in like cases: facts are held still, and people are counted.

What a case was about may well differ between groups, and no difference of that kind is unfair. So
each case is set beside others with the same facts alone, and what is left is the gap.
"""

from collections.abc import Hashable, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from upheld.core.intervals import Interval, width

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# In fewer like cases on either side one case more would turn what is told round.
LEAST_ALIKE = 10


def gap(
    came: Floats,
    inside: NDArray[np.bool_],
    alike: Sequence[Hashable] | Ints,
    person: Sequence[int] | Ints,
) -> Interval | None:
    """By how much more of `came` the cases `inside` the group had than other cases `alike`.

    The mean of the differences within each kind of like cases, each by how much it can tell, which
    is least squares with the kinds held still; the interval goes by people (Liang and Zeger 1986).
    None where fewer than ten on either side have a like case on the other.
    """
    kinds = numbered(alike)
    within = inside - _means(inside.astype(np.float64), kinds)
    tells = within != 0
    if min(int((inside & tells).sum()), int((~inside & tells).sum())) < LEAST_ALIKE:
        return None
    left = came - _means(came, kinds)
    weight = float((within**2).sum())
    likely = float((within * left).sum()) / weight
    rest = left - likely * within
    by_person = np.bincount(numbered(person), weights=within * rest)
    people = len(by_person)
    of_people = float((by_person**2).sum()) * people / max(people - 1, 1)
    freely = max(len(came) - int(kinds.max()) - 2, 1)  # cases, less the kinds and the gap
    of_cases = float((rest**2).sum()) / freely * weight
    spread = sqrt(max(of_people, of_cases)) / weight
    return Interval(likely - width() * spread, likely, likely + width() * spread)


def _means(values: Floats, kinds: Ints) -> Floats:
    """For each case the mean of its kind."""
    counts = np.bincount(kinds)
    sums = np.bincount(kinds, weights=values)
    means: Floats = (sums / counts)[kinds]
    return means


def numbered(told: Sequence[Hashable] | Ints) -> Ints:
    """A number for each that is alike, from 0; what is numbered stays as it is."""
    if isinstance(told, np.ndarray):
        return told
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(each, len(numbers)) for each in told], dtype=np.int64)
