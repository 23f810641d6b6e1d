"""Who asks, from where and when: what only an edge may know. Nobody signs in here."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from upheld.store import knocks, receipts


def now() -> datetime:
    return timezone.now()


def site(request: HttpRequest) -> str:
    return receipts.site(request)


def came_from(request: HttpRequest) -> str:
    """The network that asks."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return knocks.asked_from(forwarded, request.META.get("REMOTE_ADDR", ""))
