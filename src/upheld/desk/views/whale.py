"""What customers bring, and what we cause ourselves: for leads and auditors."""

from typing import Literal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upheld.desk.show.failure import contacts_behind, failure_page
from upheld.desk.show.whale import behind, whale_page
from upheld.insight.profit.kept import Time, failure_kept, scope, whale_kept
from upheld.store.counted import case_days
from upheld.store.policy_files.costs_file import CostsMissing, rates
from upheld.store.policy_files.data_files import BadData

from .asking import may_take, now

_PERIODS = {"year": "Last 12 months", "all": "Everything"}


@require_safe
def curve(request: HttpRequest) -> HttpResponse:
    """The whale curve with its table, and the customers behind the figure that was opened."""
    may_take(request, "see_profit")
    context = _context(request, "whale")
    try:
        worked = whale_kept(_time(request), now())
    except (BadData, CostsMissing) as error:
        context["trouble"] = str(error)
    else:
        context["worked"] = worked
        if (found := worked.told) is not None:
            context |= {**whale_page(found), "behind": behind(found, request.GET)}
    return render(request, "desk/insight/whale.html", context)


@require_safe
def caused(request: HttpRequest) -> HttpResponse:
    """Failure demand, and the contacts behind the figure that was opened."""
    may_take(request, "see_profit")
    context = _context(request, "failure")
    try:
        worked = failure_kept(_time(request), now())
    except (BadData, CostsMissing) as error:
        context["trouble"] = str(error)
    else:
        context["worked"] = worked
        if (found := worked.told) is not None:
            looked = scope(_time(request), worked.at)
            behind_it = contacts_behind(rates(), looked, request.GET)
            context |= {**failure_page(found), "behind": behind_it}
    return render(request, "desk/insight/failure.html", context)


def _time(request: HttpRequest) -> Time:
    """The days that a report's figure asks for, else the period that was chosen."""
    first, last = (case_days.day_of(request.GET.get(name, "")) for name in ("from", "to"))
    return (first, last) if first and last and first <= last else _period(request)


def _period(request: HttpRequest) -> Literal["year", "all"]:
    return "all" if request.GET.get("period") == "all" else "year"


def _context(request: HttpRequest, section: str) -> dict[str, object]:
    days = {name: request.GET[name] for name in ("from", "to") if name in request.GET}
    period = "" if days else _period(request)
    told = {"section": section, "now": now(), "periods": _PERIODS, "period": period}
    return {**told, "days": f"&{urlencode(days)}" if days else ""}
