"""Erasures: what is due, what would go, what waits for a second person; and who read what."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from upheld.core.erasing import ErasureError, ErasureWhy
from upheld.core.words import CaseId
from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.erasures import ErasureForm, ReadingsForm
from upheld.desk.show.erasures import erasures_page
from upheld.steps import erase, may
from upheld.steps.erase import ErasureMissing, Look
from upheld.store.load import CaseMissing, CustomerMissing
from upheld.store.record import looked

from . import once
from .asking import may_take, now, person

_A_PAGE = 50
_SAID = {
    "approve": "It is erased. What lies on the disk is cleaned within a minute.",
    "withdraw": "It stays.",
}


@require_safe
def erasures(request: HttpRequest) -> HttpResponse:
    """What is due and what waits; with `whom` in the address, what would go."""
    may_take(request, "erase")
    if "whom" not in request.GET:
        return _page(request, ErasureForm(key="erase"), None, 200)
    form = ErasureForm({"why": ErasureWhy.REQUEST, **request.GET.dict()}, key="erase")
    return _page(request, form, _looked(request, form), 200 if form.is_valid() else 422)


def _looked(request: HttpRequest, form: ErasureForm) -> Look | None:
    if not form.is_valid():
        return None
    customer, case = form.cleaned_data["whom"]
    try:
        return erase.look(customer, CaseId(case) if case else None, person(request), now())
    except ErasureError as error:
        form.add_error(None, _told(error))
        return None


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    form = ErasureForm(request.POST, key="erase")

    def step() -> str:
        customer, case = form.cleaned_data["whom"]
        why = ErasureWhy(form.cleaned_data["why"])
        number = CaseId(case) if case else None
        erase.propose(customer, number, why, person(request), now())
        return "It is proposed: another lead approves it."

    return _act(request, form, step)


@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Approves a proposal, which erases, or withdraws it."""
    if step not in _SAID:
        raise Http404

    def act() -> str:
        taken = erase.approve if step == "approve" else erase.withdraw
        taken(pk, person(request), now())
        return _SAID[step]

    return _act(request, NothingToFill(request.POST, key="erase"), act)


def _act(request: HttpRequest, form: DeskForm, step: Callable[[], str]) -> HttpResponse:
    if (seen := once.repeated(request)) is not None:
        return seen
    if form.is_valid():
        try:
            told = step()
        except may.NotAllowed as error:
            raise PermissionDenied(str(error)) from None
        except (ErasureMissing, CustomerMissing, CaseMissing) as error:
            raise Http404(str(error)) from None
        except ErasureError as error:
            form.add_error(None, _told(error))
        else:
            messages.success(request, told)
            return once.done(request, reverse("desk:erasures"))
    may_take(request, "erase")
    return _page(request, form, None, 422)


def _told(error: ErasureError) -> list[str]:
    return [f"{capfirst(line)}." for line in error.lines]


def _page(request: HttpRequest, form: DeskForm, found: Look | None, status: int) -> HttpResponse:
    context = erasures_page(person(request), now(), request.GET.get("page"))
    whole = form if isinstance(form, ErasureForm) else ErasureForm(key="erase")
    strange = None if whole is form else form
    told = {"form": whole, "error_outside": strange, "found": found, **context}
    return render(request, "desk/erasures.html", told, status=status)


@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """Who read what is sensitive, the newest first."""
    may_take(request, "see_readings")
    form = ReadingsForm(request.GET or {}, key="readings")
    found = looked.listed(**form.chosen())
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    asked = urlencode({name: value for name, value in form.chosen().items() if value})
    context = {"section": "readings", "form": form, "page": page, "asked": asked}
    return render(request, "desk/readings.html", context)
