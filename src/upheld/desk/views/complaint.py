"""Somebody is unhappy: the complaint, written down as they said it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from upheld.core.intake import IntakeError
from upheld.core.words import CaseId
from upheld.desk.forms.complaint import ComplaintForm
from upheld.steps.receive import receive
from upheld.store.policies import PolicyMissing

from . import once
from .asking import may_take, now, person


@require_http_methods(["GET", "HEAD", "POST"])
def complaint_new(request: HttpRequest) -> HttpResponse:
    may_take(request, "receive")
    if (again := once.repeated(request)) is not None:
        return again
    form = ComplaintForm(request.POST or None, key="complaint")
    case_id = _received(request, form) if request.method == "POST" and form.is_valid() else None
    if case_id is not None:
        messages.success(request, "The complaint is received. Its clocks are running.")
        page = reverse("desk:case", args=[case_id])
        return once.done(request, page)
    status = 422 if form.is_bound else 200
    context = {"section": "new", "form": form, "now": now()}
    return render(request, "desk/complaint_new.html", context, status=status)


def _received(request: HttpRequest, form: ComplaintForm) -> CaseId | None:
    try:
        return receive(form.complaint(), person(request), now(), form.cleaned_data["rules"])
    except (IntakeError, PolicyMissing) as error:
        form.add_error(None, str(error))
        return None
