"""Around every address of the API: the key, the repeat, and every error as a problem."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from upheld.store import knocks, loose
from upheld.store.record.events import acted_by_key
from upheld.store.sight import seen

from . import looking, problems, unread
from .access import Asked, Key, Scopes, let_in
from .once import once
from .problems import Problem
from .theirs_to_see import check_theirs

View = Callable[..., HttpResponse]
_HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; sandbox"}


def guarded(view: View, scopes: Mapping[str, Scopes]) -> View:
    """The view for programs: a key in a header and no session, so no form can be forged. `scopes`
    are what its methods ask of a key."""

    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        return _as_asked(request, lambda: _keyed(request, view, scopes, named))

    return login_not_required(csrf_exempt(answer))


def opened(view: View) -> View:
    """The view for everybody: what it tells is no secret."""

    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        return _as_asked(request, lambda: _allowed(view(request, **named)))

    return login_not_required(csrf_exempt(answer))


def _as_asked(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """HEAD is answered as GET is, without what it holds (RFC 9110, section 9.3.2)."""
    if request.method != "HEAD":
        return _headed(_safe(act))
    request.method = "GET"
    whole = _headed(_safe(act))
    if isinstance(whole, StreamingHttpResponse):
        whole.streaming_content = iter(())
    else:
        whole["Content-Length"] = str(len(whole.content))
        whole.content = b""
    return whole


def _keyed(
    request: HttpRequest, view: View, scopes: Mapping[str, Scopes], named: dict[str, Any]
) -> HttpResponse:
    asked = cast(Asked, request)
    asked.at = timezone.now()
    asked.key = let_in(request, asked.at)
    with acted_by_key(asked.key.prefix), seen.looking(asked.key.person):
        # Before any number is looked for, and before an answer that is kept is given again.
        for scope in scopes.get(request.method or "", ()):
            Key(scope)(asked)
        check_theirs(named)
        if request.content_type == "multipart/form-data":
            loose.expected(request.FILES, asked.at)
        told = once(request, asked.key, asked.at, lambda: _theirs(asked, view, named))
    if told.status_code == HTTPStatus.OK:
        looking.read(asked)
    return told


def _theirs(asked: Asked, view: View, named: dict[str, Any]) -> HttpResponse:
    return unread.bare(asked, _allowed(view(asked, **named)))


def _allowed(response: HttpResponse) -> HttpResponse:
    if not isinstance(response, HttpResponseNotAllowed):
        return response
    may = response["Allow"]
    told = f"this address answers {may}: use one of them"
    return problems.answered(Problem(405, "method", told, headers={"Allow": may}))


def _safe(act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return act()
    except Exception as error:
        return answer_to(error)


def answer_to(error: Exception, reads: bool = True) -> HttpResponse:
    """The problem that an error is; what it says of a record to a key that `reads` alone. A fault
    of ours is logged, and told without its inside."""
    problem = problems.of(error) if reads else unread.problem(error)
    if problem is None:
        logging.getLogger(__name__).error("a request of the API failed", exc_info=error)
    if problem is None and knocks.not_now(error, timezone.now()):
        told = "nothing can be written at the moment, and nothing was done: try again in a minute"
        problem = Problem(503, "busy", told, headers={"Retry-After": "60"})
    if problem is None:
        told = "something is wrong on our side and nothing was done: try again, or tell us when"
        problem = Problem(500, "fault", told)
    return problems.answered(problem)


def _headed(response: HttpResponse) -> HttpResponse:
    for name, value in _HEADERS.items():
        response.setdefault(name, value)
    return response
