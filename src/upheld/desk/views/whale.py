"""What customers bring, and what we cause ourselves: for leads and auditors."""

from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upheld.desk.show.failure import contacts_behind, failure_page
from upheld.desk.show.whale import behind, whale_page
from upheld.insight.profit import Scope, failure, whale
from upheld.store import case_days
from upheld.store.costs_file import CostsMissing, rates
from upheld.store.data_files import BadData

from .asking import may_take, now

_PERIODS = {"year": "Last 12 months", "all": "Everything"}
_YEAR = timedelta(days=365)


@require_safe
def curve(request: HttpRequest) -> HttpResponse:
    """The whale curve with its table, and the customers behind the figure that was opened."""
    may_take(request, "see_profit")
    context = _context(request, "whale")
    try:
        found = whale(rates(), _scope(request))
    except (BadData, CostsMissing) as error:
        context["trouble"] = str(error)
    else:
        context |= {**whale_page(found), "behind": behind(found, request.GET)}
    return render(request, "desk/insight/whale.html", context)


@require_safe
def caused(request: HttpRequest) -> HttpResponse:
    """Failure demand, and the contacts behind the figure that was opened."""
    may_take(request, "see_profit")
    context = _context(request, "failure")
    try:
        declared, scope = rates(), _scope(request)
    except (BadData, CostsMissing) as error:
        context["trouble"] = str(error)
    else:
        context |= failure_page(failure(declared, scope))
        context["behind"] = contacts_behind(declared, scope, request.GET)
    return render(request, "desk/insight/failure.html", context)


def _scope(request: HttpRequest) -> Scope:
    """The days that a report's figure asks for, else the period that was chosen."""
    at = now()
    first, last = (case_days.day_of(request.GET.get(name, "")) for name in ("from", "to"))
    if first and last and first <= last:
        since, until = case_days.moments(first, last)
        return Scope(min(until, at), since)
    return Scope(at, None if _period(request) == "all" else at - _YEAR)


def _period(request: HttpRequest) -> str:
    asked = request.GET.get("period", "")
    return asked if asked in _PERIODS else "year"


def _context(request: HttpRequest, section: str) -> dict[str, object]:
    days = {name: request.GET[name] for name in ("from", "to") if name in request.GET}
    period = "" if days else _period(request)
    told = {"section": section, "now": now(), "periods": _PERIODS, "period": period}
    return {**told, "days": f"&{urlencode(days)}" if days else ""}
