"""The inbox: what must I do next and by when."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upheld.desk.forms.inbox import InboxForm
from upheld.desk.reads import Day, chosen, day
from upheld.desk.show.inbox import as_rows, buckets, headline

from .asking import now, person

_A_PAGE = 25


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
    today = day(by, at)
    whose = request.GET.get("whose") or ("mine" if today.mine else "all")
    form = InboxForm({**request.GET.dict(), "whose": whose}, key="filter")
    told = form.cleaned_data if form.is_valid() else {}
    page = Paginator(chosen(told, whose, by, at), _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "inbox",
        "now": at,
        "day": today,
        "headline": headline(today.late, today.today),
        "filters": form,
        "filtered": any(told.get(name) for name in ("q", "state", "due")),
        "tabs": _tabs(request.GET, whose, today),
        "buckets": buckets(as_rows(page, at)),
        "page": page,
        "more_urgent": _to_page(request.GET, page.number - 1),
        "less_urgent": _to_page(request.GET, page.number + 1),
    }
    return render(request, "desk/inbox.html", context)


def _tabs(query: QueryDict, whose: str, today: Day) -> list[Tab]:
    told = {"mine": "Mine", "all": "All", "nobody": "Nobody's"}
    counts = {"mine": today.mine, "all": today.open, "nobody": today.nobody}
    return [
        Tab(label, counts[key], _url(query, whose=key, page=None), key == whose)
        for key, label in told.items()
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
