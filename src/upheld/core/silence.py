"""Who was unhappy and said nothing: what share of people complains, as others measured it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from .words import AllegationKind


class HeardAt(StrEnum):
    """How far a complaint has to go before it is written down."""

    FRONT_LINE = "front_line"
    HEAD_OFFICE = "head_office"


class SilenceError(ValueError):
    """A share that cannot be used as it stands; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Complains:
    """Of those who had a problem of these kinds, nine times in ten between `low` and `high` of all
    complain, where complaints are heard at this `stage`; by whose figures, and whether anybody
    checked them."""

    type: str
    stage: HeardAt
    kinds: tuple[AllegationKind, ...]
    low: float
    high: float
    because: str
    source: str
    verified: bool

    def __post_init__(self) -> None:
        if not 0 < self.low < self.high < 1:
            told = f"low {self.low:g} and high {self.high:g}"
            raise SilenceError(f"{told}: write two shares above 0 and below 1, the smaller first")
        if not self.source:
            raise SilenceError("source: say whose figures these are, or that they are your own")


def of_kind(kind: AllegationKind, stage: HeardAt, known: Iterable[Complains]) -> Complains | None:
    """What is known of a kind of problem where complaints are heard; None where nothing is."""
    return next((each for each in known if each.stage is stage and kind in each.kinds), None)


def check_each_once(known: Collection[Complains]) -> None:
    """Raises SilenceError where one kind has two shares at one stage, or one share speaks for every
    kind at the front line: the share hangs on what went wrong (Goodman), and one figure for all of
    them is the misquoted "1 in 26"."""
    seen: set[tuple[HeardAt, AllegationKind]] = set()
    for each in known:
        for kind in each.kinds:
            if (each.stage, kind) in seen:
                raise SilenceError(f"{kind} stands twice at {each.stage}: keep one of the two")
            seen.add((each.stage, kind))
        if each.stage is HeardAt.FRONT_LINE and set(each.kinds) == set(AllegationKind):
            raise SilenceError(
                f"{each.type} speaks for every kind of problem: one share for all of them misleads"
            )
