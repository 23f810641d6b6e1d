"""What the records say, beside what is written down, and what keeping it would do."""

from collections.abc import Iterator
from dataclasses import dataclass

from upheld.core.facts import Change, Found, Pull, Said, disputes
from upheld.tables import Field, Policy

from .facts import follows, label, spoken

_HAPPENS = {
    Change.NEW: "Is written down",
    Change.AGREES: "Agrees: gains its source",
    Change.DIFFERS: "Put it in the place of what a person wrote",
    Change.CHANGED: "Put it in the place of what they said before",
    Change.DISPUTED: "Nothing: somebody has to find out",
}


@dataclass(frozen=True, slots=True)
class SaidPart:
    source: str
    value: str
    follows: str


@dataclass(frozen=True, slots=True)
class Line:
    """One fact. `ticks` where a person chooses; `ticked` where it is chosen beforehand."""

    name: str
    label: str
    change: Change
    said: list[SaidPart]
    known: str
    happens: str
    ticks: bool
    ticked: bool


def lines(pull: Pull, policy: Policy) -> list[Line]:
    return [_line(found, policy.inputs[found.name], policy) for found in pull.found]


def _line(found: Found, field: Field, policy: Policy) -> Line:
    return Line(
        name=found.name,
        label=label(found.name),
        change=found.change,
        said=[_said(one, field, policy) for one in found.said],
        known="" if found.known is None else spoken(found.known, field, policy),
        happens=_HAPPENS[found.change],
        ticks=found.change in (Change.DIFFERS, Change.CHANGED),
        ticked=found.change is Change.CHANGED,
    )


def _said(one: Said, field: Field, policy: Policy) -> SaidPart:
    return SaidPart(one.source, spoken(one.value, field, policy), follows(one.columns, one.value))


def troubles(pull: Pull) -> list[str]:
    """What is to be found out: what a record could not say, and where records disagree."""
    return [*pull.troubles, *disputes(pull)]


def queries(pull: Pull) -> Iterator[str]:
    asked = (f"{one.source}: {one.query}" for found in pull.found for one in found.said)
    yield from dict.fromkeys(asked)
