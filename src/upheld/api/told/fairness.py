"""Whether goodwill works, and whether like cases were treated alike, as programs read it."""

from typing import Annotated

from pydantic import Field

from upheld.insight.fair import Measure
from upheld.insight.goodwill.made import Verdict as GoodwillVerdict
from upheld.insight.goodwill.made import Way
from upheld.insight.goodwill.outcomes import WhatFollowed

from .base import Moment, Told, one_of
from .insight import IntervalTold


class OverlapTold(Told):
    """`share` of the cases had a chance within `chance_within` of being given it; `effective` is
    what all are worth beside as many drawn by lot. Below the least nothing is said."""

    share: float
    least: float
    chance_within: list[float]
    effective: float
    least_effective: float


class GoodwillMeasureTold(Told):
    """One thing that came afterwards. `naive` sets all who got it beside all who did not."""

    outcome: WhatFollowed
    verdict: Annotated[str, one_of(GoodwillVerdict)]
    why: str
    naive: float | None
    effect: IntervalTold | None


class GoodwillCellTold(Told):
    """Cases of one kind. `by_chance` is told for all cells together (Holm); `worth_each` is the
    lift times what customers bring, less what was given, null where it cannot be told."""

    by: str
    name: str
    cases: int
    effect: IntervalTold | None
    by_chance: float
    worth_each: IntervalTold | None


class GoodwillEffectTold(Told):
    """What goodwill did in so many `days` after the decision; shares are 0 to 1."""

    at: Moment = Field(description="When it was worked out.")
    sentence: str
    days: int
    cases: int
    given: int
    held_back: int
    too_new: int
    currency: str
    way: Annotated[str, one_of(Way)]
    overlap: OverlapTold
    measures: list[GoodwillMeasureTold]
    cells: list[GoodwillCellTold]
    ranked: list[str]
    worth_each: IntervalTold | None
    limits: list[str]


class TreatedGroupTold(Told):
    """One group. `as_it_is` whatever its cases were; `beside_like_cases` by how much more than
    others with the same facts. Null where too few tell, or where it is withheld."""

    name: str
    cases: int
    as_it_is: IntervalTold | None
    beside_like_cases: IntervalTold | None
    by_chance: float | None
    stands_out: bool


class TreatedTold(Told):
    measure: Measure
    widest: float | None
    groups: list[TreatedGroupTold]


class KindOfGroupsTold(Told):
    by: str
    as_decided: list[TreatedTold]
    by_the_policy_in_force: list[TreatedTold]


class FairnessTold(Told):
    """How groups were treated; `policy` is the version that decided the same cases once more."""

    at: Moment = Field(description="When it was worked out.")
    cases: int
    people: int
    policy: str
    least_of_a_group: int
    attention: list[str]
    kinds: list[KindOfGroupsTold]
    limits: list[str]
