"""When all that somebody had begun to sign in with was ended.

A sign-in that waits for its second step has no row by which it is found, as a session has: it is
asked here whether it began before. What is kept lasts as long as one waits."""

from datetime import datetime

from django.conf import settings
from django.core.cache import cache


def end(person: int, now: datetime) -> None:
    cache.set(_ended(person), now, timeout=2 * settings.ACCOUNT_LOGIN_TIMEOUT)


def is_ended(person: int, begun: datetime, now: datetime) -> bool:
    """What a clock that was ahead ended is not over before that moment comes."""
    at = cache.get(_ended(person))
    return at is not None and begun < at <= now


def _ended(person: int) -> str:
    return f"half-signed-in:{person}"
