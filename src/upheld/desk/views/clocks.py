"""The clocks of a case: our own targets stand still, and go on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from upheld.core.words import CaseId
from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.clocks import PauseForm, SentForm
from upheld.steps import pause as steps
from upheld.steps.record_letter import record_letter
from upheld.store.models import Person

from .acting import Done, act


@require_POST
def letter(request: HttpRequest, case_id: CaseId, clock_id: int) -> HttpResponse:
    key = f"letter-{clock_id}"

    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        record_letter(case_id, clock_id, told["sent_at"], by, now)
        return Done("It is recorded that the letter left.")

    return act(request, case_id, key, SentForm(request.POST, key=key), step)


@require_POST
def pause(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        steps.pause(case_id, told["why"], by, now)
        return Done("Our own targets are paused. What binds us goes on.")

    return act(request, case_id, "pause", PauseForm(request.POST, key="pause"), step)


@require_POST
def resumption(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        steps.resume(case_id, by, now)
        return Done("Our own targets go on.")

    form = NothingToFill(request.POST, key="resumption")
    return act(request, case_id, "resumption", form, step)
