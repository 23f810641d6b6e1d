"""Who asks, and when: the two things that every view needs and that only an edge may know."""

from datetime import datetime
from typing import cast

from django.http import HttpRequest
from django.utils import timezone

from upheld.store.models import Person


def person(request: HttpRequest) -> Person:
    """The person who signed in; LoginRequiredMiddleware lets nobody else come so far."""
    return cast(Person, request.user)


def now() -> datetime:
    return timezone.now()
