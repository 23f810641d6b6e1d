"""Every address of the project, walked from the resolver: none is written down twice."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern


@dataclass(frozen=True, slots=True)
class Route:
    """One address by its full name, such as desk:case, and what stands in it."""

    name: str
    path: str
    takes: tuple[str, ...]


def routes() -> Iterator[Route]:
    yield from _below(get_resolver(), "", "")


def _below(resolver: URLResolver, space: str, path: str) -> Iterator[Route]:
    inside = f"{space}{resolver.namespace}:" if resolver.namespace else space
    for each in resolver.url_patterns:
        here = path + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _below(each, inside, here)
        else:
            yield Route(f"{inside}{each.name or each.callback.__name__}", here, _takes(each))


def _takes(pattern: URLPattern) -> tuple[str, ...]:
    return tuple(pattern.pattern.converters) if isinstance(pattern.pattern, RoutePattern) else ()
