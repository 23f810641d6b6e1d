"""What each request took, told to whoever watches: the log, Prometheus and OpenTelemetry.

Told by its route, never by its address: an address holds names of cases, and tokens.
"""

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from upheld.core.one_piece import in_one_piece

from . import measured, telemetry
from .log_form import number, route_of

_LOG = logging.getLogger("upheld.asked")
_HEADER = "X-Request-ID"
_SOUND = re.compile(r"[A-Za-z0-9._-]{8,64}")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that was answered. `route` is the pattern of its address."""

    method: str
    route: str
    status: int
    seconds: float


Answer = Callable[[HttpRequest], HttpResponseBase]


def watching(answer: Answer) -> Answer:
    """Middleware: outside of all the others, so that what they refuse is told as well."""
    worked_out = in_one_piece(answer)

    def watched(request: HttpRequest) -> HttpResponseBase:
        given = _number(request)
        request.number = given  # type: ignore[attr-defined]  # what Django logs comes afterwards
        token, started = number.set(given), time.perf_counter()
        try:
            with telemetry.span(request) as span:
                response = worked_out(request)
                asked = _asked(request, response.status_code, time.perf_counter() - started)
                telemetry.end(span, asked.method, asked.route, asked.status, asked.seconds)
            measured.observe(asked.method, asked.route, asked.status, asked.seconds)
            _tell(asked)
        finally:
            number.reset(token)
        response.headers[_HEADER] = given
        return response

    return watched


def _number(request: HttpRequest) -> str:
    """A proxy of ours may have numbered it; a stranger's number is not believed."""
    given = request.headers.get(_HEADER, "") if settings.PROXIES else ""
    return given if _SOUND.fullmatch(given) else uuid4().hex


def _asked(request: HttpRequest, status: int, seconds: float) -> Asked:
    method = request.method if request.method in _METHODS else "other"
    return Asked(method or "other", route_of(request), status, seconds)


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _tell(asked: Asked) -> None:
    told = {"method": asked.method, "route": asked.route, "status": asked.status}
    _LOG.info("asked", extra={**told, "ms": round(asked.seconds * 1000, 1)})
