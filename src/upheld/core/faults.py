"""Whom a known fault hit: by our own records alone, such as the promised day and the day it came,
or by what a person declared. Nobody has to have said a word."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from .as_seen import is_blank
from .keys import made_key
from .words import AllegationKind as Kind


class Rule(StrEnum):
    """What shows in the records that something went wrong with an order."""

    LATE = "late"
    NOT_COME = "not_come"
    SENT_BACK = "sent_back"
    DECLARED = "declared"


# The rules that need nothing but the orders.
FOUND = (Rule.LATE, Rule.NOT_COME, Rule.SENT_BACK)


# What a complaint about the day may allege, whichever of these it was filed as.
ABOUT_THE_DAY = frozenset(
    {Kind.LATE, Kind.NOT_RECEIVED, Kind.SERVICE_NOT_PERFORMED, Kind.PROMISE_NOT_KEPT}
)
ANY = frozenset(Kind)
# What shows a promise of ours not kept; else it is a sign that somebody was unhappy and no more.
PROOF = (Rule.LATE, Rule.NOT_COME)


class FaultError(ValueError):
    """A fault that cannot be declared as it stands; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A fault as a person declared it: orders that were over for the customer from `first_on` to
    `last_on` (None: until further notice), of these postcode `areas` and with one of these `words`
    in what was bought; none of either means any. Without words they are the orders that stand at
    the touchpoint. `because` says how it is known."""

    key: str
    name: str
    touchpoint: str
    first_on: date
    last_on: date | None
    areas: tuple[str, ...]
    words: tuple[str, ...]
    because: str


def declared(
    given: Declared,
    touchpoints: Collection[str],
    taken: Iterable[str],
    retired: Collection[str] = (),
) -> Declared:
    """What is to be kept, its key made of its name; at a touchpoint that is in use. Raises
    FaultError."""
    name, because = (" ".join(text.split()) for text in (given.name, given.because))
    key = made_key(name, _LONGEST_KEY)
    if not key:
        raise FaultError("name: say in a few words what went wrong, such as Runners of July")
    if key in set(taken):
        raise FaultError(f"name: another fault is called {name!r}: choose another name")
    if is_blank(because):
        raise FaultError("because: say how it is known, such as the batch or the complaints")
    if given.touchpoint in retired:
        raise FaultError(
            f"touchpoint: {given.touchpoint!r} is retired: choose one that is in use, or use it "
            "again first"
        )
    if given.touchpoint not in touchpoints:
        raise FaultError(
            f"touchpoint: there is no touchpoint {given.touchpoint!r}: declare it first"
        )
    if given.last_on and given.last_on < given.first_on:
        raise FaultError("last_on: it ends before it begins: give a later day, or none")
    if not given.areas and not given.words and given.last_on is None:
        raise FaultError(
            "words: every order from then on would be hit: give a last day, areas or words of "
            "what was bought"
        )
    areas = tuple(sorted({area.strip().upper() for area in given.areas if area.strip()}))
    words = tuple(sorted({" ".join(each.lower().split()) for each in given.words if each.strip()}))
    return replace(given, key=key, name=name, areas=areas, words=words, because=because)


_LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """What hit orders of one touchpoint; `kinds` are the complaints that are about it."""

    rule: Rule
    touchpoint: str
    kinds: frozenset[Kind]
    declared: Declared | None = None

    @property
    def key(self) -> str:
        return f"{self.rule}.{self.declared.key if self.declared else self.touchpoint}"

    @property
    def proof(self) -> bool:
        return self.rule in PROOF

    @property
    def says(self) -> str:
        return self.declared.name + "." if self.declared else _SAYS[self.rule]


_SAYS = {
    Rule.LATE: "It came after the day that we promised.",
    Rule.NOT_COME: "The promised day has passed, and no record says that it came.",
    Rule.SENT_BACK: "It was sent back, and nobody said why.",
}


def read_key(key: str) -> Fault | None:
    """The fault of a key such as late.delivery; None for anything else, as one that was declared:
    its key says too little."""
    rule, _, touchpoint = key.partition(".")
    if rule not in list(FOUND) or not touchpoint:
        return None
    return fault(Rule(rule), touchpoint)


def of_declared(one: Declared) -> Fault:
    return Fault(Rule.DECLARED, one.touchpoint, ANY, one)


def fault(rule: Rule, touchpoint: str) -> Fault:
    return Fault(rule, touchpoint, ANY if rule is Rule.SENT_BACK else ABOUT_THE_DAY)
