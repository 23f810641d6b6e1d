"""Anchors: the end of the chain on a day, written down where whoever alters the store cannot reach.

Events that were cut off the end leave no gap in the chain, and a chain that was computed anew has
no break. A line that lies elsewhere, such as on another machine or in a printed mail, tells both.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from upheld.store import added
from upheld.store.models import Event

from . import events


class AnchorError(ValueError):
    """A file of anchors that cannot be read; the message says which line."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The newest event at an aware moment in ISO form: its number and its hash."""

    at: str
    number: int
    hash: str


_ANCHOR = TypeAdapter(Anchor)


def write(path: Path, now: datetime) -> Anchor | None:
    """Adds a line for this day (UTC); None where the day has one. Raises AnchorError, OSError."""
    told = now.astimezone(UTC)
    added.mend(path)
    if any(each.at[:10] == f"{told:%Y-%m-%d}" for each in read(path)):
        return None
    anchor = Anchor(told.isoformat(timespec="seconds"), *events.head())
    added.add(path, json.dumps(asdict(anchor)))
    return anchor


def read(path: Path) -> list[Anchor]:
    """Every line. Raises AnchorError, OSError."""
    lines = path.read_text("utf-8").splitlines()
    return [_read(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def amiss(anchors: list[Anchor]) -> Iterator[str]:
    """Where the record is no longer what it was on the day of an anchor, a sentence each, and after
    which event the first that differs is: all before an anchor that holds is as it was."""
    named = [anchor.number for anchor in anchors]
    hashes = dict(Event.objects.filter(number__in=named).values_list("number", "hash"))
    held = 0
    for anchor in sorted(anchors, key=lambda each: each.number):
        found = hashes.get(anchor.number)
        since = f": whatever differs is after event {held}" if held else ""
        if not anchor.number or found == anchor.hash:
            held = anchor.number
        elif found is None:
            yield f"event {anchor.number}, the last one at {anchor.at}, is missing{since}"
        else:
            yield f"event {anchor.number} is not the one that was the last at {anchor.at}{since}"


def _read(path: Path, number: int, line: str) -> Anchor:
    try:
        return _ANCHOR.validate_json(line)
    except ValidationError:
        raise AnchorError(f"{path}, line {number} is no anchor: take another copy of it") from None
