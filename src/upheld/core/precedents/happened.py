"""What happened in a case, as its document tells it: kinds and facts, and nothing of who or how."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

# What belongs to the complaint and decides it; the same words in `core.case`.
_CIRCUMSTANCES = ("withdrawn", "in_scope", "explained_before")
# From here on a number is a word: no case is decided on such an amount (core.document).
_NO_AMOUNT = 10**12


@dataclass(frozen=True, slots=True)
class Point:
    """One allegation: its kind, what was found of it, and its known facts, each number exact."""

    kind: str
    finding: str
    facts: Mapping[str, "str | bool | Decimal"]


@dataclass(frozen=True, slots=True)
class Happened:
    """All that is compared of a case. `points` stand in one order, whatever order they came in."""

    points: tuple[Point, ...]
    circumstances: Mapping[str, bool]

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(sorted({point.kind for point in self.points}))


def happened(document: Mapping[str, Any], findings: Sequence[str] = ()) -> Happened:
    """What a decision's document says; `findings` are its results in the document's order, for the
    points that no person found on."""
    told = document.get("allegations") or ()
    results = [*findings, *[""] * len(told)]
    points = [_point(row, found) for row, found in zip(told, results, strict=False)]
    said = document.get("circumstances") or {}
    around = {name: bool(said[name]) for name in _CIRCUMSTANCES if said.get(name) is not None}
    in_order = sorted(points, key=_in_order) if len(points) > 1 else points
    return Happened(tuple(in_order), around)


def _point(row: Mapping[str, Any], found: str) -> Point:
    known = {name: _value(fact) for name, fact in (row.get("facts") or {}).items()}
    facts = {name: fact for name, fact in known.items() if fact is not None}
    return Point(str(row.get("kind", "")), str(found or row.get("finding") or ""), facts)


def _value(fact: Any) -> "str | bool | Decimal | None":
    """A fact of JSON: 240, "240.00" and 240.0 are one number; a number that is none is a word."""
    if fact is None or isinstance(fact, bool):
        return fact
    try:
        number = Decimal(str(fact))
    except InvalidOperation:
        return str(fact)
    return number if number.is_finite() and abs(number) < _NO_AMOUNT else str(fact)


def _in_order(point: Point) -> tuple[str, str]:
    return point.kind, json.dumps(point.facts, sort_keys=True, default=str)


def like_key(document: Mapping[str, Any]) -> str:
    """A key that two cases share when the same kind of thing happened: the same points, the same
    answers to yes and no, the same words, and each number known in both, nothing in both or
    something in both. What was found is not in it, so that cases found otherwise come together.

    Empty where nothing is known: no case is like another by what nobody knows of both.
    """
    told = happened(document)
    if not any(point.facts for point in told.points):
        return ""
    rough = sorted(json.dumps([point.kind, sorted(_rough(point))]) for point in told.points)
    whole = json.dumps([rough, sorted(told.circumstances.items())])
    return hashlib.sha256(whole.encode()).hexdigest()


def _rough(point: Point) -> Iterator[tuple[str, str]]:
    for name, fact in point.facts.items():
        some = ("some" if fact else "none") if isinstance(fact, Decimal) else str(fact)
        yield name, some
