"""Imports: a file taken in, its mapping drawn, tried, begun, followed and undone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from upheld.core.imports import MapError
from upheld.core.imports.shapes import COMPLAINTS, SHAPES
from upheld.core.words import ImportState
from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.imports import MappingForm, NameForm, RulesForm, UploadForm
from upheld.desk.forms.rules import written
from upheld.desk.show import imports as shown
from upheld.steps import draw_import
from upheld.steps.may import NotAllowed
from upheld.steps.run_import import MAPPED, NotNow, opened
from upheld.steps.undo_import import begin_undo
from upheld.store import legal_holds, loose
from upheld.store.files import FileRefused
from upheld.store.imports import maps as import_maps
from upheld.store.imports import rejects as import_rejects
from upheld.store.imports import runs as import_runs
from upheld.store.imports.lines import MARKS
from upheld.store.models import Import, SavedMapping
from upheld.store.policies import PolicyMissing, Rules
from upheld.store.sight import import_seen
from upheld.store.uploads import too_large

from . import once
from .asking import may_take, now, person

_A_PAGE, _MOST_SHOWN, _MOST_KEPT = 25, 50, 30
_TO_MEND = (FileRefused, MapError, NotNow, PolicyMissing)
_NOT_SHOWN = (*_TO_MEND, NotAllowed, OSError)


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Every import, the newest first, and the form for another."""
    may_take(request, "import")
    return _list(request, _upload_form(request, bound=False), 200)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    may_take(request, "import")
    if (again := once.repeated(request)) is not None:
        return again
    form = _upload_form(request, bound=True)
    if trouble := too_large(request):
        form.add_error("file", trouble)
    if not form.is_valid():
        return _list(request, form, 422)
    told, by = form.cleaned_data, person(request)
    loose.expected(request.FILES, now())
    try:
        if told["file"]:
            row = draw_import.upload(told["file"], told["format"], told["saved"], by, now())
        else:
            row = draw_import.upload_again(
                int(told["again"]), told["format"], told["saved"], by, now()
            )
    except (*_TO_MEND, NotAllowed) as error:
        form.add_error(None, _sentence(error))
        return _list(request, form, 422)
    return once.done(request, reverse("desk:import", args=[row.pk]))


def _upload_form(request: HttpRequest, bound: bool) -> UploadForm:
    newest = Import.objects.filter(kept=True).order_by("-pk")
    kept = [(pk, f"{name} (import {pk})") for pk, name in newest.values_list("pk", "filename")[:20]]
    saved = list(SavedMapping.objects.values_list("name", flat=True))
    if bound:
        return UploadForm(request.POST, request.FILES, key="upload", kept=kept, saved=saved)
    return UploadForm(key="upload", kept=kept, saved=saved)


def _list(request: HttpRequest, form: UploadForm, status: int) -> HttpResponse:
    page = Paginator(Import.objects.all(), _A_PAGE).get_page(request.GET.get("page"))
    listed = [(row, shown.state_told(row)) for row in page]
    context = {"section": "imports", "now": now(), "form": form, "page": page, "listed": listed}
    return render(request, "desk/imports.html", context, status=status)


@require_safe
def page(request: HttpRequest, import_id: int) -> HttpResponse:
    return _page(request, import_id, None, 200)


@require_POST
def mapping(request: HttpRequest, import_id: int) -> HttpResponse:
    """Keeps how the columns are read, and shows the first rows so."""
    row = _row(request, import_id)
    form: DeskForm
    if row.format == MAPPED:
        try:
            samples = import_maps.samples(draw_import.to_map(row))
        except (FileRefused, NotAllowed, OSError):
            return _page(request, import_id, None, 422)
        form = _mapping_form(row, samples, request)
    else:
        form = RulesForm(request.POST, key="rules")

    def step() -> str:
        told = form.told() if isinstance(form, MappingForm) else {}
        if told:
            # Kept unread, its page would have no columns to mend the mapping by.
            row.mapping = told
            draw_import.opened_to_map(row)
        rules: Rules | None = form.cleaned_data.get("rules")
        draw_import.map_columns(import_id, told, rules, person(request))
        return "The rows below are read so."

    return _act(request, import_id, form, step)


@require_POST
def keep(request: HttpRequest, import_id: int) -> HttpResponse:
    form = NameForm(request.POST, key="name")

    def step() -> str:
        name = form.cleaned_data["name"]
        draw_import.keep_mapping(import_id, name, person(request), now())
        return f"The mapping is kept as {name}."

    return _act(request, import_id, form, step)


@require_POST
def begin(request: HttpRequest, import_id: int) -> HttpResponse:
    dry = request.POST.get("dry") == "1"

    def step() -> str:
        draw_import.start(import_id, dry, person(request))
        return "It is tried: nothing will be written." if dry else "The import begins."

    return _act(request, import_id, NothingToFill(request.POST, key="begin"), step)


@require_POST
def undo(request: HttpRequest, import_id: int) -> HttpResponse:
    def step() -> str:
        begin_undo(import_id, person(request))
        return "It is being taken back."

    return _act(request, import_id, NothingToFill(request.POST, key="undo"), step)


@require_safe
def rejected(request: HttpRequest, import_id: int) -> HttpResponse:
    """The rows that were not taken, as CSV to be mended and imported again."""
    row = _row(request, import_id)
    try:
        columns = _columns(row) if row.kept else ()
    except (*_TO_MEND, OSError) as error:
        raise Http404(str(error)) from None
    name = f"import-{row.pk}-rejected.csv"
    text = import_rejects.csv_text(row, columns)
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=disposition)


def _columns(row: Import) -> tuple[str, ...]:
    """The columns of the rows that an import keeps: of a table, but what an earlier one marked."""
    columns = opened(row, draw_import.file_of(row)).columns
    return columns if row.kind == COMPLAINTS else tuple(c for c in columns if c not in MARKS)


def _act(
    request: HttpRequest, import_id: int, form: DeskForm, step: Callable[[], str]
) -> HttpResponse:
    may_take(request, "import")
    if (again := once.repeated(request)) is not None:
        return again
    if form.is_valid():
        try:
            told = step()
        except import_runs.ImportMissing as error:
            raise Http404(str(error)) from None
        except _TO_MEND as error:
            form.add_error(None, _sentence(error))
        else:
            messages.success(request, told)
            return once.done(request, reverse("desk:import", args=[import_id]))
    return _page(request, import_id, form, 422)


def _page(request: HttpRequest, import_id: int, form: DeskForm | None, status: int) -> HttpResponse:
    row = _row(request, import_id)
    undone = row.state == ImportState.UNDONE
    context: dict[str, Any] = {
        "section": "imports",
        "now": now(),
        "row": row,
        "state": shown.state_told(row),
        "tried": row.dry and row.ended_at is not None,
        "problems": import_seen.problems(row).defer("cells")[:_MOST_SHOWN],
        "kept": import_runs.kept(row)[:_MOST_KEPT] if undone else [],
        "holds": map(legal_holds.told, legal_holds.of_import(row.pk) if undone else ()),
        "error_outside": form if form and not isinstance(form, MappingForm) else None,
        "reasons": sorted(row.reasons.items(), key=lambda each: -each[1]),
    }
    if row.kept and row.state in (ImportState.DRAFT, ImportState.FAILED):
        context |= _drawing(row, form)
    return render(request, "desk/import.html", context, status=status)


def _drawing(row: Import, form: DeskForm | None) -> dict[str, Any]:
    """The mapping to be drawn and the first rows, while the import has not begun."""
    name = form if isinstance(form, NameForm) else NameForm(
        key="name", initial={"name": row.mapping_name}
    )  # fmt: skip
    told: dict[str, Any] = {"drawing": True, "name_form": name}
    try:
        if row.format != MAPPED:
            rules = written(Rules(row.regime, row.complaint_kind))
            sheet = draw_import.to_look_at(row)
            told["form"] = RulesForm(key="rules", initial={"rules": rules})
        else:
            sheet = draw_import.to_map(row)
            samples = import_maps.samples(sheet)
            chosen = form if isinstance(form, MappingForm) else _mapping_form(row, samples, None)
            told |= {"form": chosen, "columns": shown.columns(samples, row)}
    except _NOT_SHOWN as error:
        return {"trouble": _sentence(error)}
    return {**told, "sheet": sheet, "preview": shown.preview(row, sheet, now())}


def _mapping_form(
    row: Import, samples: dict[str, list[str]], request: HttpRequest | None
) -> MappingForm:
    rules = written(Rules(row.regime, row.complaint_kind))
    told = {"columns": samples, "told": row.mapping, "rules": rules, "shape": SHAPES[row.kind]}
    return MappingForm(request.POST if request else None, key="mapping", **told)


def _row(request: HttpRequest, import_id: int) -> Import:
    may_take(request, "import")
    return get_object_or_404(Import, pk=import_id)


def _sentence(error: Exception) -> str:
    return f"{capfirst(' '.join(str(error).split()))}."
