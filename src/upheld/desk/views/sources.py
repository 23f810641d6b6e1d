"""Whom we attract: which communication brings customers that we can thrill, and which does not."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upheld.desk.show.mail import Tab
from upheld.desk.show.sources import NAMES, headline, lines
from upheld.insight.sources import sources as read_sources
from upheld.steps import may
from upheld.store.brought import By

from .asking import now, person


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    try:
        may.check("read", person(request))
    except may.NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    asked = request.GET.get("by", "")
    by = By(asked) if asked in list(By) else By.SOURCE
    found = read_sources(by, now())
    context = {
        "section": "sources",
        "headline": headline(found),
        "found": found,
        "lines": lines(found),
        "name": NAMES[by],
        "tabs": [Tab(f"By {NAMES[each]}", None, f"?by={each}", each is by) for each in By],
        "now": now(),
    }
    return render(request, "desk/insight/sources.html", context)
