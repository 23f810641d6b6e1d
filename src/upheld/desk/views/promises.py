"""What we promised: recorded, settled by a person, and listed over all cases."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from upheld.core.promises.commitments import CommitmentState
from upheld.core.words import CaseId
from upheld.desk.forms.promises import PromiseForm, SettleForm
from upheld.desk.show.mail import Tab
from upheld.desk.show.promises import counted, lines
from upheld.steps import commit
from upheld.store.counted import case_days
from upheld.store.erased.left_open import not_in_an_erased_case
from upheld.store.models import Commitment, Person

from .acting import Done, act
from .asking import may_take, now

_A_PAGE = 25
_RECORDED = {
    "yes": "It is recorded as kept.",
    "no": "It is recorded as broken.",
    "unwanted": "It is ended: they do not want it any more.",
}
_DAYS = ("from", "to", "late")
_LABELS = {
    CommitmentState.OPEN.value: "To keep",
    CommitmentState.BROKEN.value: "Broken",
    CommitmentState.KEPT.value: "Kept",
    CommitmentState.REPLACED.value: "Promised anew",
    CommitmentState.ENDED.value: "Ended",
}


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """The promises in one state: what is to be kept by its day, what was settled newest first."""
    may_take(request, "read")
    asked = request.GET.get("state", "")
    state = asked if asked in _LABELS else CommitmentState.OPEN.value
    order = ("due", "pk") if state == CommitmentState.OPEN else ("-settled_at", "-pk")
    found = _asked(request, state).select_related("case__customer", "case__owner")
    page = Paginator(found.order_by(*order), _A_PAGE).get_page(request.GET.get("page"))
    context = {"section": "promises", "now": now(), "page": page, "state": state}
    context |= {"lines": lines(page, now()), "tabs": _tabs(state, now())}
    days = {name: request.GET[name] for name in _DAYS if name in request.GET}
    context |= {"asked": urlencode({"state": state, **days}), "days": bool(days)}
    return render(request, "desk/promises.html", context)


def _asked(request: HttpRequest, state: str) -> "QuerySet[Commitment]":
    """Those in a state: of the days that a figure asks for those that were settled in them, and of
    open ones those whose day is over, where it asks for them."""
    found = Commitment.objects.filter(state=state)
    if state == CommitmentState.OPEN:
        found = found.filter(not_in_an_erased_case("case"))
        return found.filter(due__lt=now()) if request.GET.get("late") else found
    return case_days.between(found, "settled_at", request.GET.dict())


def _tabs(chosen: str, at: datetime) -> list[Tab]:
    known = counted(at)
    counts = {CommitmentState.OPEN.value: known.open, CommitmentState.BROKEN.value: known.broken}
    return [
        Tab(label, counts.get(state), f"?state={state}", state == chosen)
        for state, label in _LABELS.items()
    ]


@require_POST
def promise(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        commit.promise(case_id, told["words"], told["due_on"], by, now)
        return Done("It is kept track of.")

    return act(request, case_id, "promise", PromiseForm(request.POST, key="promise"), step)


@require_POST
def settled(request: HttpRequest, case_id: CaseId, commitment_id: int) -> HttpResponse:
    key = f"promise-{commitment_id}"

    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        came = told["kept"]
        kept, unwanted = came == "yes", came == "unwanted"
        commit.settle(case_id, commitment_id, kept, told["note"], by, now, unwanted=unwanted)
        return Done(_RECORDED[came])

    return act(request, case_id, key, SettleForm(request.POST, key=key), step)
