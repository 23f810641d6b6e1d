"""From first contact to getting paid, as one picture."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upheld.desk.show.picture import drawing, headline, table
from upheld.insight.journey import Quarter
from upheld.insight.journey.kept import journey_kept
from upheld.store.made_once import readings_made_once

from .asking import may_take, now

_QUARTER = re.compile(r"(\d{4}) ?Q([1-4])")


@require_safe
@readings_made_once()
def journey(request: HttpRequest) -> HttpResponse:
    """A persona and a quarter come as a query string; what is not there is not asked."""
    may_take(request, "read")
    asked = request.GET.get("persona", ""), quarter(request.GET.get("quarter"))
    worked = journey_kept(now(), *asked)
    context = {"section": "journey", "worked": worked, "now": now()}
    if (found := worked.told) is not None:
        context |= {
            "headline": headline(found),
            "found": found,
            "picture": drawing(found),
            "table": table(found),
        }
    return render(request, "desk/insight/journey.html", context)


def quarter(text: str | None) -> Quarter | None:
    """ "2026 Q3" as a quarter; None for anything else."""
    found = _QUARTER.fullmatch(text or "")
    return Quarter(int(found[1]), int(found[2])) if found else None
