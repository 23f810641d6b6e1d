"""The tables of a draft, written on in place: cells, rules, columns, whole files."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.drafting import (
    Act,
    Change,
    Edited,
    add_column,
    change_rule,
    delete_column,
    replace_tables,
    write_cells,
)
from upheld.desk.forms.policies import ColumnForm, CommentForm, UploadForm
from upheld.desk.show.policies.draft import (
    base_of,
    cases_part,
    comments_of,
    draft_head,
    edits_part,
)
from upheld.desk.show.policies.sheet import SheetPart, sheet_part, with_typed, with_worth
from upheld.desk.show.worth import of_table
from upheld.desk.views.asking import now, person
from upheld.steps import comment_draft, edit_draft
from upheld.store import drafts
from upheld.store.exchange import csv_of
from upheld.store.models import PolicyDraft
from upheld.store.uploads import too_large

from .drafting import found, show_draft
from .taking import as_read, read, take

_CELL = "cell-"
_WHOLE = "The whole table"


@require_safe
def table(request: HttpRequest, draft_id: int, table: str) -> HttpResponse:
    return show_table(request, draft_id, table, ())


def show_table(
    request: HttpRequest,
    draft_id: int,
    table: str,
    problems: Sequence[str],
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A table with one rule open to be written on; `typed` are cells that could not be kept."""
    row = found(draft_id)
    part = _part(row, table)
    if typed:
        part = with_typed(part, _number(request, "row"), typed)
    review, base = drafts.review_of(row.files), base_of(row)
    by = person(request)
    rules = [line.rule for line in part.lines]
    context = {
        "section": "policies",
        **draft_head(row, by, review, table),
        **edits_part(row),
        "now": now(),
        "sheet": part,
        "cases": cases_part(base, review),
        "comments": comments_of(row, table),
        "comment_form": CommentForm(key="comment", rules=rules, whole=_WHOLE),
        "column_form": ColumnForm(key="column", names=part.more_columns),
        "upload_form": UploadForm(key="upload"),
        "open_row": _number(request, "row"),
        "touched": _number(request, "at"),
        "was": _was(row, part, _number(request, "row")),
        "problems": problems,
    }
    return render(request, "desk/policies/table.html", context, status=status)


def _part(row: PolicyDraft, table: str) -> SheetPart:
    before = drafts.review_of_published(row.base).draft.sheets.get(table)
    try:
        review = drafts.review_of(row.files)
        part = sheet_part(review, table, before)
        return with_worth(part, of_table(review.policy, table, now()))
    except LookupError:
        raise Http404(f"no table {table} in this draft") from None


def _number(request: HttpRequest, name: str) -> int:
    told = request.POST.get(name) or request.GET.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 8 else 0


def _was(row: PolicyDraft, part: SheetPart, number: int) -> str:
    """The rule as its writer sees it, to be sent back with what they write."""
    sheet = drafts.review_of(row.files).draft.sheets.get(part.name)
    rows = {each.number: each.cells for each in sheet.rows} if sheet else {}
    return json.dumps(rows.get(number, {}))


def _edit(
    request: HttpRequest,
    draft_id: int,
    table: str,
    change: Change,
    query: Callable[[Edited], str],
    typed: Mapping[str, str] | None = None,
    looks: bool = False,
) -> HttpResponse:
    """One edit of a table, and back to it. One that `looks` itself at what it writes over, or only
    adds, is in nobody's way; any other is of the draft that was read."""
    done: list[Edited] = []

    def act() -> str:
        check = edit_draft.any_draft if looks else as_read(request)
        done.append(edit_draft.edit_draft(draft_id, change, person(request), now(), check))
        return ""

    def page() -> str:
        return f"{reverse('desk:draft_table', args=[draft_id, table])}{query(done[0])}"

    def again(problems: Sequence[str], status: int) -> HttpResponse:
        return show_table(request, draft_id, table, problems, typed, status)

    return take(request, act, page, again)


@require_POST
def cells(request: HttpRequest, draft_id: int, table: str) -> HttpResponse:
    """What was written in the cells of one rule."""
    told = {
        name.removeprefix(_CELL): text.replace("\r\n", "\n")
        for name, text in request.POST.items()
        if name.startswith(_CELL) and isinstance(text, str)
    }
    change = partial(
        write_cells, table=table, row=_number(request, "row"), was=_read_was(request), cells=told
    )
    leave = request.POST.get("then") == "leave"

    def query(edited: Edited) -> str:
        return (
            f"?at={edited.row}#row-{edited.row}" if leave else f"?row={edited.row}#row-{edited.row}"
        )

    return _edit(request, draft_id, table, change, query, told, looks=True)


def _read_was(request: HttpRequest) -> dict[str, str]:
    try:
        read = json.loads(request.POST.get("was", "{}"))
    except (ValueError, RecursionError):  # which brackets within brackets raise, a thousand deep
        read = {}
    return {str(name): str(text) for name, text in read.items()} if isinstance(read, dict) else {}


@require_POST
def rule(request: HttpRequest, draft_id: int, table: str) -> HttpResponse:
    """A rule added, copied, moved or deleted."""
    act = request.POST.get("act", "")
    if act not in set(Act):
        raise Http404(f"a rule cannot be {act or 'left'}")
    change = partial(
        change_rule,
        table=table,
        act=Act(act),
        row=_number(request, "row"),
        rule=request.POST.get("rule", ""),
    )
    opens = Act(act) in (Act.ADD, Act.COPY)

    def query(edited: Edited) -> str:
        return f"?{'row' if opens else 'at'}={edited.row}#row-{edited.row}"

    return _edit(request, draft_id, table, change, query, looks=Act(act) is Act.ADD)


@require_POST
def column(request: HttpRequest, draft_id: int, table: str) -> HttpResponse:
    """A column more, or one less."""
    name = request.POST.get("column", "")
    adds = request.POST.get("act") != "delete"
    change = partial(add_column if adds else delete_column, table=table, column=name)
    return _edit(request, draft_id, table, change, _top, looks=adds)


@require_POST
def upload(request: HttpRequest, draft_id: int, table: str) -> HttpResponse:
    """A table taken from a CSV file or a spreadsheet."""
    form = UploadForm(request.POST, request.FILES, key="upload")
    refused = too_large(request)
    if refused or not form.is_valid():
        amiss = [refused] if refused else _errors(form)
        return show_table(request, draft_id, table, amiss, status=422)
    file = form.cleaned_data["file"]

    def change(files: Mapping[str, str]) -> Edited:
        return replace_tables(files, {table: csv_of(file.name, file.read())}, file.name)

    return _edit(request, draft_id, table, change, _top)


@require_POST
def comment(request: HttpRequest, draft_id: int, table: str) -> HttpResponse:
    """What somebody says of a table, or of one of its rules."""
    rule, text = request.POST.get("rule", "")[:80], request.POST.get("text", "")

    def act() -> str:
        comment_draft.comment(draft_id, table, rule, text, person(request), now())
        return "The comment is kept."

    page = reverse("desk:draft_table", args=[draft_id, table])
    return take(request, act, lambda: page, partial(_again, request, draft_id, table))


def _again(
    request: HttpRequest, draft_id: int, table: str, problems: Sequence[str], status: int
) -> HttpResponse:
    return show_table(request, draft_id, table, problems, status=status)


@require_POST
def undo(request: HttpRequest, draft_id: int) -> HttpResponse:
    return _walk(request, draft_id, edit_draft.undo)


@require_POST
def redo(request: HttpRequest, draft_id: int) -> HttpResponse:
    return _walk(request, draft_id, edit_draft.redo)


def _walk(request: HttpRequest, draft_id: int, step: Callable[..., Any]) -> HttpResponse:
    """Back to the table that it was asked from, or to the draft."""
    table = request.POST.get("table", "")
    of_table = table.isidentifier()
    page = (
        reverse("desk:draft_table", args=[draft_id, table])
        if of_table
        else reverse("desk:draft", args=[draft_id])
    )

    def act() -> str:
        step(draft_id, person(request), now(), read(request))
        return ""

    def again(problems: Sequence[str], status: int) -> HttpResponse:
        if of_table:
            return show_table(request, draft_id, table, problems, status=status)
        return show_draft(request, draft_id, problems, status=status)

    return take(request, act, lambda: page, again)


def _top(edited: Edited) -> str:
    return ""


def _errors(form: UploadForm) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]
