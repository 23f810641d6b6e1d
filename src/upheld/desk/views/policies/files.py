"""The whole files of a draft: settings and cases as text, every table from a DMN model."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from upheld.core.drafting import Edited, replace_tables, write_file
from upheld.core.examples import FILE as CASES
from upheld.core.review import Review
from upheld.desk.forms.policies import TextForm, UploadForm
from upheld.desk.show.policies.draft import draft_head
from upheld.desk.views.asking import now, person
from upheld.steps import edit_draft
from upheld.store import drafts
from upheld.store.exchange import sheets_of
from upheld.store.models import PolicyDraft
from upheld.store.uploads import too_large
from upheld.tables.editing import EditError

from .drafting import found, show_draft
from .taking import as_read, take


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, draft_id: int, file: str) -> HttpResponse:
    """A whole file as text: what the settings hold that no table does."""
    row = found(draft_id)
    if file not in row.files:
        raise Http404(f"no file {file} in this draft")
    now_is = row.files[file]
    if request.method != "POST":
        form = TextForm(key="text", initial={"text": now_is, "seen": _mark(now_is)})
        return _show_text(request, row, file, form, ())
    form = TextForm(request.POST, key="text")

    def act() -> str:
        change = partial(_write_seen, file=file, told=form.cleaned_data)
        edit_draft.edit_draft(draft_id, change, person(request), now())
        return f"{file} is kept."

    def again(problems: Sequence[str], status: int) -> HttpResponse:
        return _show_text(request, row, file, form, problems, status)

    if not form.is_valid():
        return again((), HTTPStatus.UNPROCESSABLE_ENTITY)
    page = reverse("desk:draft_text", args=[draft_id, file])
    return take(request, act, lambda: page, again)


def _write_seen(files: Mapping[str, str], file: str, told: Mapping[str, str]) -> Edited:
    """Raises EditError where somebody else wrote in the file meanwhile."""
    if told["seen"] != _mark(files.get(file, "")):
        raise EditError(
            f"somebody wrote in {file} while you did: copy your text, read theirs, and write again"
        )
    return write_file(files, file, told["text"])


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _show_text(
    request: HttpRequest,
    row: PolicyDraft,
    file: str,
    form: TextForm,
    problems: Sequence[str],
    status: int = 200,
) -> HttpResponse:
    review = drafts.review_of(row.files)
    context = {
        "section": "policies",
        **draft_head(row, person(request), review, file),
        "file": file,
        "form": form,
        "problems": problems,
        "amiss": _amiss(review, file),
        "now": now(),
    }
    return render(request, "desk/policies/text.html", context, status=status)


def _amiss(review: Review, file: str) -> list[str]:
    """What cannot be read in the file as it is kept."""
    told = [str(each) for each in review.draft.problems if each.file == file]
    return told + ([review.no_examples] if file == CASES and review.no_examples else [])


@require_POST
def model(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Every table taken from a DMN model."""
    form = UploadForm(request.POST, request.FILES, key="model")
    if refused := too_large(request):
        return show_draft(request, draft_id, (refused,), "model", status=422)
    if not form.is_valid():
        return show_draft(request, draft_id, (), "model", form, status=422)
    file = form.cleaned_data["file"]

    def change(files: Mapping[str, str]) -> Edited:
        return replace_tables(files, sheets_of(file.name, file.read(), files), file.name)

    def act() -> str:
        edited = edit_draft.edit_draft(draft_id, change, person(request), now(), as_read(request))
        return f"{len(edited.files)} tables were changed." if edited.files else "Nothing differs."

    def again(problems: Sequence[str], status: int) -> HttpResponse:
        return show_draft(request, draft_id, problems, "model", status=status)

    return take(request, act, lambda: reverse("desk:draft", args=[draft_id]), again)
