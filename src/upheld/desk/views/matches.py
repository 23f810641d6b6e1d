"""Customers who may be one person: the queue, and each pair settled by a person."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.matches import ApartForm, MatchForm
from upheld.desk.show.matches import matches_page
from upheld.steps import may
from upheld.steps.match_customers import MatchError, ask_again, tell_apart
from upheld.steps.merge_customers import merge_match, undo_customer_merge
from upheld.store import matching
from upheld.store.load import CustomerMissing
from upheld.store.merged import as_one
from upheld.store.models import Match

from . import once
from .asking import now, person

_A_PAGE = 20


@require_safe
def matches(request: HttpRequest) -> HttpResponse:
    """The pairs that wait for a person, the likeliest first, and what was settled lately."""
    return _page(request, None, 0, 200)


@require_POST
def same(request: HttpRequest, match_id: int) -> HttpResponse:
    """They are one person: the one that was chosen stays."""
    row = get_object_or_404(Match.objects.select_related("one", "other"), pk=match_id)
    both = (as_one.shown_as(row.one), as_one.shown_as(row.other))
    form = MatchForm(request.POST, key=f"match-{match_id}", both=both)

    def step() -> str:
        told, by = form.cleaned_data, person(request)
        merge = merge_match(match_id, told["stays"], told["why"], by, now())
        return f"{merge.customer} leads to {merge.into} now. It can be undone below."

    return _act(request, match_id, form, step)


@require_POST
def apart(request: HttpRequest, match_id: int) -> HttpResponse:
    """They are two people, which is remembered."""
    form = ApartForm(request.POST, key=f"match-{match_id}")

    def step() -> str:
        tell_apart(match_id, form.cleaned_data["why"], person(request), now())
        return "They stay two, and it is not asked again."

    return _act(request, match_id, form, step)


@require_POST
def again(request: HttpRequest, match_id: int) -> HttpResponse:
    """That they are two is taken back."""

    def step() -> str:
        ask_again(match_id, person(request), now())
        return "The pair waits for an answer again."

    return _act(request, 0, NothingToFill(request.POST, key="again"), step)


@require_POST
def undone(request: HttpRequest, customer_merge_id: int) -> HttpResponse:
    """They are two again, each with all that is theirs."""

    def step() -> str:
        row = undo_customer_merge(customer_merge_id, person(request), now())
        return f"{row.customer} is a customer of their own again."

    return _act(request, 0, NothingToFill(request.POST, key="undone"), step)


def _act(request: HttpRequest, of: int, form: DeskForm, step: Callable[[], str]) -> HttpResponse:
    if (seen := once.repeated(request)) is not None:
        return seen
    if form.is_valid():
        try:
            told = step()
        except may.NotAllowed as error:
            raise PermissionDenied(str(error)) from None
        except (matching.MatchMissing, CustomerMissing) as error:
            raise Http404(str(error)) from None
        except (MatchError, may.WrongState) as error:
            form.add_error(None, f"{capfirst(str(error))}.")
        else:
            messages.success(request, told)
            return once.done(request, reverse("desk:matches"))
    return _page(request, form, of, 422)


def _page(request: HttpRequest, form: DeskForm | None, of: int, status: int) -> HttpResponse:
    by = person(request)
    page = Paginator(matching.queue(), _A_PAGE).get_page(request.GET.get("page"))
    sent = form if isinstance(form, MatchForm) else None
    outside = form if sent is None or of not in {row.pk for row in page} else None
    told = matches_page(list(page), by, now(), sent, of)
    context = {"section": "matches", "page": page, "error_outside": outside, **told}
    return render(request, "desk/matches.html", context, status=status)
