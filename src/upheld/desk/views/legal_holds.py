"""Legal holds: what stands, one that is placed, and the rest of its way."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.words import CaseId
from upheld.desk.forms.legal_holds import LegalHoldForm, LegalHoldLiftForm, LegalHoldReviewForm
from upheld.desk.show.fold import Opened
from upheld.desk.show.legal_holds import legal_holds_page
from upheld.steps import keep_legal_holds
from upheld.store.models import Person

from . import unfolding
from .asking import may_take, now
from .relations import Page, take, tell_stray

_FORMS = {"review": LegalHoldReviewForm, "lift": LegalHoldLiftForm}


@require_safe
def legal_holds(request: HttpRequest) -> HttpResponse:
    """What stands; with `whom` in the address, the form to place one on them."""
    may_take(request, "keep_legal_holds")
    return _page(request)(unfolding.opened(request), 200)


def _page(request: HttpRequest) -> Page:
    def page(which: Opened, status: int) -> HttpResponse:
        context = legal_holds_page(now(), request.GET.get("page"), which)
        if only := unfolding.alone(request):
            return unfolding.given(request, only, context["all_folds"], context)
        tell_stray(request, which, ["place", *(each.key for each in context["all_folds"])])
        return render(request, "desk/legal_holds.html", context, status=status)

    return page


@require_POST
def place(request: HttpRequest) -> HttpResponse:
    form = LegalHoldForm(request.POST, key="place")

    def step(told: Mapping[str, Any], by: Person, at: datetime) -> str:
        customer, case = told["whom"]
        number = CaseId(case) if case else None
        keep_legal_holds.place(customer, number, told["reason"], told["review_due"], by, at)
        return "It is under a legal hold: nothing of it is erased until somebody lifts it."

    to = reverse("desk:legal_holds")
    return take(request, "place", form, step, _page(request), to)


@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Reviews a hold, or lifts it."""
    if step not in _FORMS:
        raise Http404(f"there is no {step} here")
    key = f"{step}-{pk}"

    def act(told: Mapping[str, Any], by: Person, at: datetime) -> str:
        if step == "review":
            keep_legal_holds.review(pk, told["because"], told["review_due"], by, at)
            return "It stands until its next review."
        keep_legal_holds.lift(pk, told["why"], by, at)
        return "It is lifted."

    form = _FORMS[step](request.POST, key=key)
    return take(request, key, form, act, _page(request), reverse("desk:legal_holds"))
