"""Import a file: every row that can be taken, each once, from where it stopped."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from upheld.core.imports import (
    READERS,
    Arrival,
    Bounds,
    Problem,
    RowRefused,
    checked,
    read_row,
)
from upheld.core.words import ImportState
from upheld.store import models as rows
from upheld.store import policies
from upheld.store.imports import files as import_files
from upheld.store.imports import maps as import_maps
from upheld.store.imports import runs as import_runs
from upheld.store.imports.lines import Line, Open, Sheet, digest_of, key_of
from upheld.store.imports.runs import Counts
from upheld.store.policies import Rules
from upheld.store.reached import is_reached
from upheld.store.sight import seen

from . import may, still
from .import_complaints import import_complaints, not_here

CHUNK = 500
MAPPED = "mapped"


@dataclass(frozen=True, slots=True)
class Looked:
    """A row, and the complaint that it holds or why it cannot be taken. `ignored` are its fields
    that are not read; `again` where a trial has had its like, which is not here to be found."""

    line: Line
    arrival: Arrival | None
    problems: Sequence[Problem] = ()
    ignored: frozenset[str] = frozenset()
    again: bool = False


class NotNow(ValueError):
    """The import is not in a state for that; the message says what to do."""


def opened(row: rows.Import, open_file: Open) -> Sheet:
    """The file of an import. Raises FileRefused, and MapError for a column that it has not."""
    if row.format in READERS:
        return import_files.records(open_file, row.filename, READERS[row.format].lists)
    given = import_maps.read_for(row.kind, row.mapping)
    sheet = import_files.sheet(open_file, row.filename, given.encoding, given.delimiter)
    import_maps.check_columns(given, sheet)
    return sheet


def looked_at(row: rows.Import, sheet: Sheet, now: datetime) -> Iterator[Looked]:
    """Every row of the file with what it holds. A row is known by its number there, or else by what
    it says and which of its like it is."""
    read = _reader(row)
    bounds, columns = _bounds(row, now), _columns(row)
    keys = _Keys()
    for line in sheet.lines():
        yield _look(line, read, columns, bounds, keys, now)


_Read = Callable[[Mapping[str, Any], datetime], tuple[Arrival, frozenset[str]]]


def _reader(row: rows.Import) -> _Read:
    if row.format in READERS:
        reader = READERS[row.format]
        return lambda told, now: (reader.read(told), frozenset(map(str, told)) - reader.known)
    given = import_maps.read(row.mapping)
    return lambda told, now: (read_row(told, given, now), frozenset())


def _columns(row: rows.Import) -> Mapping[str, str]:
    if row.format in READERS:
        return {"received": "created_at", "key": "id", "text": "description", "name": "requester",
                "email": "requester", "phone": "requester"}  # fmt: skip
    return import_maps.read(row.mapping).columns


def _bounds(row: rows.Import, now: datetime) -> Bounds:
    regime = policies.regime(row.regime)
    policies.check_kind(regime, row.complaint_kind)
    return Bounds(regime.zone, regime.begins, now, is_reached)


def _look(
    line: Line,
    read: _Read,
    columns: Mapping[str, str],
    bounds: Bounds,
    keys: "_Keys",
    now: datetime,
) -> Looked:
    if line.problem:
        return Looked(line, None, [line.problem])
    try:
        arrival, ignored = read(line.values, now)
        arrival = keys.named(checked(arrival, columns, bounds), line.values, columns)
    except RowRefused as error:
        return Looked(line, None, error.problems)
    return Looked(line, arrival, (), ignored)


@dataclass(slots=True)
class _Keys:
    """What the rows so far are known by, and what they said."""

    said: dict[str, str] = field(default_factory=dict)
    alike: Counter[str] = field(default_factory=Counter)

    def named(
        self, arrival: Arrival, values: Mapping[str, Any], columns: Mapping[str, str]
    ) -> Arrival:
        """The arrival under its own key. Raises RowRefused for a key that stands again with other
        contents: one of the two is wrong, and we cannot know which."""
        digest = digest_of(values)
        if not arrival.key:
            self.alike[digest] += 1
            return replace(arrival, key=key_of(digest, self.alike[digest]))
        if self.said.setdefault(arrival.key, digest) != digest:
            column = columns.get("key", "key")
            why = "used again with other contents"
            raise RowRefused([Problem(column, arrival.key, why, "keep the right one of the two")])
        return arrival


def begin(row: rows.Import, total: int, by: may.Actor, now: datetime) -> None:
    """Raises NotAllowed."""
    still.check("import", by)
    with transaction.atomic():
        import_runs.begun(import_runs.found(row.pk), total, now)
    row.refresh_from_db()


def take(
    row: rows.Import, looked: Iterable[Looked], by: may.Actor, now: Callable[[], datetime]
) -> Iterator[int]:
    """Takes the rows that were not looked at yet, chunk by chunk, and tells how many each had.

    Each chunk is whole or not there, with the counts: what is killed goes on with the next run.
    Raises Overtaken when another process goes on with the same import, NotAllowed from when whoever
    it runs for may not import any more.
    """
    ahead = islice(_tried(looked) if row.dry else iter(looked), row.done, None)
    while chunk := list(islice(ahead, CHUNK)):
        still.check("import", by)
        _take_chunk(row, chunk, by, now())
        yield len(chunk)


def _tried(looked: Iterable[Looked]) -> Iterator[Looked]:
    had: set[str] = set()
    for each in looked:
        key = each.arrival.key if each.arrival else ""
        yield replace(each, again=key in had)
        had.add(key)


@seen.whole()
@transaction.atomic
def _take_chunk(row: rows.Import, chunk: Sequence[Looked], by: may.Actor, now: datetime) -> None:
    held = import_runs.found(row.pk)
    if held.done != row.done or held.state != ImportState.RUNNING:
        raise _overtaken(row)
    arrivals = [each.arrival for each in chunk if each.arrival]
    if held.dry:
        first = [each.arrival for each in chunk if each.arrival and not each.again]
        new: Sequence[Arrival] = not_here(first)
    else:
        rules = Rules(held.regime, held.complaint_kind)
        new = import_complaints(arrivals, rules, by, now, held)
    refused = [(each.line, each.problems) for each in chunk if not each.arrival]
    counts = Counts(
        done=len(chunk),
        taken=len(new),
        past=sum(each.past for each in new),
        without_date=sum("received_on" in each.particulars for each in new),
        already_there=len(arrivals) - len(new),
        rejected=len(refused),
        ignored=Counter(name for each in chunk for name in each.ignored),
        refused=refused,
    )
    import_runs.counted(held, counts, now)
    row.refresh_from_db()


def end(row: rows.Import, by: may.Actor, now: datetime) -> None:
    """Raises Overtaken when it was ended elsewhere, or is being undone."""
    with transaction.atomic():
        held = import_runs.found(row.pk)
        if held.state != ImportState.RUNNING:
            raise _overtaken(row)
        import_runs.ended(held, by.name, now)
    row.refresh_from_db()


def _overtaken(row: rows.Import) -> import_runs.Overtaken:
    return import_runs.Overtaken(f"import {row.pk} goes on elsewhere: look at it in a minute")
