"""The team: how long steps take, what was right the first time, and who has how much to do."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from upheld.core.words import CaseId
from upheld.desk.forms.team import HoursForm, OutsideForm
from upheld.desk.show.fold import Opened
from upheld.desk.show.team import (
    group_lines,
    hours_folds,
    load_lines,
    right_told,
    step_lines,
    whose,
)
from upheld.insight.team import team as read_team
from upheld.steps.keep_hours import HoursError, keep_hours
from upheld.steps.record_outside import record_outside
from upheld.store import case_days
from upheld.store.models import Person

from . import unfolding
from .acting import Done, act
from .asking import may_take, now, person
from .keeping import keep

_YEAR = timedelta(days=364)
_MOST_PRAISE = 30


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """The last twelve months, or the days that the address asks for."""
    may_take(request, "read")
    opened = unfolding.opened(request)
    if only := unfolding.alone(request):
        return unfolding.given(request, only, hours_folds(opened, person(request)), {})
    return _page(request, opened, 200)


@require_POST
def hours(request: HttpRequest) -> HttpResponse:
    form = HoursForm(request.POST, key="hours")

    def step() -> str:
        told = form.cleaned_data
        keep_hours(told["person"].pk, told["a_week"], person(request), now())
        return "The hours are kept."

    return keep(request, "hours", form, step, (HoursError,), lambda: reverse("desk:team"), _page)


@require_POST
def outside(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """What an outside body made of the answer in a case."""
    form = OutsideForm(request.POST, key="outside")

    def step(told: Mapping[str, Any], by: Person, at: datetime) -> Done:
        changed = told["changed"] == "yes"
        record_outside(case_id, told["body"], told["ruled_on"], changed, told["words"], by, at)
        return Done("What they ruled is on record. To follow it, open the case again.")

    return act(request, case_id, "outside", form, step)


def _page(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
    by, (first, last) = person(request), _days(request)
    since, until = case_days.moments(first, last)
    found = read_team(since, until, now())
    of = whose(by)
    context = {
        "section": "team",
        "found": found,
        "first": first,
        "last": last,
        "steps": step_lines(found.steps),
        "groups": [
            ("Team", "By team", group_lines(found.teams)),
            ("Topic", "By topic", group_lines(found.topics)),
        ],
        "right": right_told(found),
        "loads": load_lines(found.loads_of(of)),
        "sees_all": of is None,
        "praise": found.praise_of(of)[:_MOST_PRAISE],
        "folds": hours_folds(opened, by),
        "now": now(),
    }
    return render(request, "desk/insight/team.html", context, status=status)


def _days(request: HttpRequest) -> tuple[date, date]:
    first, last = (case_days.day_of(request.GET.get(name, "")) for name in ("from", "to"))
    if first and last and first <= last:
        return first, last
    today = timezone.localdate(now())
    return today - _YEAR, today
