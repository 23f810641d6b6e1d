"""Whichever kept file of an import somebody stands in: the one that brought them, the same file
sent again, an export of another month, and one that nobody has begun yet.

Such a file goes as a whole. Whoever still wants to import it sends it again without them: else it
would bring them back.
"""

import codecs
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files.storage import default_storage

from upheld.core.imports import READERS, MapError, RowRefused
from upheld.core.words import ImportState
from upheld.store import files
from upheld.store import models as rows
from upheld.store.away import StorageAway
from upheld.store.files import FileAway, FileRefused
from upheld.store.imports import files as import_files
from upheld.store.imports import maps as import_maps
from upheld.store.read_once import ReadOnce
from upheld.store.theirs.data import Found

from .words import Words, any_of

_BROUGHT = (rows.Customer, rows.Case, rows.Order, rows.Contact)
_NUMBERED = (rows.Customer, rows.Case, rows.Contact)
_NOT_DONE = (ImportState.DRAFT, ImportState.WAITING, ImportState.RUNNING, ImportState.FAILED)
_WHY = "somebody in its file was erased, and the file with them: send it again without them"


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a row of theirs is known by: words wherever they stand, and numbers by the source."""

    words: frozenset[str]
    numbers: frozenset[tuple[str, str]]


def of(found: Found, words: Words, whole_person: bool, read: ReadOnce) -> tuple[int, ...]:
    """The imports whose kept file goes. With cases alone goes what they said and their numbers:
    the customer stays, and may stand in any other. Raises FileAway."""
    brought = set(_brought(found))
    marks = _marks(found, words if whole_person else None)
    kept = rows.Import.objects.filter(kept=True).order_by("pk")
    goes = (row for row in kept if row.sha256 in brought or _stand_in(row, marks, read))
    return tuple(row.pk for row in goes)


def _way(row: rows.Import) -> tuple[str, str, str]:
    """One file read in two ways may say two things."""
    return row.sha256, row.format, str(row.mapping)


def forget(imports: Collection[int]) -> None:
    """Their files are kept no longer, and what was not brought in by now is not."""
    theirs = rows.Import.objects.filter(pk__in=imports)
    theirs.filter(state__in=_NOT_DONE).update(state=ImportState.FAILED, error=_WHY, claimed_at=None)
    theirs.update(kept=False, doubts=[])  # a doubt tells the values that it is about


def reached(found: Found, imports: Collection[int]) -> set[str]:
    """The files, by their hashes, that brought any of it or in which they stand."""
    kept = rows.Import.objects.filter(pk__in=imports)
    return {*_brought(found), *kept.values_list("sha256", flat=True)}


def _brought(found: Found) -> Iterator[str]:
    """The files that brought any of it, whether each is kept or was read by the command."""
    for model in _BROUGHT:
        theirs = model.everything.filter(pk__in=found.get(model, ())).exclude(brought_by=None)
        yield from theirs.values_list("brought_by__sha256", flat=True)


def _marks(found: Found, words: Words | None) -> _Marks:
    said = rows.Case.everything.filter(pk__in=found.get(rows.Case, ()))
    texts = {_flat(text) for text in said.values_list("text", flat=True) if " " in text.strip()}
    known = {_flat(word) for word in words.known} if words else set()
    numbers: set[tuple[str, str]] = set()
    for model in _NUMBERED:
        theirs = model.everything.filter(pk__in=found.get(model, ())).exclude(source="")
        numbers |= {*theirs.values_list("source", "source_key")}
    return _Marks(frozenset(texts | known), frozenset(numbers))


def _flat(text: str) -> str:
    """As it is told whatever its case, its lines and the quotes of a file are."""
    return " ".join(text.casefold().replace('""', '"').split())


def _stand_in(row: rows.Import, marks: _Marks, read: ReadOnce) -> bool:
    try:
        return read.says((_way(row), marks), partial(_is_of, row, marks))
    except StorageAway as error:
        raise FileAway(str(error)) from error
    except OSError:  # it is missing
        return False


def _is_of(row: rows.Import, marks: _Marks) -> bool:
    try:
        if marks.words and _is_said(marks.words, _said(row)):
            return True
        source = row.mapping.get("source", row.source)
        numbers = {key for of, key in marks.numbers if of == source}
        return bool(numbers) and any(each in numbers for each in _numbers(row))
    except (FileRefused, MapError):  # nobody reads it so: it has no rows
        return False


def _is_said(words: Iterable[str], text: str) -> bool:
    """Whether any stands there as a whole. Looked for as it is first: in a large file a pattern
    takes seconds, in which no thread of the process does anything."""
    there = [word for word in words if word in text]
    return bool(there) and any_of(there).search(text) is not None


def _opened(row: rows.Import) -> Any:
    return default_storage.open(files.stored_path(row.sha256))


def _said(row: rows.Import) -> str:
    """All that its file says."""
    with _opened(row) as file:
        content = file.read()
        if content.startswith(b"PAR1"):
            file.seek(0)
            _, frame = import_files.unpacked(file, row.filename)
            return _flat("\n".join(str(cell) for line in frame.iter_rows() for cell in line))
    encoding = row.mapping.get("encoding", "utf-8")
    text = content.decode(_marked(content) or encoding, "replace")
    return _flat(text if row.format not in READERS else _unescaped(text))


def _marked(content: bytes) -> str:
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return "utf-16" if content.startswith(marks) else ""


def _unescaped(text: str) -> str:
    """JSON as it is read: a letter may be held in an escape, and one sign in two of them."""
    plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    plain = re.sub(r"\\[nrt]", " ", plain).replace('\\"', '"')
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _numbers(row: rows.Import) -> Iterator[str]:
    """What its rows are known by where they come from, and the customers in them."""
    opened = partial(_opened, row)
    if row.format in READERS:
        reader = READERS[row.format]
        for line in import_files.records(opened, row.filename, reader.lists).lines():
            with suppress(RowRefused):
                arrival = reader.read(line.values)
                yield from (arrival.key, arrival.customer_key)
        return
    given = import_maps.read_for(row.kind, row.mapping)
    columns = [each.column for name, each in given.fields.items() if name in ("key", "customer")]
    sheet = import_files.sheet(opened, row.filename, given.encoding, given.delimiter)
    for line in sheet.lines():
        yield from (str(line.values.get(each, "")).strip() for each in columns)
