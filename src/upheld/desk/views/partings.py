"""Parting: what must be so first, the proposal on its way, and what became of those there were."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.parting import Way
from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.conduct import WhyForm
from upheld.desk.forms.partings import AfterForm, CauseForm, ProposalForm, WayForm
from upheld.desk.show.fold import Opened
from upheld.desk.show.partings import outcomes, parting_page, summary
from upheld.desk.show.partings import partings as found_partings
from upheld.steps import follow_parting, hand_over, may, prepare_parting, propose_parting
from upheld.store import causes
from upheld.store.models import Customer, Parting, PartingAfter, Person

from . import unfolding
from .asking import may_take, now, person
from .download import download
from .relations import Page, Step, take, tell_stray

_A_PAGE = 25


@require_safe
def partings(request: HttpRequest) -> HttpResponse:
    """Every parting, and what became of it."""
    may_take(request, "read")
    page = Paginator(found_partings(), _A_PAGE).get_page(request.GET.get("page"))
    context = {"section": "partings", "now": now(), "page": page, "outcomes": outcomes(page)}
    return render(request, "desk/partings.html", {**context, "summary": summary()})


@require_safe
def parting(request: HttpRequest, pk: int) -> HttpResponse:
    may_take(request, "read")
    return _page_of(request, get_object_or_404(Customer, pk=pk))(unfolding.opened(request), 200)


def _page_of(request: HttpRequest, customer: Customer) -> Page:
    def page(which: Opened, status: int) -> HttpResponse:
        context = parting_page(customer, person(request), now(), which)
        if only := unfolding.alone(request):
            return unfolding.given(request, only, context["folds"], context)
        tell_stray(request, which, context["offered"])
        return render(request, "desk/parting.html", context, status=status)

    return page


def _taken(
    request: HttpRequest, customer: Customer, key: str, form: DeskForm, step: Step
) -> HttpResponse:
    to = reverse("desk:parting", args=[customer.pk])
    return take(request, key, form, step, _page_of(request, customer), to)


@require_POST
def cause_look(request: HttpRequest, pk: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=pk)

    def step(told: Mapping[str, Any], by: Person, at: datetime) -> str:
        prepare_parting.look_for_cause(pk, told["cause"], told["found"], by, at)
        return "It is kept."

    form = CauseForm(request.POST, key="cause", causes=causes.listed())
    return _taken(request, customer, "cause", form, step)


@require_POST
def way_tried(request: HttpRequest, pk: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=pk)

    def step(told: Mapping[str, Any], by: Person, at: datetime) -> str:
        way, on = Way(told["way"]), told["tried_on"]
        prepare_parting.try_way(pk, way, told["what"], on, told["came_of_it"], by, at)
        return "It is kept."

    return _taken(request, customer, "way", WayForm(request.POST, key="way"), step)


@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=pk)

    def step(told: Mapping[str, Any], by: Person, at: datetime) -> str:
        propose_parting.propose(pk, told["reasons"], told["alternatives"], by, at)
        return "It is proposed. Another lead looks at every gate."

    return _taken(request, customer, "propose", ProposalForm(request.POST, key="propose"), step)


_SAID = {
    "approve": "It is approved. It is reviewed once more before it takes effect.",
    "review": "It may take effect: its letter can be written.",
    "withdraw": "It is withdrawn.",
}


@require_POST
def parting_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    row = get_object_or_404(Parting.objects.select_related("customer"), pk=pk)
    if step not in _SAID:
        raise Http404(f"there is no {step} here")

    def take_it(told: Mapping[str, Any], by: Person, at: datetime) -> str:
        match step:
            case "approve":
                propose_parting.approve(pk, by, at)
            case "review":
                propose_parting.review(pk, by, at)
            case _:
                propose_parting.withdraw(pk, told["why"], by, at)
        return _SAID[step]

    kind = WhyForm if step == "withdraw" else NothingToFill
    return _taken(request, row.customer, step, kind(request.POST, key=step), take_it)


@require_POST
def followed(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(PartingAfter.objects.select_related("parting__customer"), pk=pk)
    key = f"after-{pk}"

    def step(told: Mapping[str, Any], by: Person, at: datetime) -> str:
        follow_parting.follow(pk, told, told["words"], by, at)
        return "It is kept."

    return _taken(request, row.parting.customer, key, AfterForm(request.POST, key=key), step)


@require_POST
def their_data(request: HttpRequest, pk: int) -> FileResponse:
    """Everything that we hold about a customer, as one file."""
    get_object_or_404(Customer, pk=pk)
    try:
        data = hand_over.hand_over(pk, person(request), now())
    except may.NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    return download(BytesIO(data), f"customer-{pk}.zip")
