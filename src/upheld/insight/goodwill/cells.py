"""For whom goodwill works: by how much was at stake and by what went wrong, where cells are large
enough, and surer the more of them are looked at."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from upheld.core.intervals import Interval, by_chance, holm
from upheld.insight.past_cases import PastCase

from .doubly import LEAST_OF_EACH, Floats, Found, mean_of
from .worth import Values

# Below so many a cell is not looked at: its interval would hold everything.
LEAST_OF_A_CELL = 100
SURE_ENOUGH = 0.05
_SIZES = ((Decimal(25), "below 25"), (Decimal(100), "25 to 100"))


@dataclass(frozen=True, slots=True)
class Cell:
    """The cases of one kind. `by_chance` is how often chance alone would make so much of a
    difference among all cells that were looked at; `worth` None where it cannot be told."""

    by: str
    name: str
    cases: int
    effect: Interval
    by_chance: float
    worth: Interval | None

    @property
    def is_told(self) -> bool:
        return self.by_chance < SURE_ENOUGH


def cells(
    cases: Sequence[PastCase], given: Floats, found: Found, values: Values
) -> tuple[Cell, ...]:
    """The cells that are large enough on both sides, from the parts of the one estimate."""
    looked = [
        (by, name, at)
        for by, of in _BY.items()
        for name, at in sorted(_grouped(cases, of).items())
        if len(at) >= LEAST_OF_A_CELL and _least(given[at]) >= LEAST_OF_EACH
    ]
    means = [mean_of(found.parts[at], found.person[at]) for _, _, at in looked]
    sure = holm([by_chance(mean) for mean in means])
    told = []
    for (by, name, at), mean, chance in zip(looked, means, sure, strict=True):
        lift = mean if chance < SURE_ENOUGH else None
        worth = values.worth(lift, [cases[each] for each in at])
        told.append(Cell(by, name, len(at), mean, chance, worth))
    return tuple(told)


def _size(case: PastCase) -> str:
    """How much was at stake (TARP found loyalty to go by it)."""
    if case.loss is None:
        return "not known"
    return next((name for most, name in _SIZES if case.loss < most), "100 and more")


_BY: Mapping[str, Callable[[PastCase], str]] = {"loss": _size, "kind": lambda case: case.kind}


def _grouped(cases: Sequence[PastCase], of: Callable[[PastCase], str]) -> dict[str, list[int]]:
    grouped: defaultdict[str, list[int]] = defaultdict(list)
    for at, case in enumerate(cases):
        grouped[of(case)].append(at)
    return grouped


def _least(given: Floats) -> int:
    return min(int(np.sum(given == side)) for side in (1, 0))
