"""What may come within an hour by a key of a form, which everybody has: shared by whence it comes,
so that nobody uses it up alone."""

from collections.abc import Iterable
from contextlib import AbstractContextManager

from django.http import HttpRequest

from upheld.store import knocks
from upheld.store.knocks import Share

from .access import key, now


def place(request: HttpRequest) -> str:
    """The network that asks, or that our own proxies name."""
    told = request.META
    return knocks.asked_from(told.get("HTTP_X_FORWARDED_FOR", ""), told.get("REMOTE_ADDR", ""))


def by_key(request: HttpRequest) -> str:
    return f"key {key(request).prefix}"


def counted(
    request: HttpRequest, what: str, shares: Iterable[Share], told: str, weighs: int = 1
) -> AbstractContextManager[None]:
    """What is refused counts for nobody (store/knocks.py). Raises TooMany."""
    return knocks.counted(what, shares, told, now(request), weighs)
