"""An import as the desk draws it: a file taken in, its mapping, and the word to begin."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import File as DjangoFile
from django.core.files.storage import default_storage
from django.db import transaction

from upheld.core.imports import READERS, MapError
from upheld.core.imports.shapes import COMPLAINTS
from upheld.core.imports.table_map import KINDS
from upheld.core.words import ImportState
from upheld.store import files, load, policies
from upheld.store import models as rows
from upheld.store.imports import maps as import_maps
from upheld.store.imports import runs as import_runs
from upheld.store.imports.files import sheet
from upheld.store.imports.lines import Open, Sheet
from upheld.store.policies import Rules
from upheld.store.record import events
from upheld.store.sight import import_seen

from . import may
from .run_import import MAPPED, NotNow, opened

_DRAWN = (ImportState.DRAFT, ImportState.FAILED)
_LONGEST_NAME = 60


def upload(
    given: "DjangoFile[Any]", format: str, saved: str, by: may.Actor, now: datetime
) -> rows.Import:
    """Keeps a file and proposes how to read it. Raises FileRefused, MapError or NotAllowed.

    It is read before anything is held: a file may be made to take long, and on SQLite everybody
    who writes would wait for it."""
    may.check("import", by)
    kept = files.keep(given, _nothing_rests_on)
    row = _drawn(kept.name, kept.sha256, kept.size, format, saved, by, now)
    with transaction.atomic():
        files.rested_on(kept.sha256)
        row.save()
        events.beside()
    return row


def _nothing_rests_on(sha256: str) -> None:
    """Yet: a file that cannot be read stays as loose as it came."""


def upload_again(
    import_id: int, format: str, saved: str, by: may.Actor, now: datetime
) -> rows.Import:
    """Another import of a file that the desk keeps. Raises as `upload`, or ImportMissing."""
    may.check("import", by)
    with transaction.atomic():  # held no longer: to read its file takes long
        before = import_runs.found(import_id)
    check_shown(before)
    row = _drawn(before.filename, before.sha256, before.size, format, saved, by, now)
    with transaction.atomic():
        row.save()
        events.beside()
    return row


def _drawn(
    name: str, sha256: str, size: int, format: str, saved: str, by: may.Actor, now: datetime
) -> rows.Import:
    rules = policies.usual_rules()
    kind, format = (format, MAPPED) if format in KINDS else (COMPLAINTS, format)
    row = rows.Import(
        kind=kind, format=format, source=format, filename=name, sha256=sha256, size=size, kept=True,
        regime=rules.regime, complaint_kind=rules.complaint_kind, made_at=now, by=by.name,
    )  # fmt: skip
    if format in READERS:
        opened(row, file_of(row))
    elif found := import_maps.saved(saved):
        import_maps.read_for(kind, found.told)
        row.mapping, row.mapping_name = found.told, found.name
        opened_to_map(row)
    else:
        proposed = import_maps.propose(file_of(row), name, _source(name), settings.TIME_ZONE, kind)
        row.mapping, row.doubts = proposed
    row.source = row.mapping.get("source", row.source)
    return row


def _source(name: str) -> str:
    return name.rpartition(".")[0][:_LONGEST_NAME] or name[:_LONGEST_NAME]


def check_shown(row: rows.Import) -> None:
    """Raises NotAllowed where they may not see all that its file brought."""
    if import_runs.keeps_back(row.sha256):
        raise may.NotAllowed("some of what it brought is another team's own: ask an administrator")


def to_look_at(row: rows.Import) -> Sheet:
    """Its rows as they come in, of those that whoever looks may see.

    Raises NotAllowed, FileRefused, or MapError for a column that it has not."""
    check_shown(row)
    return import_seen.shown(opened(row, file_of(row)))


def to_map(row: rows.Import) -> Sheet:
    """The same of one whose mapping may not be whole yet. Raises NotAllowed or FileRefused."""
    check_shown(row)
    return import_seen.shown(opened_to_map(row))


def file_of(row: rows.Import) -> Open:
    """The kept file of an import, opened anew each time."""
    return lambda: default_storage.open(files.stored_path(row.sha256))


def opened_to_map(row: rows.Import) -> Sheet:
    """The file of an import whose mapping may not be whole yet. Raises FileRefused."""
    told = row.mapping
    encoding, delimiter = told.get("encoding", "utf-8"), told.get("delimiter", ",")
    return sheet(file_of(row), row.filename, encoding, delimiter)


@transaction.atomic
def map_columns(
    import_id: int, told: Mapping[str, Any], rules: Rules | None, by: may.Actor
) -> None:
    """Keeps how an import is to be read. Raises MapError, NotNow, ImportMissing or NotAllowed."""
    row = _to_draw(import_id, by)
    rules = rules or Rules(row.regime, row.complaint_kind)
    row.regime, row.complaint_kind = rules.regime, rules.complaint_kind
    if row.format == MAPPED:
        given = import_maps.read_for(row.kind, told)
        row.mapping, row.source, row.doubts = import_maps.data_of(given), given.source, []
    import_runs.emptied(row)
    row.state = ImportState.DRAFT
    row.save()


@transaction.atomic
def keep_mapping(import_id: int, name: str, by: may.Actor, now: datetime) -> None:
    """Keeps the mapping of an import under a name; the same name again is the newer one, where this
    import has it already: nobody writes over a mapping that they have not chosen, nor over what
    somebody else made of it since.

    Raises MapError, ImportMissing or NotAllowed."""
    may.check("import", by)
    row = import_runs.found(import_id)
    if not name.strip() or len(name) > _LONGEST_NAME:
        raise MapError(f"name it in up to {_LONGEST_NAME} characters")
    told = import_maps.data_of(import_maps.read_for(row.kind, row.mapping))
    there = import_maps.saved(name.strip())
    if there and there.told != told and not _chosen(row, there, by):
        raise MapError(
            f"{there.by} keeps another mapping as {there.name}, since {there.at:%-d %B %Y}: give "
            "yours another name, or choose theirs for the file and change it"
        )
    rows.SavedMapping.objects.update_or_create(
        name=name.strip(), defaults={"told": told, "by": by.name, "at": now}
    )
    row.mapping_name = name.strip()
    row.save(update_fields=["mapping_name"])
    events.beside()


def _chosen(row: rows.Import, there: rows.SavedMapping, by: may.Actor) -> bool:
    """Whether the mapping of this name is the one that the import began with, or their own."""
    return row.mapping_name == there.name and (there.at <= row.made_at or there.by == by.name)


@transaction.atomic
def start(import_id: int, dry: bool, by: may.Actor) -> None:
    """A job goes on with it from here. Raises MapError, NotNow, ImportMissing or NotAllowed."""
    row = _to_draw(import_id, by)
    if row.format == MAPPED:
        import_maps.read_for(row.kind, row.mapping)
    if row.dry or dry:
        import_runs.emptied(row)
    row.state, row.dry, row.by, row.error = ImportState.WAITING, dry, by.name, ""
    row.asked_by, row.claimed_at = load.signed_in(by), None
    row.save()
    events.beside()


def _to_draw(import_id: int, by: may.Actor) -> rows.Import:
    may.check("import", by)
    row = import_runs.found(import_id)
    if row.state not in _DRAWN:
        raise NotNow(f"import {row.pk} is {row.state}: begin another one")
    if not row.kept:
        raise NotNow(f"the file of import {row.pk} is not here: send it, or use the command")
    return row
