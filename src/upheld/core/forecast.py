"""Which open cases are likely to miss a clock, read off how long the firm itself took before."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from statistics import median_high

from .obligations import End
from .words import CaseState

# Of fewer cases a share says nothing that one more case would not turn round.
ENOUGH = 20
LIKELY = 0.5

# From a state to the act that ends a clock.
Way = tuple[CaseState, End]
WAYS: tuple[Way, ...] = (
    (CaseState.RECEIVED, End.ACKNOWLEDGEMENT),
    (CaseState.RECEIVED, End.ANSWER),
    (CaseState.ACKNOWLEDGED, End.ANSWER),
    (CaseState.INVESTIGATING, End.ANSWER),
    (CaseState.DECIDED, End.ANSWER),
)


@dataclass(frozen=True, slots=True)
class Answered:
    """When a past case reached each step; what is not known is None."""

    received_at: datetime
    answered_at: datetime
    acknowledged_at: datetime | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class History:
    """How long past cases still needed on each way, the shortest first."""

    needed: Mapping[Way, tuple[timedelta, ...]]

    def chance_of_missing(self, way: Way, left: timedelta) -> float | None:
        """The share of past cases that needed more than `left`; None where there are too few."""
        known = self.needed.get(way, ())
        if len(known) < ENOUGH:
            return None
        return (len(known) - bisect_right(known, left)) / len(known)

    def usual(self, way: Way) -> timedelta | None:
        """What half of the past cases needed at least: with less than that left a miss is likely.

        None where there are too few."""
        known = self.needed.get(way, ())
        return median_high(known) if len(known) >= ENOUGH else None

    @property
    def cases(self) -> int:
        return len(self.needed.get((CaseState.RECEIVED, End.ANSWER), ()))


# For a list that foretells nothing.
NOTHING_KNOWN = History({})


def learnt(past: Iterable[Answered]) -> History:
    """The time needed on each way, of the firm's own answered cases."""
    known = list(past)
    needed = {way: _spans(known, *way) for way in WAYS}
    return History({way: spans for way, spans in needed.items() if spans})


# When somebody began to look into it nobody wrote down: it is told from the acknowledgement, which
# is never too hopeful.
_BEGAN: Mapping[CaseState, str] = {
    CaseState.RECEIVED: "received_at",
    CaseState.ACKNOWLEDGED: "acknowledged_at",
    CaseState.INVESTIGATING: "acknowledged_at",
    CaseState.DECIDED: "decided_at",
}
_ENDED: Mapping[End, str] = {End.ACKNOWLEDGEMENT: "acknowledged_at", End.ANSWER: "answered_at"}


def _spans(past: Iterable[Answered], state: CaseState, end: End) -> tuple[timedelta, ...]:
    moments = map(attrgetter(_BEGAN[state], _ENDED[end]), past)
    spans = [until - since for since, until in moments if since and until and since <= until]
    return tuple(sorted(spans))
