"""What waits for leads beside cases of their own, counted for the first page in one statement."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, QuerySet, Value

from . import left_behind, legal_holds

_HOLD, _LEFT = "hold", "left"


@dataclass(frozen=True, slots=True)
class Waits:
    """How many legal holds are to be reviewed, and how much nobody sees to any more."""

    legal_holds: int
    left_behind: int


def waits(today: date, hands: left_behind.Hands) -> Waits:
    """As far as whoever looks may see it."""
    holds = _named(_HOLD, legal_holds.to_review(today))
    left = (_named(_LEFT, each) for each in left_behind.each_kind(hands))
    count = Counter(kind for (kind,) in holds.union(*left, all=True))
    return Waits(count[_HOLD], count[_LEFT])


def _named(kind: str, found: "QuerySet[Any]") -> "QuerySet[Any, tuple[str]]":
    return found.order_by().values_list(Value(kind, CharField()))
