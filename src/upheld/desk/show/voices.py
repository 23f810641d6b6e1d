"""How it was for people: a line for all answers and one for each outcome."""

from collections.abc import Mapping
from dataclasses import dataclass

from upheld.core.portal import Fairness, Mean

from .theirs import NAMES


@dataclass(frozen=True, slots=True)
class Line:
    """Whose answers, and the mean and the count of each of the three."""

    whose: str
    means: tuple[Mean, ...]


def table(means: Mapping[str, Mapping[Fairness, Mean]]) -> list[Line]:
    return [
        Line(_whose(outcome), tuple(found[kind] for kind in NAMES))
        for outcome, found in means.items()
    ]


def _whose(outcome: str) -> str:
    return outcome.replace("_", " ").capitalize() if outcome else "Every answer"
