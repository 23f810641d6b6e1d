"""Seeded chance: the same seed and name roll the same way for ever."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


class Dice(Random):
    """A source of chance named after what it decides, so that streams never disturb each other."""

    def __init__(self, *names: object) -> None:
        super().__init__("/".join(map(str, names)))

    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def weighted(self, weights: Mapping[Thing, float]) -> Thing:
        return self.choices(list(weights), list(weights.values()))[0]

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.randint(0, max((last - first).days, 0)))
