"""What is refused before any page is asked, and what no page answers: in the words and the look of
the portal there, else of the desk; to a program as a problem. Nothing of the inside is told."""

import logging
import sys
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from io import BytesIO
from typing import Any, NamedTuple
from wsgiref.types import WSGIEnvironment

from csp.middleware import CSPMiddleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views import defaults
from django.views.csrf import csrf_failure

from upheld.api import problems
from upheld.portal.show import firm
from upheld.store import knocks
from upheld.store.policy_files.amiss import UNUSABLE

from .asked import watching
from .whole import Answer, Refused

_NOTHING = "Nothing was kept and nothing was changed."
_BACK = f"{_NOTHING} Go back with your browser: what you wrote is still there."
_A_MINUTE = "60"


class _Said(NamedTuple):
    """The name of a refusal for programs, what happened, and what to do."""

    kind: str
    title: str
    told: str


_SAID = {
    400: _Said("unreadable", "This cannot be taken in as it came", f"{_BACK} Send less at once."),
    403: _Said("not-allowed", "This is not yours to open", "A link to your complaint opens it."),
    404: _Said("not-found", "There is nothing here", "Check the address, or begin anew."),
    408: _Said("too-slow", "This came too slowly", _BACK),
    411: _Said("no-length", "It is not said how much this is", _BACK),
    413: _Said("too-large", "This is too much at once", _BACK),
    429: _Said("too-many", "That was tried too often", f"{_NOTHING} Wait a minute or five."),
    431: _Said("too-long", "A header of this is too long", _NOTHING),
    500: _Said("fault", "That was our fault", f"{_BACK} Try again in some minutes."),
    503: _Said("busy", "This is not possible right now", _BACK),
}


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    if _where(request.path) != "portal":
        return csrf_failure(request, reason)
    return render(request, "portal/too_old.html", firm(), status=HTTPStatus.FORBIDDEN)


def too_often(request: HttpRequest) -> HttpResponse:
    """The same page for every account and for none. allauth says it also where a try cannot be
    counted: it lets nobody in then, and a full disk is no try too many."""
    if error := knocks.unwritten(timezone.now()):
        logging.getLogger(__name__).error("a try cannot be counted", exc_info=error)
        return _not_now(request)

    def page() -> HttpResponse:
        return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)

    refused = _by_place(request, HTTPStatus.TOO_MANY_REQUESTS, page)
    refused["Retry-After"] = _A_MINUTE
    return refused


def _not_now(request: HttpRequest) -> HttpResponse:
    why = "Nothing can be written at the moment: the people who run this find why in the log."
    answer = _answer(HTTPStatus.SERVICE_UNAVAILABLE, why, _where(request.path))
    answer["Retry-After"] = _A_MINUTE
    return answer


def not_taken(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Without the request, which may be what is wrong: whose session it has is not looked up."""

    def page() -> HttpResponse:
        told = {
            "wrong_host": isinstance(exception, DisallowedHost),
            "ended": isinstance(exception, SessionInterrupted),
        }
        return HttpResponse(render_to_string("400.html", told), status=HTTPStatus.BAD_REQUEST)

    return _by_place(request, HTTPStatus.BAD_REQUEST, page)


def not_theirs(request: HttpRequest, exception: Exception) -> HttpResponse:
    page = lambda: defaults.permission_denied(request, exception)  # noqa: E731
    return _by_place(request, HTTPStatus.FORBIDDEN, page)


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    page = lambda: defaults.page_not_found(request, exception)  # noqa: E731
    return _by_place(request, HTTPStatus.NOT_FOUND, page)


def our_fault(request: HttpRequest) -> HttpResponse:
    """Asked while what failed is still being told. A disk that is full, or a store that
    somebody holds, is not for us to mend."""
    if knocks.not_now(sys.exception(), timezone.now()):
        return _not_now(request)
    page = lambda: defaults.server_error(request)  # noqa: E731
    return _by_place(request, HTTPStatus.INTERNAL_SERVER_ERROR, page)


class Unusable:
    """What needs a file of the policies that cannot be used says which, and where in it; strangers
    are told that it is not possible now."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, UNUSABLE):
            return None
        told = " ".join(str(error).split())
        logging.getLogger(__name__).warning("%s needs a file to mend: %s", request.path, told)
        where = _where(request.path)
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE, told if where == "desk" else "", where)


def _by_place(
    request: HttpRequest, status: HTTPStatus, desk: Callable[[], HttpResponse]
) -> HttpResponse:
    where = _where(request.path)
    return desk() if where == "desk" else _answer(status, "", where)


def _where(path: str) -> str:
    if path.startswith(reverse("api:openapi").removesuffix("openapi.json")):
        return "api"
    return "portal" if path.startswith(reverse("portal:filing")) else "desk"


def _answer(status: HTTPStatus, why: str, where: str) -> HttpResponse:
    """`why` is what happened in this very case."""
    said = _SAID[status]
    if where == "api":
        told = f"{why} Nothing was done." if why else f"{said.title}: nothing was done."
        return problems.answered(problems.Problem(status, said.kind, told))
    return HttpResponse(_page(status, why, where), status=status)


@lru_cache(maxsize=64)
def _page(status: HTTPStatus, why: str, where: str) -> str:
    """Made once: whoever is refused often costs little."""
    told = {"status": status.value, "said": _SAID[status], "why": why}
    if where == "portal":
        return render_to_string("portal/told.html", {**told, **firm()})
    return render_to_string("told.html", told)


def not_taken_in(environ: WSGIEnvironment, refused: Refused) -> Answer:
    """What is answered instead of the application: logged, counted and dressed as any answer. The
    connection ends, on which more of what was refused may still come."""
    request = WSGIRequest(environ)
    request.refused = refused  # type: ignore[attr-defined]
    answer = _dressed(request)
    assert isinstance(answer, HttpResponse)
    whole = answer.content
    headers = {**answer.headers, "Content-Length": str(len(whole)), "Connection": "close"}
    if refused.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = _A_MINUTE
    content = BytesIO(b"" if request.method == "HEAD" else whole)
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    return Answer(refused.status, encoded, content)


def _bare(request: HttpRequest) -> HttpResponseBase:
    refused: Refused = request.refused  # type: ignore[attr-defined]
    return _answer(refused.status, refused.why, _where(request.path))


# As settings.MIDDLEWARE begins.
_dressing: Any = SecurityMiddleware(XFrameOptionsMiddleware(CSPMiddleware(_bare)))
_dressed = watching(_dressing)
