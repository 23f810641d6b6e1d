"""Merging a case into another, undoing it, and a message that becomes a case of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST

from upheld.core.words import CaseId, CaseState
from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.merging import MergeForm
from upheld.steps import may
from upheld.steps import merge as steps
from upheld.store import foreign
from upheld.store.load import CaseMissing
from upheld.store.merged import as_one
from upheld.store.models import Case, Person
from upheld.store.rows.people import private_team

from . import once
from .acting import Done, act
from .asking import may_take, now, person


@require_http_methods(["GET", "HEAD", "POST"])
def merging(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """Which case this one belongs to: one of the customer's that are open, or any by its number."""
    if (again := once.repeated(request)) is not None:
        return again
    case = get_object_or_404(Case.objects.select_related("customer", "owner__team"), pk=case_id)
    may_take(request, "merge")
    sent = request.POST if request.method == "POST" else None
    form = MergeForm(sent, key="merging", cases=_others(case))
    if request.method == "POST" and form.is_valid() and _merged(request, case_id, form):
        return once.done(request, reverse("desk:case", args=[form.chosen]))
    context = {"section": "inbox", "case": case, "form": form, "now": now()}
    context["kept_by"] = private_team(case.owner)
    context["as_history"] = case.state == CaseState.CLOSED
    return render(request, "desk/merging.html", context, status=422 if form.is_bound else 200)


def _others(case: Case) -> list[Case]:
    """The customer's other cases that can take this one in, the newest first."""
    theirs = as_one.cases(case.customer).exclude(pk=case.pk).order_by()
    waiting = theirs.exclude(state__in=(CaseState.CLOSED, CaseState.ANSWERED))
    # Chosen and put in order here: SQLite would look for both among everybody's cases.
    found = [each for each in waiting if each.merged_into_id is None]
    if any(each.currency != case.currency for each in found) and foreign.has_amounts(case):
        found = [each for each in found if each.currency == case.currency]
    return sorted(found, key=lambda each: each.received_at, reverse=True)[:20]


def _merged(request: HttpRequest, case_id: CaseId, form: MergeForm) -> bool:
    told = form.cleaned_data
    try:
        row = steps.merge(
            case_id, form.chosen, told["why"], person(request), now(), sure=told["sure"]
        )
    except (steps.MergeError, CaseMissing, may.WrongState) as error:
        form.add_error(None, f"{capfirst(str(error))}.")
        return False
    messages.success(request, f"{row.case.reference} is a part of this case now.")
    return True


@require_POST
def undone(request: HttpRequest, case_id: CaseId, merge_id: int) -> HttpResponse:
    key = f"undo-merge-{merge_id}"

    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        row = steps.undo_merge(case_id, merge_id, by, now)
        return Done(f"{row.case.reference} is a case of its own again.")

    return act(request, case_id, key, NothingToFill(request.POST, key=key), step)
