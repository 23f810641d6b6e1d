"""The list of erasures, a file beside the store: what a restore of an older backup must not revive.

A line names numbers alone, with keyed hashes by which the restored row is known to be the same:
nobody is found from the list, and nobody else who came to have the number is erased by it.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac
from pydantic import TypeAdapter, ValidationError

from . import added
from . import models as rows
from .erasing import Whose

_SALT = "upheld.erased"


class ListError(ValueError):
    """The list cannot be read; the message says which line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure: `customers` and `cases` by number, each with the marks that it is known by."""

    at: str
    erasure: int
    customers: dict[str, list[str]]
    cases: dict[str, list[str]]


_LINE = TypeAdapter(Line)


def place() -> Path:
    return Path(settings.ERASURES)


def write(whose: Whose, erasure: int, now: datetime) -> None:
    """Adds a line before anything is erased. Raises OSError: without the line nothing may go."""
    people = () if whose.cases_only else whose.people
    found = rows.Customer.everything.filter(pk__in=people)
    cases = rows.Case.everything.filter(pk__in=whose.cases)
    line = Line(
        now.astimezone(UTC).isoformat(timespec="seconds"),
        erasure,
        {str(row.pk): _of_customer(row) for row in found},
        {str(row.pk): _of_case(row) for row in cases},
    )
    path = place()
    path.parent.mkdir(parents=True, exist_ok=True)
    added.add(path, json.dumps(asdict(line)))


def read() -> list[Line]:
    """Every line; none without a file. Raises ListError, OSError."""
    path = place()
    if not path.exists():
        return []
    lines = path.read_text("utf-8").splitlines()
    return [_read(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _read(path: Path, number: int, line: str) -> Line:
    try:
        return _LINE.validate_json(line)
    except ValidationError:
        raise ListError(f"{path}, line {number} is no erasure: take another copy of it") from None


def again() -> Iterator[tuple[Line, Whose]]:
    """What is on the list and is here all the same, as after an older backup was put back."""
    for line in read():
        people = rows.Customer.everything.filter(pk__in=line.customers, erased_at=None)
        known = {r.pk for r in people if {*_of_customer(r)} & {*line.customers[str(r.pk)]}}
        cases = rows.Case.everything.filter(pk__in=line.cases, erased_at=None)
        theirs = {r.pk for r in cases if {*_of_case(r)} & {*line.cases[str(r.pk)]}}
        if known or theirs:
            yield line, Whose(frozenset(known), frozenset(theirs), cases_only=not line.customers)


@dataclass(frozen=True, slots=True)
class Held:
    """What the list comes to: where it is, its lines (None without a file), and how many of them
    name somebody or a case that is here and has none of the marks: another key made them, or
    somebody else has the number."""

    place: Path
    lines: int | None
    unlike: int


def held() -> Held:
    """The list held against what is here, once everybody on it was erased again. Raises ListError,
    OSError."""
    lines = read()
    people, cases = (
        {str(pk) for pk in kind.everything.filter(erased_at=None).values_list("pk", flat=True)}
        for kind in (rows.Customer, rows.Case)
    )
    unlike = sum(bool(people & {*line.customers} or cases & {*line.cases}) for line in lines)
    return Held(place(), len(lines) if place().exists() else None, unlike)


def _of_customer(row: rows.Customer) -> list[str]:
    """By any of what they are called: one may have changed between the backup and the erasure."""
    told = (row.name, row.email, row.phone, row.source_key)
    return [_mark("customer", row.pk, word) for word in told if word]


def _of_case(row: rows.Case) -> list[str]:
    return [_mark("case", row.pk, row.received_at.astimezone(UTC).isoformat())]


def _mark(what: str, number: int, word: str) -> str:
    told = f"{what}.{number}.{word.strip().lower()}"
    return salted_hmac(_SALT, told, algorithm="sha256").hexdigest()[:32]
