"""The inbox: what must I do next and by when."""

from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upheld.desk.forms.inbox import InboxForm
from upheld.desk.paging import Counted, Pages
from upheld.desk.reads import Waiting, chosen, listed, page_of, waiting
from upheld.desk.show.conduct import for_a_lead
from upheld.desk.show.inbox import as_rows, buckets, forecast_told, headline
from upheld.desk.show.promises import counted
from upheld.desk.show.topics import outgrown
from upheld.steps import may
from upheld.store import pace
from upheld.store.alarms import alarms
from upheld.store.models import Case

from .asking import now, person

_WHOSE = {"mine": "Mine", "all": "All", "nobody": "Nobody's"}


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    count: int
    url: str
    current: bool


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Filters come as a query string, so that a list can be kept and sent."""
    by, at = person(request), now()
    counts = waiting(by, at)
    whose = _whose(request.GET, counts)
    form = InboxForm({**request.GET.dict(), "whose": whose}, key="filter")
    told = form.cleaned_data if form.is_valid() else {}
    known, trouble = pace.history(), alarms(at)
    filtered, count = any(told.get(name) for name in ("q", "state", "due")), counts.of(whose).cases
    if filtered:
        pages: Pages | Counted = Pages(chosen(told, whose, by, at, known), listed)
    else:
        pages = Counted(count, partial(page_of, whose, by))
    page = pages.get_page(request.GET.get("page"))
    context = {
        "section": "inbox",
        "now": at,
        "mail_trouble": trouble.mail,
        "jobs_stopped": trouble.jobs,
        "webhooks_untold": trouble.webhooks if may.allowed_any("keep_webhooks", by) else [],
        "waiting": counts,
        "headline": headline(counts.of(whose).late, counts.of(whose).today),
        "filters": form,
        "filtered": filtered,
        "first": not counts.all.cases and not Case.objects.exists(),
        "tabs": _tabs(request.GET, whose, counts),
        "buckets": buckets(as_rows(page, by, at, known)),
        "forecast": forecast_told(known),
        "promises": counted(at),
        "for_a_lead": for_a_lead(by, at),
        "topics_outgrown": outgrown(by),
        "page": page,
        "more_urgent": _to_page(request.GET, page.number - 1),
        "less_urgent": _to_page(request.GET, page.number + 1),
    }
    return render(request, "desk/inbox.html", context)


def _whose(query: QueryDict, counts: Waiting) -> str:
    """One's own cases come first; who has none sees them all."""
    asked = query.get("whose")
    usual = "mine" if counts.mine.cases else "all"
    return asked if asked in _WHOSE else usual


def _tabs(query: QueryDict, whose: str, counted: Waiting) -> list[Tab]:
    return [
        Tab(label, counted.of(key).cases, _url(query, whose=key, page=None), key == whose)
        for key, label in _WHOSE.items()
    ]


def _to_page(query: QueryDict, number: int) -> str:
    return _url(query, page=str(number))


def _url(query: QueryDict, **changes: str | None) -> str:
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return f"?{changed.urlencode()}"
