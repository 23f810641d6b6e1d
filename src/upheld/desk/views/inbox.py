"""The inbox: what must I do next and by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from upheld.core.forecast import History
from upheld.desk.forms.inbox import InboxForm
from upheld.desk.paging import Counted, Pages
from upheld.desk.reads import Waiting, chosen, listed, page_of, waiting, with_words
from upheld.desk.show.conduct import for_a_lead
from upheld.desk.show.inbox import as_rows, buckets, forecast_told, headline
from upheld.desk.show.left_behind import left_behind
from upheld.desk.show.legal_holds import to_review
from upheld.desk.show.promises import counted
from upheld.desk.show.topics import outgrown
from upheld.steps import may
from upheld.steps.free_cases import HANDS
from upheld.store.alarms import alarms
from upheld.store.counted import pace
from upheld.store.for_leads import Waits, waits
from upheld.store.models import Case, Person
from upheld.store.policy_files import amiss

from .asking import now, person

_WHOSE = {"mine": "Mine", "all": "All", "nobody": "Nobody's"}
_FILTERS = ("q", "state", "due")


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
    known, trouble, for_them = pace.history(), alarms(at), _for_leads(by, at)
    asked = {name: told[name] for name in _FILTERS if told.get(name)}
    if asked:
        pages = _found(asked, whose, by, at, known)
    else:
        pages = Counted(counts.of(whose).cases, partial(page_of, whose, by))
    page = pages.get_page(request.GET.get("page"))
    context = {
        "section": "inbox",
        "now": at,
        "mail_trouble": trouble.mail,
        "jobs_stopped": trouble.jobs,
        "clock_ahead": trouble.ahead,
        "files_amiss": amiss.found(),
        "webhooks_untold": trouble.webhooks if may.allowed_any("keep_webhooks", by) else [],
        "waiting": counts,
        "headline": headline(counts.of(whose).late, counts.of(whose).today),
        "filters": form,
        "filtered": bool(asked),
        "first": not counts.all.cases and not Case.objects.exists(),
        "tabs": _tabs(request.GET, whose, counts),
        "buckets": buckets(as_rows(page, by, at, known, told.get("due", ""))),
        "forecast": forecast_told(known),
        "promises": counted(at),
        "for_a_lead": for_a_lead(by, at),
        "left_behind": left_behind(for_them.left_behind),
        "legal_holds_due": to_review(for_them.legal_holds),
        "topics_outgrown": outgrown(by),
        "page": page,
        "more_urgent": _to_page(request.GET, page.number - 1),
        "less_urgent": _to_page(request.GET, page.number + 1),
    }
    return render(request, "desk/inbox.html", context)


def _for_leads(by: Person, at: datetime) -> Waits:
    return waits(timezone.localdate(at), HANDS) if may.leads(by) else Waits(0, 0)


def _found(
    asked: Mapping[str, str], whose: str, by: Person, at: datetime, known: History
) -> Pages | Counted:
    found = with_words(asked["q"], whose, by) if asked.keys() == {"q"} else None
    return found or Pages(chosen(asked, whose, by, at, known), listed)


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
