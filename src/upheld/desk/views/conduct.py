"""Conduct: recorded from a customer's page or a case's, and what waits for a lead."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from upheld.core.words import CaseId
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.conduct import (
    ConductForm,
    HandOnForm,
    NotShownForm,
    SeenForm,
    TheirAnswerForm,
    WhyForm,
)
from upheld.desk.show.conduct import places_of, waiting_sections
from upheld.desk.show.customer import customer_page
from upheld.desk.show.fold import Opened
from upheld.steps import conduct as steps
from upheld.store.models import Case, Conduct, Customer, Person
from upheld.store.policy_files import behaviours

from .acting import Done, act
from .asking import may_take, now, person
from .relations import Page, take, tell_stray


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for a lead about customers."""
    may_take(request, "see_conduct")
    sections = waiting_sections(timezone.localdate(now()))
    context = {"section": "conduct", "now": now(), "sections": sections}
    return render(request, "desk/conduct.html", context)


def page_of(request: HttpRequest, customer: Customer) -> Page:
    """The customer's page with one of its forms open."""

    def page(opened: Opened, status: int) -> HttpResponse:
        context = customer_page(customer, person(request), now(), request.GET, opened=opened)
        tell_stray(request, opened, context["conduct"].offered)
        return render(request, "desk/customer.html", context, status=status)

    return page


@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=pk)
    listed, places = behaviours.listed(), places_of(customer)
    form = ConductForm(request.POST, key="conduct", listed=listed, places=places)

    def step(told: Mapping[str, Any], by: Person, at: datetime) -> str:
        case = form.place("case")
        steps.record(
            customer.pk, CaseId(case) if case else None, form.place("contact"),
            told["behaviour"], told["shown_by"], by, at, withheld=told["withheld"],
        )  # fmt: skip
        return "It is recorded, and a lead sees it. It changes nothing that they are owed."

    to = reverse("desk:customer", args=[pk]) + "#conduct"
    return take(request, "conduct", form, step, page_of(request, customer), to)


@require_POST
def on_case(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """The quick way, from the case that somebody is working on."""
    form = ConductForm(request.POST, key="abusive", listed=behaviours.listed())

    def step(told: Mapping[str, Any], by: Person, at: datetime) -> Done:
        customer = get_object_or_404(Case, pk=case_id).customer_id
        steps.record(customer, case_id, None, told["behaviour"], told["shown_by"], by, at,
                     withheld=told["withheld"])  # fmt: skip
        return Done("It is recorded, and a lead sees it. Take a break; the case can wait or go to "
                    "somebody else.")  # fmt: skip

    return act(request, case_id, "abusive", form, step)


@require_POST
def conduct_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """What is done about one record: seen, given to somebody else, answered, withdrawn."""
    row = get_object_or_404(Conduct.objects.select_related("customer"), pk=pk)
    forms: dict[str, type[DeskForm]] = {
        "seen": SeenForm, "hand-on": HandOnForm, "answer": TheirAnswerForm,
        "not-shown": NotShownForm, "withdraw": WhyForm,
    }  # fmt: skip
    if step not in forms:
        raise Http404(f"there is no {step} here")
    key = f"{step}-{pk}"

    def take_it(told: Mapping[str, Any], by: Person, at: datetime) -> str:
        return _done(row, step, told, by, at)

    to = reverse("desk:customer", args=[row.customer_id]) + "#conduct"
    form = forms[step](request.POST, key=key)
    return take(request, key, form, take_it, page_of(request, row.customer), to)


def _done(row: Conduct, step: str, told: Mapping[str, Any], by: Person, at: datetime) -> str:
    match step:
        case "seen":
            steps.see(row.pk, told["support"], told["withheld"], by, at)
            return "It is kept."
        case "hand-on":
            steps.hand_on(row.pk, told["owner"], by, at)
            return f"{told['owner']} goes on with the case."
        case "answer":
            steps.answer(row.pk, told["words"], by, at)
            return "What they say is kept beside it."
        case "not-shown":
            steps.keep_from_them(row.pk, told["why"], by, at)
            return "They are not shown it." if told["why"].strip() else "They are shown it."
        case _:
            steps.withdraw(row.pk, told["why"], by, at)
            return "It is withdrawn, and counts for nothing."
