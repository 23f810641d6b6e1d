"""What may come within an hour by a key of a form, which everybody has: shared by whence it comes,
so that nobody uses it up alone."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from upheld.core.intake import TooMany
from upheld.store import knocks

from .access import key, now

Share = tuple[str, int]  # who it is counted by, and how much they have within an hour


def by_key(request: HttpRequest) -> str:
    return f"key {key(request).prefix}"


@contextmanager
def counted(
    request: HttpRequest, what: str, shares: Iterable[Share], told: str, weighs: int = 1
) -> Iterator[None]:
    """What is refused, here or by the act, counts for nobody, so that nobody stops others by it.
    Raises TooMany."""
    by: list[str] = []
    try:
        for who, most in shares:
            by.append(who)
            if knocks.too_many(what, who, most, now(request), weighs=weighs):
                raise TooMany(told)
        yield
    except Exception:
        for each in by:
            knocks.take_back(what, each, weighs)
        raise
