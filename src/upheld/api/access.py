"""Who asks: a key, the person whom it acts as, what it may be used for, and how often."""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from django.conf import settings
from django.http import HttpRequest

from upheld.core.words import Scope
from upheld.store import keys, knocks
from upheld.store.models import ApiKey, Person

from .problems import Problem

Scopes = tuple[Scope, ...]  # what an operation asks of a key: each of them
_BEARER = "bearer"
_HOW = "send a key as Authorization: Bearer upheld_… (an operator makes one with upheld key new)"


class Asked(HttpRequest):
    """A request that came with a key."""

    key: ApiKey
    at: datetime


def let_in(request: HttpRequest, now: datetime) -> ApiKey:
    """The key of a request, counted. Raises Problem 401 without one, 429 when it asks too often."""
    kind, _, told = request.headers.get("Authorization", "").partition(" ")
    key = keys.found(told.strip(), now) if kind.lower() == _BEARER else None
    if key is None:
        challenge = {"WWW-Authenticate": 'Bearer realm="upheld"'}
        raise Problem(401, "no-key", _HOW, headers=challenge)
    if wait := _wait(request, key, now):
        told = f"{settings.API_REQUESTS} requests a minute are answered: ask again in {wait} s"
        raise Problem(429, "too-many", told, headers={"Retry-After": str(wait)})
    return key


def _wait(request: HttpRequest, key: ApiKey, now: datetime) -> int:
    """Counts one request. 0, or in how many seconds the next may come."""
    most = settings.API_REQUESTS
    if not is_everybodys(key):
        return keys.counted(key, most, now)
    if knocks.too_many_a_minute(knocks.By(key.prefix, place(request)), most, now):
        return knocks.MINUTE.seconds
    keys.used(key, now)
    return 0


def is_everybodys(key: ApiKey) -> bool:
    """Whether strangers have it, in the form that they fill in: counted whole, one of them would
    use it up for all."""
    return set(key.scopes) == {Scope.FILE}


def place(request: HttpRequest) -> str:
    """The network that asks, or that our own proxies name."""
    told = request.META
    return knocks.asked_from(told.get("HTTP_X_FORWARDED_FOR", ""), told.get("REMOTE_ADDR", ""))


def by_key(request: HttpRequest) -> str:
    """The key that asks, as somebody that is counted."""
    return f"key {key(request).prefix}"


class Key:
    """What an operation asks of a key; django-ninja calls it and writes it into the schema."""

    openapi_security_schema = {
        "type": "http",
        "scheme": "bearer",
        "description": "A key made with `upheld key new`. It acts as a person, within its scopes.",
    }

    def __init__(self, scope: Scope, *more: Callable[[Asked], object]) -> None:
        """`more` is asked of the request as well, before what it sends is looked at."""
        self.scope, self.more = scope, more

    def __call__(self, request: Asked) -> ApiKey:
        if not self.scope.is_of(request.key.scopes):
            told = f"this key has not the scope {self.scope}: use one that has"
            raise Problem(403, "scope", told, scope=self.scope)
        for each in self.more:
            each(request)
        return request.key


def key(request: HttpRequest) -> ApiKey:
    return cast(Asked, request).key


def by(request: HttpRequest) -> Person:
    """The person that the key acts as."""
    return key(request).person


def has(request: HttpRequest, scope: Scope) -> bool:
    """Whether the key may be used for this as well."""
    return scope.is_of(key(request).scopes)


def now(request: HttpRequest) -> datetime:
    """When it was asked: once for the whole request."""
    return cast(Asked, request).at
