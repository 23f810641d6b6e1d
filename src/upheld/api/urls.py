"""The addresses of the API: every one of them guarded, and the rest told as a problem."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, re_path

from .app import api
from .edge import guarded, opened

_OPEN = {"openapi-json"}


def _nothing_here(request: HttpRequest) -> HttpResponse:
    raise Http404


def _around(pattern: URLPattern) -> URLPattern:
    around = opened if pattern.name in _OPEN else guarded
    pattern.callback = around(pattern.callback)
    return pattern


_patterns, _, _ = api.urls
app_name = "api"
urlpatterns = [
    *(_around(pattern) for pattern in _patterns if pattern.name != "api-root"),
    re_path(r"", opened(_nothing_here)),
]
