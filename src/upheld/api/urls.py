"""The addresses of the API: every one of them guarded, and the rest told as a problem."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.http import require_safe

from .app import api, schema
from .edge import guarded, opened
from .routes.base import SCOPES


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(schema())


def nothing_here(request: HttpRequest) -> HttpResponse:
    raise Http404


def _guarded(pattern: URLPattern) -> URLPattern:
    here = f"/{pattern.pattern}".replace("<", "{").replace(">", "}")  # as an operation writes it
    scopes = {method: scope for (method, path), scope in SCOPES.items() if path == here}
    pattern.callback = guarded(pattern.callback, scopes)
    return pattern


_ROOT = "api-root"
_patterns, _, _ = api.urls
app_name = "api"
urlpatterns = [
    path("openapi.json", opened(openapi), name="openapi"),
    *(_guarded(each) for each in _patterns if isinstance(each, URLPattern) and each.name != _ROOT),
    re_path(r"", opened(nothing_here)),
]
