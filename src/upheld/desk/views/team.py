"""The team: how long steps take, what was right the first time, and who has how much to do."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId
from upheld.desk.forms.team import HoursForm, OutsideForm
from upheld.desk.show.fold import Opened
from upheld.desk.show.team import hours_folds, load_lines, team_part, whose
from upheld.insight.team.kept import last_year, team_kept
from upheld.insight.team.praise import in_words
from upheld.insight.team.workload import workload
from upheld.steps.keep_hours import HoursError, keep_hours
from upheld.steps.record_outside import record_outside
from upheld.store.counted import case_days
from upheld.store.models import Person, WorkingHours

from . import unfolding
from .acting import Done, act
from .asking import may_take, now, person
from .keeping import keep
from .overwriting import There


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

    to, there = reverse("desk:team"), _there(form)
    return keep(request, "hours", form, step, (HoursError,), lambda: to, _page, there)


def _there(form: HoursForm) -> There | None:
    """The hours of the same person, where they are known."""
    if not form.is_valid():
        return None
    whose = form.cleaned_data["person"].pk
    found = WorkingHours.objects.filter(person=whose)
    return There(
        lambda: found.values("a_week").first(), (EventKind.HOURS_SET,), about={"person": whose}
    )


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
    by, days = person(request), _days(request)
    worked, work = team_kept(days, now()), workload()
    of = whose(by)
    first, last = days or last_year(worked.at)
    context = {
        "section": "team",
        "worked": worked,
        "first": first,
        "last": last,
        "loads": load_lines(work.of(of)),
        "nobodys": work.nobodys,
        "sees_all": of is None,
        "folds": hours_folds(opened, by),
        "now": now(),
    }
    if (found := worked.told) is not None:
        context |= {"praise": in_words(found.praise_of(of)), **team_part(found)}
    return render(request, "desk/insight/team.html", context, status=status)


def _days(request: HttpRequest) -> tuple[date, date] | None:
    first, last = (case_days.day_of(request.GET.get(name, "")) for name in ("from", "to"))
    return (first, last) if first and last and first <= last else None
