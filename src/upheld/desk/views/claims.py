"""A person takes what an assistant said, or leaves it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from upheld.core.words import CaseId
from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.claims import LeavingForm
from upheld.steps.claim import leave, take
from upheld.store.models import Person

from .acting import Done, act


@require_POST
def taken(request: HttpRequest, case_id: CaseId, claim_id: int) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        allegation = take(case_id, claim_id, by, now)
        return Done("It is yours now: the facts stand under your name.", f"finding-{allegation}")

    key = f"take-{claim_id}"
    return act(request, case_id, key, NothingToFill(request.POST, key=key), step)


@require_POST
def left(request: HttpRequest, case_id: CaseId, claim_id: int) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        leave(case_id, claim_id, told["why"], by, now)
        return Done("The claim is left, and why is kept.")

    key = f"leave-{claim_id}"
    return act(request, case_id, key, LeavingForm(request.POST, key=key), step)
