"""Who may act by a form of the page of a case: whoever sends it from the page of that case, and not
too often."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from upheld.core.references import read_reference
from upheld.portal import sent
from upheld.portal.asking import now
from upheld.portal.page_parts import Forms
from upheld.portal.show import firm
from upheld.portal.views import shown
from upheld.store import knocks
from upheld.store.merged import merging
from upheld.store.models import Case, Receipt

_MOST_AN_HOUR = 60
_TOO_OFTEN = "This was sent very often, and we let it rest. Send it again from here in an hour."
_Told = ParamSpec("_Told")
_Act = Callable[Concatenate[HttpRequest, Receipt, _Told], HttpResponse]


def acting(view: _Act[_Told]) -> Callable[..., HttpResponse]:
    """An act on the case of the session, by a form that says that it is of its page: a browser may
    have opened another since, and one that says nothing may be of any. Beyond the limit no file of
    it is kept. What was done already is answered once more."""

    @wraps(view)
    def acted(
        request: HttpRequest, receipt: Receipt, *args: _Told.args, **kwargs: _Told.kwargs
    ) -> HttpResponse:
        assert receipt.case is not None
        if not _is_of(of := request.POST.get("of", ""), receipt.case):
            return _out_of_date(request, of)
        who = knocks.By(f"receipt {receipt.pk}")
        if not sent.taken(request) and knocks.too_many("act", who, _MOST_AN_HOUR, now()):
            return _rested(request, receipt)
        return view(request, receipt, *args, **kwargs)

    return acted


def _is_of(told: str, case: Case) -> bool:
    """Whether a form is of the page of this case, or of one of theirs that went over into it since
    then."""
    if told == case.reference:
        return True
    theirs = Case.objects.filter(pk=read_reference(told) or 0, customer=case.customer_id)
    return any(merging.last_of_theirs(each) == case for each in theirs)


def _out_of_date(request: HttpRequest, of: str) -> HttpResponse:
    context = {"of_another": bool(of), **sent.unsent(request), **firm()}
    return render(request, "portal/out_of_date.html", context, status=HTTPStatus.CONFLICT)


def _rested(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """What was written stands where it may be sent again; no file is taken meanwhile."""
    if "words" not in request.POST:
        return shown.kept_out(request, _TOO_OFTEN, HTTPStatus.TOO_MANY_REQUESTS)
    came = sent.let_be(request)
    form = shown.written(request, _TOO_OFTEN)
    for problem in came.problems:
        form.add_error("attached", problem)
    return shown.page(request, receipt, Forms(add=form), HTTPStatus.TOO_MANY_REQUESTS, came.kept)
