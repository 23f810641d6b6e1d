"""The versions of the policy: listed, read as tables, compared, and taken elsewhere as files."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from upheld.core.drafting import Texts
from upheld.core.examples import FILE as CASES
from upheld.desk.forms.policies import OpenForm
from upheld.desk.show.policies.draft import cases_part
from upheld.desk.show.policies.sheet import heads, sheet_part, with_worth
from upheld.desk.show.worth import of_table
from upheld.desk.templatetags.desk import day as told
from upheld.desk.views.asking import now, person
from upheld.steps import may
from upheld.store import drafts
from upheld.store.drafts import DraftMissing, Version, VersionMissing
from upheld.store.exchange import Download, as_model, as_sheet
from upheld.store.models import PolicyDraft
from upheld.tables import PolicyError
from upheld.tables.differences import differences
from upheld.tables.editing import EditError
from upheld.tables.problems import ModelError

_ENDED = 12


@dataclass(frozen=True, slots=True)
class Side:
    """One of two policies that are compared: how it is called, where it is read, its texts."""

    key: str
    label: str
    url: str
    files: Texts


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    return policies_page(request, None)


def policies_page(request: HttpRequest, form: OpenForm | None, status: int = 200) -> HttpResponse:
    """Every version and every draft, and the form that opens one."""
    by, at = person(request), now()
    versions = drafts.versions()
    today = timezone.localdate(at)
    in_force = next((each for each in versions if each.valid_from <= today), None)
    rows = PolicyDraft.objects.select_related("author", "reviewer").defer("files", "base")
    open_rows = list(rows.exclude(state__in=("published", "dropped")))
    ended = list(rows.filter(state="dropped")[:_ENDED])
    may_draft = may.allowed_any("draft", by)
    context = {
        "section": "policies",
        "now": at,
        "versions": versions,
        "in_force": in_force,
        "drafts": open_rows,
        "dropped": ended,
        "may_draft": may_draft,
        "form": (form or OpenForm(key="open", initial={"valid_from": _next_month(today)}))
        if may_draft
        else None,
        "open": form is not None,
    }
    return render(request, "desk/policies/list.html", context, status=status)


def _next_month(today: date) -> date:
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


@require_safe
def version(request: HttpRequest, day: date) -> HttpResponse:
    """One version: its tables to choose from, and what it says of itself."""
    found = _version(day)
    context = {**_version_head(found, ""), **_told(found.files), "now": now()}
    return render(request, "desk/policies/version.html", context)


def _told(files: Texts) -> dict[str, Any]:
    """What a version claims of itself, and how many cases show it."""
    found = drafts.review_of_published(files)
    return {"claims": found.policy.claims if found.policy else (), "cases": len(found.ran)}


@require_safe
def version_table(request: HttpRequest, day: date, table: str) -> HttpResponse:
    found = _version(day)
    review = drafts.review_of_published(found.files)
    try:
        part = sheet_part(review, table, None)
    except LookupError:
        raise Http404(f"no table {table} in this version") from None
    part = with_worth(part, of_table(review.policy, table, now()))
    context = {**_version_head(found, table), "sheet": part, "now": now()}
    return render(request, "desk/policies/version_table.html", context)


def _version(day: date) -> Version:
    try:
        return drafts.version_from(day)
    except VersionMissing as error:
        raise Http404(str(error)) from None


def _version_head(found: Version, current: str) -> dict[str, Any]:
    declared = heads(drafts.review_of_published(found.files).draft.declared)
    return {
        "section": "policies",
        "version": found,
        "current": current,
        "tables": [(name, name.replace("_", " ").capitalize()) for name in declared],
        "key": found.valid_from.isoformat(),
    }


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two versions, or a version and a draft, rule by rule; the latest change unless asked."""
    versions = drafts.versions()
    open_rows = PolicyDraft.objects.filter(state__in=("draft", "in_review"))
    choices = [(each.valid_from.isoformat(), f"From {told(each.valid_from)}") for each in versions]
    choices += [(f"draft-{row.pk}", f"Draft {row.pk}: {row.note[:60]}") for row in open_rows]
    newest = (choices[min(1, len(choices) - 1)][0], choices[0][0]) if choices else ("", "")
    asked = [request.GET.get(name, "") for name in ("before", "after")]
    sides = [_side(key, choices) for key in (asked if any(asked) else newest)]
    context: dict[str, Any] = {"section": "policies", "choices": choices, "now": now()}
    context |= {"before": sides[0], "after": sides[1], "differences": None, "cases": None}
    if sides[0] and sides[1]:
        context |= _compared(sides[0], sides[1])
    return render(request, "desk/policies/compare.html", context)


def _side(key: str, choices: list[tuple[str, str]]) -> Side | None:
    label = dict(choices).get(key)
    if label is None:
        return None
    if key.startswith("draft-"):
        pk = int(key.removeprefix("draft-"))
        return Side(key, label, reverse("desk:draft", args=[pk]), drafts.draft(pk).files)
    day = date.fromisoformat(key)
    return Side(key, label, reverse("desk:version", args=[day]), drafts.version_from(day).files)


def _compared(before: Side, after: Side) -> dict[str, Any]:
    cases = {name: text for name, text in after.files.items() if name == CASES}
    texts = ({**before.files, **cases}, after.files)
    old, new = map(drafts.review_of_published, texts)
    if old.policy is None or new.policy is None:
        return {"unreadable": True}
    return {"differences": differences(old.policy, new.policy), "cases": cases_part(old, new)}


# Taken elsewhere


@require_safe
def version_sheet(request: HttpRequest, day: date, table: str, suffix: str) -> HttpResponse:
    return _sheet(_version(day).files, table, suffix)


@require_safe
def version_model(request: HttpRequest, day: date) -> HttpResponse:
    return _model(_version(day).files)


@require_safe
def draft_sheet(request: HttpRequest, draft_id: int, table: str, suffix: str) -> HttpResponse:
    return _sheet(_draft(draft_id).files, table, suffix)


@require_safe
def draft_model(request: HttpRequest, draft_id: int) -> HttpResponse:
    return _model(_draft(draft_id).files)


def _draft(draft_id: int) -> PolicyDraft:
    try:
        return drafts.draft(draft_id)
    except DraftMissing as error:
        raise Http404(str(error)) from None


def _sheet(files: Texts, table: str, suffix: str) -> HttpResponse:
    try:
        return _downloaded(as_sheet(files, table, suffix))
    except (EditError, PolicyError) as error:
        raise Http404(str(error)) from None


def _model(files: Texts) -> HttpResponse:
    try:
        return _downloaded(as_model(files))
    except (ModelError, PolicyError) as error:
        raise Http404(str(error)) from None


def _downloaded(file: Download) -> HttpResponse:
    response = HttpResponse(file.data, content_type=file.kind)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    return response
