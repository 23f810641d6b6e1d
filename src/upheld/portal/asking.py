"""Who asks, from where and when: what only an edge may know. Nobody signs in here."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from upheld.store import knocks, receipts


def now() -> datetime:
    return timezone.now()


def site(request: HttpRequest) -> str:
    return receipts.site(request.build_absolute_uri("/"))


def came_from(request: HttpRequest) -> str:
    """The network that asks. Only what our own proxies wrote of it is believed: others can lie."""
    told = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    believed = settings.PROXIES
    address = told[-believed] if 0 < believed <= len(told) else request.META.get("REMOTE_ADDR", "")
    return knocks.home_of(address)
