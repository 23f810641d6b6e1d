"""One's own deadlines as a calendar to subscribe to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from upheld.desk.show.calendar import as_calendar
from upheld.steps.address_calendar import address_calendar, token_of, whose
from upheld.store import load, queues

from .asking import now, person


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """The address of one's calendar; a POST makes it, or another one."""
    by = person(request)
    if request.method == "POST":
        address_calendar(by, now())
        messages.success(request, "This is the address. One that you had before has ended.")
        return redirect("desk:calendar")
    kept = load.calendar_address(by)
    page = reverse("desk:calendar_feed", args=[token_of(kept)]) if kept else ""
    context = {"section": "calendar", "now": now(), "kept": kept}
    context["address"] = request.build_absolute_uri(page) if page else ""
    return render(request, "desk/calendar.html", context)


# A calendar program has no session: the address itself is the key.
@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    owner = whose(token)
    if owner is None:
        raise Http404("this address of a calendar has ended")
    at = now()
    promises = queues.open_commitments(owner)
    told = as_calendar(queues.open_clocks(owner, at), promises, at, request.build_absolute_uri)
    response = HttpResponse(told, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=300"
    response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return response
