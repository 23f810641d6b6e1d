"""The list of erasures, a file beside the store: what a restore of an older backup must not revive.

A line names numbers alone, with keyed hashes by which the restored row is known to be the same:
nobody is found from the list, and nobody else who came to have the number is erased by it. What was
hashed is gone. So once the firm's secret is changed, a line is added that holds the key of before,
sealed under the secret in force.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from pydantic import TypeAdapter, ValidationError

from upheld.core.event_kinds import EventKind
from upheld.store import added, secret
from upheld.store import models as rows
from upheld.store.secret import SecretMissing, Under

from .erasing import Whose

_SALT = "upheld.erased"
_OF_KEYS = "upheld.erased.keys"


class ListError(ValueError):
    """The list cannot be read; the message says which line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure: `customers` and `cases` by number, each with the marks that it is known by.

    `keys` are of a line that is no erasure: sealed, what marks of other lines were made with."""

    at: str
    erasure: int
    customers: dict[str, list[str]]
    cases: dict[str, list[str]]
    keys: list[str] = field(default_factory=list)


_LINE = TypeAdapter(Line)


def place() -> Path:
    return Path(settings.ERASURES)


def line_of(whose: Whose, erasure: int, now: datetime) -> Line:
    """An erasure as the list says it, by what they are still called."""
    people = () if whose.cases_only else whose.people
    found = rows.Customer.everything.filter(pk__in=people)
    cases = rows.Case.everything.filter(pk__in=whose.cases)
    return Line(
        now.astimezone(UTC).isoformat(timespec="seconds"),
        erasure,
        {str(row.pk): _of_customer(row, _own_keys()[:1]) for row in found},
        {str(row.pk): _of_case(row, _own_keys()[:1]) for row in cases},
    )


def write(line: Line) -> None:
    """Adds the line while its erasure can still be let be. Raises OSError: without the line nothing
    may go."""
    place().parent.mkdir(parents=True, exist_ok=True)
    _add(line)


def _add(line: Line) -> None:
    added.add(place(), json.dumps(asdict(line)))


def keys_to_keep() -> list[bytes]:
    """What marks may have been made with that opens under a secret of before alone; none without a
    list. Raises ListError, OSError."""
    lines = read()
    told = [key for line in lines for key in line.keys]
    kept = {_opened(key) for key in told if secret.under(_OF_KEYS, key) is Under.IN_FORCE}
    known = {*_own_keys(), *_sealed_keys(lines)} if lines else set()
    return sorted(known - kept - {_own_keys()[0]})


def keep(keys: Iterable[bytes], now: datetime) -> None:
    """Adds a line with these, sealed under the secret in force. Raises OSError."""
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    _add(Line(at, 0, {}, {}, [secret.seal(_OF_KEYS, key) for key in keys]))


def _own_keys() -> list[bytes]:
    """Of each secret that we were given, that in force first."""
    return [hashlib.sha256(f"{_SALT}{each}".encode()).digest() for each in secret.secrets()]


def _sealed_keys(lines: Iterable[Line]) -> Iterator[bytes]:
    """Those that open; what does not is one of before, and sealed anew in a later line."""
    for line in lines:
        for key in line.keys:
            with suppress(SecretMissing):
                yield _opened(key)


def _opened(key: str) -> bytes:
    return secret.opened(_OF_KEYS, key)


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
    """What is on the list and is here all the same, as after an older backup was put back. Not what
    the record here says was erased by that line: what stands there now was written since."""
    lines = read()
    keys = {*_own_keys(), *_sealed_keys(lines)}
    for line in map(_less_what_is_done(), lines):
        people = rows.Customer.everything.filter(pk__in=line.customers, erased_at=None)
        known = {r.pk for r in people if {*_of_customer(r, keys)} & {*line.customers[str(r.pk)]}}
        cases = rows.Case.everything.filter(pk__in=line.cases, erased_at=None)
        theirs = {r.pk for r in cases if {*_of_case(r, keys)} & {*line.cases[str(r.pk)]}}
        if known or theirs:
            yield line, Whose(frozenset(known), frozenset(theirs), cases_only=not known)


def _less_what_is_done() -> Callable[[Line], Line]:
    """Leaves out of a line whom and what the record says was erased by it."""
    acts = rows.Event.objects.filter(kind=EventKind.ERASED)
    told = acts.values_list("data__erasure", "data__customers", "data__cases")
    people, cases = set[tuple[int, str]](), set[tuple[int, str]]()
    for erasure, customers, of in told:
        people |= {(erasure, str(number)) for number in customers or ()}
        cases |= {(erasure, str(number)) for number in of or ()}

    def less(line: Line) -> Line:
        return replace(
            line,
            customers={n: m for n, m in line.customers.items() if (line.erasure, n) not in people},
            cases={n: m for n, m in line.cases.items() if (line.erasure, n) not in cases},
        )

    return less


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
    lines = [*map(_less_what_is_done(), (line for line in read() if not line.keys))]
    people, cases = (
        {str(pk) for pk in kind.everything.filter(erased_at=None).values_list("pk", flat=True)}
        for kind in (rows.Customer, rows.Case)
    )
    unlike = sum(bool(people & {*line.customers} or cases & {*line.cases}) for line in lines)
    return Held(place(), len(lines) if place().exists() else None, unlike)


def _of_customer(row: rows.Customer, keys: Collection[bytes]) -> list[str]:
    """By any of what they are called: one may have changed between the backup and the erasure."""
    told = (row.name, row.email, row.phone, row.source_key)
    return [_mark("customer", row.pk, word, key) for word in told if word for key in keys]


def _of_case(row: rows.Case, keys: Collection[bytes]) -> list[str]:
    at = row.received_at.astimezone(UTC).isoformat()
    return [_mark("case", row.pk, at, key) for key in keys]


def _mark(what: str, number: int, word: str, key: bytes) -> str:
    told = f"{what}.{number}.{word.strip().lower()}"
    return hmac.digest(key, told.encode(), "sha256").hex()[:32]
