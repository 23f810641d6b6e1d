"""The session of one case: a cookie of its own, and nothing of the desk's."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from upheld.steps.receipts import Entered
from upheld.store import receipts
from upheld.store.models import Receipt

from . import notices
from .asking import now
from .sent import had_files, unsent, words
from .show import firm

COOKIE = "upheld_complaint"
_PATH = "/complain/"
_Told = ParamSpec("_Told")


def open_receipt(request: HttpRequest) -> Receipt | None:
    """The receipt whose case this browser may see."""
    return receipts.by_session(request.COOKIES.get(COOKIE, ""), now())


def keep(response: HttpResponse, request: HttpRequest, entered: Entered) -> None:
    """No script reads it, no other site sends it with a form, and it ends when the session does."""
    response.set_cookie(
        COOKIE,
        entered.secret,
        expires=entered.until,
        path=_PATH,
        secure=request.is_secure() or settings.SITE.startswith("https:"),
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=_PATH, samesite="Lax")


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for everybody. None of it is kept by a cache or found by a search engine."""

    @login_not_required
    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return shown


def of_case(
    view: Callable[Concatenate[HttpRequest, Receipt, _Told], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """A page of the one case that the session opens; whoever has none is led to the way in, or
    shown what they wrote meanwhile."""

    @public
    @wraps(view)
    def shown(request: HttpRequest, *args: _Told.args, **kwargs: _Told.kwargs) -> HttpResponseBase:
        receipt = open_receipt(request)
        if receipt is None and (words(request) or had_files(request)):
            return ended(request)
        if receipt is None:
            notices.tell(request, "no-visit")
            return HttpResponseRedirect(reverse("portal:link"), status=HTTPStatus.SEE_OTHER)
        return view(request, receipt, *args, **kwargs)

    return shown


def ended(request: HttpRequest) -> HttpResponse:
    """The session opens nothing any more; what was written into a form of its page is not lost."""
    context = {**unsent(request), **firm()}
    return render(request, "portal/ended.html", context, status=HTTPStatus.GONE)
