"""Whom a known fault hit, by our own records alone: the promised day, the day it came, what was
sent back. Nobody has to have said a word."""

from dataclasses import dataclass
from enum import StrEnum

from .words import AllegationKind as Kind


class Rule(StrEnum):
    """What shows in the records that something went wrong with an order."""

    LATE = "late"
    NOT_COME = "not_come"
    SENT_BACK = "sent_back"


# What a complaint about the day may allege, whichever of these it was filed as.
ABOUT_THE_DAY = frozenset(
    {Kind.LATE, Kind.NOT_RECEIVED, Kind.SERVICE_NOT_PERFORMED, Kind.PROMISE_NOT_KEPT}
)
ANY = frozenset(Kind)
# What shows a promise of ours not kept; else it is a sign that somebody was unhappy and no more.
PROOF = (Rule.LATE, Rule.NOT_COME)


@dataclass(frozen=True, slots=True)
class Fault:
    """What hit orders of one touchpoint; `kinds` are the complaints that are about it."""

    rule: Rule
    touchpoint: str
    kinds: frozenset[Kind]

    @property
    def key(self) -> str:
        return f"{self.rule}.{self.touchpoint}"

    @property
    def proof(self) -> bool:
        return self.rule in PROOF

    @property
    def says(self) -> str:
        return _SAYS[self.rule]


_SAYS = {
    Rule.LATE: "It came after the day that we promised.",
    Rule.NOT_COME: "The promised day has passed, and no record says that it came.",
    Rule.SENT_BACK: "It was sent back, and nobody said why.",
}


def read_key(key: str) -> Fault | None:
    """The fault of a key such as late.delivery; None for anything else."""
    rule, _, touchpoint = key.partition(".")
    if rule not in list(Rule) or not touchpoint:
        return None
    return fault(Rule(rule), touchpoint)


def fault(rule: Rule, touchpoint: str) -> Fault:
    return Fault(rule, touchpoint, ANY if rule is Rule.SENT_BACK else ABOUT_THE_DAY)
