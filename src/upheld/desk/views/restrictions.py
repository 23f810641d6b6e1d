"""A restriction: decided on the customer's page, and the rest of its way on its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.words import CaseId
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.conduct import WhyForm
from upheld.desk.forms.restrictions import AppealForm, BeginForm, EndForm, LookForm, ReviewForm
from upheld.desk.show.conduct import restriction_form
from upheld.desk.show.fold import Opened
from upheld.desk.show.restriction import restriction_page
from upheld.steps import restrict
from upheld.store.models import Customer, Person, Restriction

from . import unfolding
from .asking import may_take, now, person
from .conduct import page_of
from .relations import take, tell_stray


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=pk)
    form = restriction_form(customer, request.POST, "restrict")

    def step(told: Mapping[str, Any], by: Person, at: datetime) -> str:
        restrict.decide(CaseId(told["case"]), form.measure(), told["conduct"], by, at)
        return "It is decided, and binds nobody before another lead has looked at it."

    to = reverse("desk:customer", args=[pk]) + "#conduct"
    return take(request, "restrict", form, step, page_of(request, customer), to)


@require_safe
def restriction(request: HttpRequest, pk: int) -> HttpResponse:
    may_take(request, "read")
    return _page(request, _row(pk), unfolding.opened(request), 200)


def _row(pk: int) -> Restriction:
    found = Restriction.objects.select_related("customer", "case__customer", "case__need")
    return get_object_or_404(found, pk=pk)


def _page(request: HttpRequest, row: Restriction, which: Opened, status: int) -> HttpResponse:
    context = restriction_page(row, person(request), now(), which)
    tell_stray(request, which, [fold.key for fold in context["folds"]])
    return render(request, "desk/restriction.html", context, status=status)


_FORMS: Mapping[str, type[DeskForm]] = {
    "begin": BeginForm, "refuse": WhyForm, "review": ReviewForm, "appeal": AppealForm,
    "settle": LookForm, "lift": EndForm,
}  # fmt: skip


@require_POST
def restriction_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    if step not in _FORMS:
        raise Http404(f"there is no {step} here")
    form = _FORMS[step](request.POST, key=step)

    def take_it(told: Mapping[str, Any], by: Person, at: datetime) -> str:
        return _done(pk, step, form, told, by, at)

    def page(which: Opened, status: int) -> HttpResponse:
        return _page(request, _row(pk), which, status)

    to = reverse("desk:restriction", args=[pk])
    return take(request, step, form, take_it, page, to)


def _done(
    pk: int, step: str, form: DeskForm, told: Mapping[str, Any], by: Person, at: datetime
) -> str:
    match step:
        case "begin":
            assert isinstance(form, BeginForm)
            restrict.begin(pk, form.letter(), by, at)
            return "It holds from now on, and its letter is on its way."
        case "refuse":
            restrict.refuse(pk, told["why"], by, at)
            return "It is refused."
        case "review":
            stands = told["stands"] == "yes"
            restrict.review(pk, stands, told["because"], told["review_due"], by, at)
            return "The review is kept." if stands else "It is over."
        case "appeal":
            restrict.appeal(pk, told["words"], by, at)
            return "It is kept. Somebody who had no part in it looks at it."
        case "settle":
            restrict.settle_appeal(pk, told["stands"] == "yes", told["because"], by, at)
            return "It is settled. Whoever was told of the restriction is told of this in a letter."
        case _:
            restrict.lift(pk, told["why"], by, at)
            return "It is over."
