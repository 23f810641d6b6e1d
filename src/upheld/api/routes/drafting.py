"""Drafts of the policy: opened, written on, talked about, sent for review, published or dropped."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, UploadedFile
from ninja.responses import Status
from pydantic import Field

from upheld.api.access import by, now
from upheld.api.given import WhyGiven
from upheld.api.given_drafts import (
    CellsGiven,
    ColumnGiven,
    CommentGiven,
    DayGiven,
    DraftGiven,
    ExpectGiven,
    FileGiven,
    RuleGiven,
)
from upheld.api.paging import Cursor, Limit, Page, page
from upheld.api.told import policies as told
from upheld.api.told.policies import DraftLine, DraftTold, Hindered, VersionLine
from upheld.api.values import Id
from upheld.api.versions import check_draft, draft_as_read, draft_version, tagged
from upheld.core.drafting import (
    Act,
    Change,
    Edited,
    add_column,
    change_rule,
    date_from,
    delete_column,
    expect_now,
    replace_tables,
    write_cells,
    write_file,
)
from upheld.core.words import DraftState, Scope
from upheld.steps import comment_draft, edit_draft, may, publish
from upheld.steps.open_draft import open_draft
from upheld.store import drafts, exchange
from upheld.store.files import FileRefused
from upheld.store.models import PolicyDraft
from upheld.store.uploads import TOO_LARGE

from .base import NAMED_VERSION, THAT_VERSION, Routes, View, made, made_at, may_read
from .policies import Table, given_out, sheet

drafting = Routes(tags=["drafts"])
_DRAFT = "/policies/drafts/{draft}"
_File = Annotated[str, Field(max_length=120, pattern=r"^[A-Za-z0-9_-]+\.(csv|yaml)$")]


def _shown(response: HttpResponse, draft_id: int) -> DraftTold:
    row = drafts.draft(draft_id)
    version = draft_version(row)
    tagged(response, version)
    return told.draft(row, version)


@drafting.reads("/policies/drafts", Page[DraftLine])
def list_drafts(
    request: HttpRequest,
    limit: Limit = 50,
    cursor: Cursor | None = None,
    state: DraftState | None = None,
) -> Page[DraftLine]:
    """Drafts, the newest first."""
    may_read(request)
    found = PolicyDraft.objects.select_related("author", "reviewer").defer("files", "base")
    found = found.filter(state=state) if state else found
    return page(request, found, lambda each: [*map(DraftLine.model_validate, each)], limit, cursor)


@drafting.writes("POST", "/policies/drafts", DraftTold, Scope.POLICIES, status=201)
def open_new_draft(
    request: HttpRequest, body: DraftGiven, response: HttpResponse
) -> Status[DraftTold]:
    """A draft that begins as the version which it will follow."""
    row = open_draft(body.valid_from, body.note, by(request), now(request))
    return made_at(f"/policies/drafts/{row.pk}", _shown(response, row.pk), response)


@drafting.reads(_DRAFT, DraftTold)
def read_draft(request: HttpRequest, draft: Id, response: HttpResponse) -> DraftTold:
    """A draft with its texts, its changes, and what was said of it."""
    may_read(request)
    return _shown(response, draft)


@drafting.reads(f"{_DRAFT}/hindrances", Hindered)
def list_hindrances(request: HttpRequest, draft: Id) -> Hindered:
    """What keeps a draft from being published, each with its mend."""
    may_read(request)
    return told.hindered(drafts.draft(draft), now(request))


@drafting.reads(f"{_DRAFT}/model", None)
def read_draft_model(request: HttpRequest, draft: Id) -> HttpResponse:
    """The whole draft as a DMN model."""
    may_read(request)
    return given_out(exchange.as_model(drafts.draft(draft).files))


@drafting.reads(f"{_DRAFT}/tables/{{table}}", None)
def read_draft_table(
    request: HttpRequest, draft: Id, table: Table, form: Literal["csv", "xlsx"] = "csv"
) -> HttpResponse:
    """A table of a draft as CSV or as a spreadsheet."""
    may_read(request)
    return sheet(drafts.draft(draft).files, table, form)


def _edit(request: HttpRequest, response: HttpResponse, draft_id: int, change: Change) -> DraftTold:
    """One change, of the draft that was read; nothing is held while it is worked out."""
    as_read = partial(check_draft, request)
    as_read(drafts.draft(draft_id))  # of an edit that changes nothing as well, which writes nothing
    edit_draft.edit_draft(draft_id, change, by(request), now(request), as_read)
    return _shown(response, draft_id)


def _writes(method: str, path: str, match: str = THAT_VERSION) -> Callable[[View], View]:
    return drafting.writes(method, f"{_DRAFT}{path}", DraftTold, Scope.POLICIES, match=match)


@_writes("PUT", "/day")
def write_day(request: HttpRequest, draft: Id, body: DayGiven, response: HttpResponse) -> DraftTold:
    """The first day on which the draft would decide."""
    publish.check_day(body.valid_from, now(request))
    return _edit(request, response, draft, partial(date_from, valid_from=body.valid_from))


@_writes("PUT", "/files/{file}")
def write_whole_file(
    request: HttpRequest, draft: Id, file: _File, body: FileGiven, response: HttpResponse
) -> DraftTold:
    """A whole file of the draft as text."""
    return _edit(request, response, draft, partial(write_file, file=file, text=body.text))


@_writes("PATCH", "/tables/{table}/cells")
def write_rule_cells(
    request: HttpRequest, draft: Id, table: Table, body: CellsGiven, response: HttpResponse
) -> DraftTold:
    """Some cells of one rule."""
    of = {"was": body.was, "cells": body.cells}
    return _edit(request, response, draft, partial(write_cells, table=table, row=body.row, **of))


@_writes("POST", "/tables/{table}/rules")
def write_rule(
    request: HttpRequest, draft: Id, table: Table, body: RuleGiven, response: HttpResponse
) -> DraftTold:
    """A rule added, copied, moved or deleted."""
    change = partial(change_rule, table=table, act=Act(body.act), row=body.row, rule=body.rule)
    return _edit(request, response, draft, change)


@_writes("POST", "/tables/{table}/columns")
def write_column(
    request: HttpRequest, draft: Id, table: Table, body: ColumnGiven, response: HttpResponse
) -> DraftTold:
    """A column more, or one less."""
    what = delete_column if body.act == "delete" else add_column
    return _edit(request, response, draft, partial(what, table=table, column=body.column))


@_writes("POST", "/tables/{table}/file")
def upload_table(
    request: HttpRequest,
    draft: Id,
    table: Table,
    response: HttpResponse,
    file: Annotated[UploadedFile, File()],
) -> DraftTold:
    """A table taken from a CSV file or a spreadsheet."""
    name, data = _uploaded(request, file)

    def change(files: Mapping[str, str]) -> Edited:
        return replace_tables(files, {table: exchange.csv_of(name, data)}, name)

    return _edit(request, response, draft, change)


@_writes("POST", "/model")
def upload_model(
    request: HttpRequest,
    draft: Id,
    response: HttpResponse,
    file: Annotated[UploadedFile, File()],
) -> DraftTold:
    """Every table taken from a DMN model."""
    name, data = _uploaded(request, file)

    def change(files: Mapping[str, str]) -> Edited:
        return replace_tables(files, exchange.sheets_of(name, data, files), name)

    return _edit(request, response, draft, change)


_MOST_BYTES = 5_000_000


def _uploaded(request: HttpRequest, file: UploadedFile) -> tuple[str, bytes]:
    if TOO_LARGE in request.META or (file.size or 0) > _MOST_BYTES:
        raise FileRefused("the file is larger than 5 MB: split the table")
    return file.name or "file", file.read()


@_writes("POST", "/expectations")
def expect_answers(
    request: HttpRequest, draft: Id, body: ExpectGiven, response: HttpResponse
) -> DraftTold:
    """The policy's own cases expect what they are answered now."""
    return _edit(request, response, draft, partial(expect_now, example=body.case))


@_writes("POST", "/undo")
def undo_edit(request: HttpRequest, draft: Id, response: HttpResponse) -> DraftTold:
    """Takes the newest change back."""
    with draft_as_read(request, draft):
        edit_draft.undo(draft, by(request), now(request))
    return _shown(response, draft)


@_writes("POST", "/redo")
def redo_edit(request: HttpRequest, draft: Id, response: HttpResponse) -> DraftTold:
    """Does again what was undone last."""
    with draft_as_read(request, draft):
        edit_draft.redo(draft, by(request), now(request))
    return _shown(response, draft)


@_writes("POST", "/comments", match="")
def comment_on_draft(
    request: HttpRequest, draft: Id, body: CommentGiven, response: HttpResponse
) -> DraftTold:
    """What somebody asks or doubts."""
    told = body.table, body.rule, body.text
    comment_draft.comment(draft, *told, by(request), now(request))
    return _shown(response, draft)


@_writes("POST", "/comments/{comment}/settlement", match="")
def settle_comment(
    request: HttpRequest, draft: Id, comment: Id, response: HttpResponse
) -> DraftTold:
    """A comment is answered."""
    comment_draft.settle(draft, comment, by(request), now(request))
    return _shown(response, draft)


@_writes("POST", "/review", NAMED_VERSION)
def send_for_review(request: HttpRequest, draft: Id, response: HttpResponse) -> DraftTold:
    """Asks a second person to look."""
    may.check("send", by(request))  # whose it is not to do is told that, whatever they read
    with draft_as_read(request, draft, named=True):
        publish.send_for_review(draft, by(request), now(request))
    return _shown(response, draft)


@_writes("POST", "/return")
def send_back(request: HttpRequest, draft: Id, body: WhyGiven, response: HttpResponse) -> DraftTold:
    """Back to be written on, with the reason."""
    with draft_as_read(request, draft):
        publish.return_draft(draft, body.why, by(request), now(request))
    return _shown(response, draft)


@drafting.writes(
    "POST", f"{_DRAFT}/publication", VersionLine, Scope.POLICIES, status=201, match=NAMED_VERSION
)
def publish_draft(request: HttpRequest, draft: Id) -> Status[VersionLine]:
    """A second person lets the draft decide, from its first day on."""
    may.check("publish", by(request))
    with draft_as_read(request, draft, named=True):
        version = publish.publish(draft, by(request), now(request))
    return made(told.version_line(drafts.version_from(version.valid_from)))


@_writes("POST", "/end")
def drop_draft(
    request: HttpRequest, draft: Id, body: WhyGiven, response: HttpResponse
) -> DraftTold:
    """Gives the draft up; it stays in the record."""
    with draft_as_read(request, draft):
        publish.drop(draft, body.why, by(request), now(request))
    return _shown(response, draft)
