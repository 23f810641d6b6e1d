"""Who asks, and when, which only an edge may know, and whether they may."""

from datetime import datetime
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from upheld.steps import may
from upheld.store.models import Case, Person


def person(request: HttpRequest) -> Person:
    """The person who signed in; LoginRequiredMiddleware lets nobody else come so far."""
    return cast(Person, request.user)


def may_take(request: HttpRequest, step: str) -> None:
    """Whoever may not take the step gets the page that says who may."""
    try:
        may.check(step, person(request))
    except may.NotAllowed as error:
        raise PermissionDenied(str(error)) from None


def shows(request: HttpRequest, case: Case) -> None:
    """Whose page it is, for whoever writes down that it was read: it need not be asked again."""
    need = getattr(case, "need", None)
    vulnerable = case.customer.vulnerable or (need is not None and need.asks)
    told = {"customer": case.customer_id, "case": case.pk, "vulnerable": vulnerable}
    request.shown = told  # type: ignore[attr-defined]


def shows_customer(request: HttpRequest, customer: int, *, vulnerable: bool) -> None:
    """The same of a page about a customer."""
    told = {"customer": customer, "vulnerable": vulnerable}
    request.shown = told  # type: ignore[attr-defined]


def known_of(request: HttpRequest) -> dict[str, Any]:
    return getattr(request, "shown", {})


def now() -> datetime:
    return timezone.now()
