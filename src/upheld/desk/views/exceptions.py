"""Exceptions of one case: looked at, granted, approved, taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from upheld.core.deviations import LEAVES_ROOM, DeviationError, read_situation
from upheld.core.money import MoneyError
from upheld.core.references import reference
from upheld.core.words import CaseId, CaseState
from upheld.desk.forms.exceptions import (
    DeviationApprovalForm,
    DeviationEndForm,
    GrantForm,
    LookForm,
)
from upheld.desk.show.exceptions import OutlookPart, outlook_part
from upheld.steps import may
from upheld.steps.decide import StaleDecision
from upheld.steps.deviate import Wanted, approve_deviation, deviate, end_deviation, outlook
from upheld.store import load
from upheld.store.load import CaseMissing
from upheld.store.models import Case, Person

from . import once
from .acting import Done, act, sentence
from .asking import now, person


@require_http_methods(["GET", "HEAD", "POST"])
def exception(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """What an exception would cost and do; and granted only from the page that says so."""
    if request.method == "POST":
        return _granted(request, case_id)
    look = LookForm(request.GET, key="look") if "kind" in request.GET else LookForm(key="look")
    return _page(request, case_id, look, None, 422 if look.is_bound and look.errors else 200)


def _granted(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    if (again := once.repeated(request)) is not None:
        return again
    form, case = GrantForm(request.POST, key="grant"), _case(case_id)
    if form.is_valid():
        told = form.cleaned_data
        try:
            wanted = _wanted(form, case)
            row = deviate(
                case_id, told["decision"], wanted, told["over_budget"], person(request), now()
            )
        except may.NotAllowed as error:
            raise PermissionDenied(sentence(error)) from None
        except (DeviationError, MoneyError, StaleDecision, may.WrongState) as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _said(row.given))
            return once.done(request, reverse("desk:case", args=[case_id]))
    return _page(request, case_id, LookForm(request.POST, key="look"), form, 422)


def _said(given: bool) -> str:
    return (
        "The exception is granted. The reply tells it."
        if given
        else "It is asked for, and waits for approval."
    )


def _wanted(form: LookForm, case: Case) -> Wanted:
    told = form.cleaned_data
    return Wanted(
        told["kind"],
        form.money(case.currency),
        told["words"],
        told.get("reason", ""),
        told.get("expires_on"),
    )


def _page(
    request: HttpRequest, case_id: CaseId, look: LookForm, grant: GrantForm | None, status: int
) -> HttpResponse:
    case, by = _case(case_id), person(request)
    _check(by)
    row = load.latest_decision(case.pk)
    if row is None:
        raise Http404("nothing is decided in this case: an exception goes beyond a decision")
    part, trouble = _outlook(case, look, by)
    situation = read_situation(row.situation)
    told = dict(look.data.items()) if look.is_bound else {}
    context = {
        "section": "exceptions",
        "case": case,
        "decision": row,
        "situation": situation.words if situation else "a situation that no record tells",
        "look": look,
        "part": part,
        "trouble": trouble,
        "room": row.stance in LEAVES_ROOM,
        "may_grant": may.allowed("deviate", by, case.state),
        "in_time": case.state == CaseState.DECIDED,
        "grant": grant or GrantForm(key="grant", initial={**told, "decision": row.pk}),
        "now": now(),
    }
    return render(request, "desk/exception.html", context, status=status)


def _outlook(case: Case, look: LookForm, by: Person) -> tuple[OutlookPart | None, str]:
    if not look.is_bound or not look.is_valid():
        return None, ""
    try:
        seen = outlook(case, _wanted(look, case), by, now())
    except (DeviationError, MoneyError) as error:
        return None, sentence(error)
    situation = read_situation(seen.situation)
    words = situation.words if situation else ""
    return outlook_part(seen, look.money(case.currency), by, words), ""


def _case(case_id: CaseId) -> Case:
    found = Case.objects.filter(pk=case_id).select_related("customer", "order", "owner__team")
    case = found.first()
    if case is None:
        raise Http404(str(CaseMissing(f"there is no case {reference(case_id)}")))
    return case


def _check(by: Person) -> None:
    try:
        may.check("read", by)
    except may.NotAllowed as error:
        raise PermissionDenied(sentence(error)) from None


@require_POST
def approve(request: HttpRequest, case_id: CaseId, deviation_id: int) -> HttpResponse:
    key = f"approve-{deviation_id}"

    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        approve_deviation(case_id, deviation_id, told["over_budget"], by, now)
        return Done("The exception is granted. The reply tells it.")

    return act(request, case_id, key, DeviationApprovalForm(request.POST, key=key), step)


@require_POST
def end(request: HttpRequest, case_id: CaseId, deviation_id: int) -> HttpResponse:
    key = f"end-{deviation_id}"

    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        end_deviation(case_id, deviation_id, told["why"], by, now)
        return Done("It is not given.")

    return act(request, case_id, key, DeviationEndForm(request.POST, key=key), step)
