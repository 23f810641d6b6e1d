"""What a file of an import is called, and the source that its rows are known by, which is the name
of the file where nobody said otherwise: both may name whoever is erased.

Either goes as a whole, wherever it stands: in the import, in what it brought, also of others, and
in the record. Rows that had such a source are known by another from then on, one for each.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import PurePath

from django.db.models import Q

from upheld.core.event_kinds import EventKind
from upheld.core.imports import READERS
from upheld.store import models as rows

from .words import Words

_GONE = "[erased]"
_LEAST = 4  # signs: a shorter word of a name stands in the names of many files
_ENDED = (EventKind.IMPORT_ENDED, EventKind.IMPORT_UNDONE)
_KNOWN_BY = (rows.Customer, rows.Case, rows.Contact)


@dataclass(frozen=True, slots=True)
class Called:
    """The imports whose file is called by them, and the sources that are."""

    imports: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()


def of(words: Words, reached: Collection[str], whole_person: bool) -> Called:
    """Of any import, what says a whole name, address or number of theirs; of a file that is
    `reached`, by its hash, a word of their name is enough. With cases alone, of those alone.

    A source is what the next export is known by: that of a whole name goes, and no helpdesk's."""
    imports, sources = list[int](), set[str]()
    tells, named = _telling(words.known), set(_words_of(words.names))
    for row in rows.Import.objects.order_by("pk"):
        is_reached = row.sha256 in reached
        if not (is_reached or whole_person):
            continue
        if tells(row.filename) or (is_reached and named.intersection(_parts(row.filename))):
            imports.append(row.pk)
        if row.source not in READERS and tells(row.source):
            sources.add(row.source)
    return Called(tuple(imports), tuple(sorted(sources)))


def chosen(called: Called) -> Q:
    """The events that say either, in whichever case: that an import ended, and that a complaint
    came from such a source."""
    ended = Q(kind__in=_ENDED, data__import__in=called.imports)
    return ended | Q(kind=EventKind.RECEIVED, data__source__in=called.sources)


def take_out(called: Called, words: Words) -> None:
    for row in rows.Import.objects.filter(pk__in=called.imports):
        end = PurePath(row.filename).suffix  # by which the file is read, where it is kept
        name = _GONE if {*_words_of(words.known)}.intersection(_parts(end)) else f"{_GONE}{end}"
        row.error = row.error.replace(row.filename, name)
        row.filename = name
        row.save(update_fields=["filename", "error"])
    for source in called.sources:
        _take_out_source(source)


def _take_out_source(source: str) -> None:
    theirs = rows.Import.objects.filter(source=source)
    instead = f"erased-{theirs.order_by('pk').values_list('pk', flat=True)[0]}"
    for model in _KNOWN_BY:
        model.everything.filter(source=source).update(source=instead)
    for row in theirs:
        row.source = instead
        row.mapping = _without(row.mapping, source, instead)
        row.save(update_fields=["source", "mapping"])
    for kept in rows.SavedMapping.objects.filter(told__source=source):
        kept.told = _without(kept.told, source, instead)
        kept.save(update_fields=["told"])


def _without(mapping: dict[str, object], source: str, instead: str) -> dict[str, object]:
    return {**mapping, "source": instead} if mapping.get("source") == source else mapping


def _words_of(names: Iterable[str]) -> list[str]:
    return [word for name in names for word in _parts(name.casefold()) if len(word) >= _LEAST]


def _telling(said: Collection[str]) -> Callable[[str], bool]:
    """Whether a name of a file says any of these: all words of it, in whichever order, or as one
    word."""
    told = [_parts(each.casefold()) for each in said]
    asked = [(set(parts), "".join(parts)) for parts in told]

    def tells(name: str) -> bool:
        there = set(_parts(name))
        return any(parts and (parts <= there or whole in there) for parts, whole in asked)

    return tells


def _parts(text: str) -> list[str]:
    """The words of a text, however its case, its accents and what stands between them are; and
    `AnnQuill` is two and one."""
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    humps = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare)
    return re.findall(
        r"[^\W_]+", f"{bare} {humps}".casefold() if humps != bare else bare.casefold()
    )
