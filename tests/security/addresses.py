"""Every address of the product, filled with numbers of things that are there."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

FILLED = {
    "case_id": "U-1", "left_id": "U-1", "right_id": "U-1", "day": "2026-01-01", "kind": "holding",
    "token": "x", "secret": "x", "table": "owed", "suffix": "csv", "file": "owed.csv",
    "key": "late", "step": "withdraw", "folder": "standard", "reference": "U-1",
}  # fmt: skip


def all_of() -> list[str]:
    """The paths of every route, each filled with something."""
    return sorted(set(_paths(get_resolver(settings.ROOT_URLCONF).url_patterns, "/")))


def _paths(patterns: list[Any], before: str) -> Iterator[str]:
    for each in patterns:
        assert isinstance(each, URLPattern | URLResolver)
        at = before + _filled(each)
        if isinstance(each, URLResolver):
            yield from _paths(each.url_patterns, at)
        else:
            yield at


def _filled(each: URLPattern | URLResolver) -> str:
    route = str(each.pattern)
    for name in each.pattern.converters:
        start = route.index("<")
        end = route.index(">", start)
        route = route[:start] + FILLED.get(name, "1") + route[end + 1 :]
    return route.replace("^", "").replace("\\Z", "").replace("$", "").replace("\\", "")


def asked(client: Client, path: str, how: str = "get", **told: Any) -> HttpResponseBase:
    response: HttpResponseBase = getattr(client, how)(path, **told)
    return response
