"""Imports: a file taken in, its mapping drawn, tried, begun, followed and undone."""

from collections.abc import Callable
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, UploadedFile
from ninja.responses import Status

from upheld.api.access import by, now
from upheld.api.files import own
from upheld.api.given_imports import (
    BeginGiven,
    MappingGiven,
    NamedGiven,
    OnceMoreGiven,
    UploadGiven,
)
from upheld.api.paging import Cursor, Limit, Page, page
from upheld.api.told import imports as told
from upheld.api.told.imports import (
    ImportLine,
    ImportTold,
    ProblemTold,
    RowTold,
    SavedMappingTold,
)
from upheld.api.values import Id
from upheld.api.versions import import_as_read, import_version, tagged
from upheld.core.words import ImportState, Scope
from upheld.steps import draw_import, may
from upheld.steps.run_import import MAPPED, NotNow, opened
from upheld.steps.undo_import import begin_undo
from upheld.store import policies
from upheld.store.files import FileAmiss, FileRefused
from upheld.store.imports import maps as import_maps
from upheld.store.imports import rejects as import_rejects
from upheld.store.imports.lines import Sheet
from upheld.store.imports.runs import ImportMissing
from upheld.store.models import Import, SavedMapping
from upheld.store.policies import Rules
from upheld.store.sight import import_seen

from .base import ANY_VERSION, THAT_VERSION, Routes, made_at
from .cases import asked_rules
from .findings import not_too_large

imports = Routes(tags=["imports"])
_ONE = "/imports/{import_id}"
_DRAWN = (ImportState.DRAFT, ImportState.FAILED)


@imports.reads("/imports", Page[ImportLine])
def list_imports(
    request: HttpRequest,
    limit: Limit = 50,
    cursor: Cursor | None = None,
    state: ImportState | None = None,
) -> Page[ImportLine]:
    """Every import, the newest first."""
    may.check("import", by(request))
    found = Import.objects.filter(state=state) if state else Import.objects.all()
    return page(request, found, lambda each: [*map(ImportLine.model_validate, each)], limit, cursor)


@imports.writes("POST", "/imports", ImportTold, Scope.ADMIN, status=201)
def add_import(
    request: HttpRequest,
    response: HttpResponse,
    body: Form[UploadGiven],
    file: Annotated[UploadedFile, File()],
) -> Status[ImportTold]:
    """Takes a file in and proposes how to read it: CSV, Parquet or an export of a helpdesk."""
    not_too_large(request)
    row = draw_import.upload(file, body.format, body.mapping, by(request), now(request))
    return _added(response, row)


@imports.writes("POST", f"{_ONE}/again", ImportTold, Scope.ADMIN, status=201)
def import_again(
    request: HttpRequest, import_id: Id, body: OnceMoreGiven, response: HttpResponse
) -> Status[ImportTold]:
    """Another import of a file that is here already."""
    _kept(_row(request, import_id))
    told = import_id, body.format, body.mapping
    return _added(response, draw_import.upload_again(*told, by(request), now(request)))


def _added(response: HttpResponse, row: Import) -> Status[ImportTold]:
    return made_at(f"/imports/{row.pk}", _shown(response, row), response)


def _shown(response: HttpResponse, row: Import) -> ImportTold:
    version = import_version(row)
    tagged(response, version)
    return told.whole(row, version, *_columns(row))


def _columns(row: Import) -> tuple[dict[str, list[str]], str]:
    """The columns of a table that is not begun, or why it cannot be read as it stands."""
    if not row.kept or row.state not in _DRAWN or row.format != MAPPED:
        return {}, ""
    try:
        return import_maps.samples(_here(row, draw_import.to_map)), ""
    except (FileRefused, FileAmiss, may.NotAllowed) as error:
        return {}, str(error)


def _opened(row: Import) -> Sheet:
    return opened(row, draw_import.file_of(row))


def _here(row: Import, read: Callable[[Import], Sheet]) -> Sheet:
    """The file of an import as `read` opens it. Raises NotAllowed, or FileAmiss where it is no
    longer here."""
    _kept(row)
    try:
        return read(row)
    except may.NotAllowed:  # an OSError too, as Python has it
        raise
    except OSError:
        raise FileAmiss("the file is no longer here: send it again") from None


def _kept(row: Import) -> None:
    if not row.kept:
        raise FileAmiss(
            "the file is not here: it was imported by command, or somebody in it was erased"
        )


def _row(request: HttpRequest, import_id: int) -> Import:
    may.check("import", by(request))
    row = Import.objects.filter(pk=import_id).first()
    if row is None:
        raise ImportMissing
    return row


@imports.reads(_ONE, ImportTold)
def read_import(request: HttpRequest, import_id: Id, response: HttpResponse) -> ImportTold:
    """How far an import is, and how its file is read."""
    return _shown(response, _row(request, import_id))


@imports.reads(f"{_ONE}/preview", list[RowTold])
def preview_import(request: HttpRequest, import_id: Id) -> list[RowTold]:
    """The first rows as they would come in, with what is amiss in each, until it is begun."""
    row = _row(request, import_id)
    if row.state not in _DRAWN:
        raise NotNow(f"import {row.pk} is {row.state}: look at what came of it")
    return told.preview(row, _here(row, draw_import.to_look_at), now(request))


@imports.reads(f"{_ONE}/problems", Page[ProblemTold])
def list_import_problems(
    request: HttpRequest, import_id: Id, limit: Limit = 50, cursor: Cursor | None = None
) -> Page[ProblemTold]:
    """What was amiss with the rows that were not taken."""
    found = import_seen.problems(_row(request, import_id)).defer("cells")
    tell = ProblemTold.model_validate
    return page(request, found, lambda each: [*map(tell, each)], limit, cursor, newest_first=False)


@imports.reads(f"{_ONE}/rejected", None)
def read_rejected(request: HttpRequest, import_id: Id) -> HttpResponse:
    """The rows that were not taken, as CSV to be mended and imported again."""
    row = _row(request, import_id)
    columns = _here(row, _opened).columns if row.kept else ()
    text = import_rejects.csv_text(row, columns).encode()
    return own(text, f"import-{row.pk}-rejected.csv", "text/csv; charset=utf-8")


@imports.writes("PUT", f"{_ONE}/mapping", ImportTold, Scope.ADMIN, match=THAT_VERSION)
def write_mapping(
    request: HttpRequest, import_id: Id, body: MappingGiven, response: HttpResponse
) -> ImportTold:
    """How the file is read, and under whose rules its complaints come in."""
    row = _row(request, import_id)
    with import_as_read(request, import_id, needed=True):
        mapping = row.mapping if body.mapping is None else body.mapping
        draw_import.map_columns(import_id, mapping, _rules(row, body), by(request))
    return _shown(response, _row(request, import_id))


def _rules(row: Import, body: MappingGiven) -> Rules:
    """Raises PolicyMissing for rules, or a kind of complaint in them, that are not there."""
    rules = asked_rules(Rules(row.regime, row.complaint_kind), body.regime, body.complaint_kind)
    policies.check_kind(policies.regime(rules.regime), rules.complaint_kind)
    return rules


@imports.reads("/mappings", list[SavedMappingTold])
def list_mappings(request: HttpRequest) -> list[SavedMapping]:
    """The mappings that have a name."""
    may.check("import", by(request))
    return list(SavedMapping.objects.all())


@imports.writes("POST", f"{_ONE}/mapping/name", ImportTold, Scope.ADMIN)
def name_mapping(
    request: HttpRequest, import_id: Id, body: NamedGiven, response: HttpResponse
) -> ImportTold:
    """Keeps the mapping of an import under a name, for the next file of its kind."""
    draw_import.keep_mapping(import_id, body.name, by(request), now(request))
    return _shown(response, _row(request, import_id))


@imports.writes("POST", f"{_ONE}/begin", ImportTold, Scope.ADMIN, match=ANY_VERSION)
def begin_import(
    request: HttpRequest, import_id: Id, body: BeginGiven, response: HttpResponse
) -> ImportTold:
    """A job goes on with it from here: read how far it is. `dry` tries it and writes nothing."""
    _row(request, import_id)
    with import_as_read(request, import_id):
        draw_import.start(import_id, body.dry, by(request))
    return _shown(response, _row(request, import_id))


@imports.writes("POST", f"{_ONE}/undo", ImportTold, Scope.ADMIN, match=ANY_VERSION)
def undo_import(request: HttpRequest, import_id: Id, response: HttpResponse) -> ImportTold:
    """Takes back what nobody worked on since; the rest stays and is told."""
    _row(request, import_id)
    with import_as_read(request, import_id):
        begin_undo(import_id, by(request))
    return _shown(response, _row(request, import_id))
