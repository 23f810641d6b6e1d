"""Teams and their budgets for goodwill: what is left, where it heads, and what counts in each."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from upheld.core.budgets import BudgetError, Period, days_of
from upheld.core.event_kinds import EventKind
from upheld.core.money import MoneyError
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.exceptions import BudgetForm, MemberForm, TeamForm
from upheld.desk.show.budgets import budget_folds, budget_parts
from upheld.desk.show.exceptions import tabs
from upheld.desk.show.fold import Opened
from upheld.steps import may
from upheld.steps.keep_budgets import add_team, put_in_team, set_budget
from upheld.store import spending
from upheld.store.models import Budget, Person
from upheld.store.rows.people import teams
from upheld.store.sight import seen

from .asking import may_take, now, person
from .keeping import keep
from .overwriting import There

_MOST, _MOST_LINES = 12, 200
_USUAL_CURRENCY = "GBP"


@require_safe
def budgets(request: HttpRequest) -> HttpResponse:
    may_take(request, "read")
    return _page(request, Opened(request.GET.get("do", "")), 200)


@require_safe
def budget(request: HttpRequest, budget_id: int) -> HttpResponse:
    """One budget, with what counts in it, the newest of very much."""
    may_take(request, "read")
    row = get_object_or_404(Budget.objects.select_related("team"), pk=budget_id)
    lines = spending.counted(row, _MOST_LINES + 1)
    context = {
        "section": "exceptions",
        "tabs": tabs("budgets"),
        "part": budget_parts([row], _today())[0],
        "lines": lines[:_MOST_LINES],
        "more": len(lines) > _MOST_LINES,
        "now": now(),
    }
    return render(request, "desk/exceptions/budget.html", context)


@require_POST
def budget_set(request: HttpRequest) -> HttpResponse:
    form = BudgetForm(request.POST, key="budget", today=_today(), currency=_USUAL_CURRENCY)

    def step() -> str:
        told = form.cleaned_data
        period = Period(told["period"])
        given = told["team"].pk, period, told["day"], form.money()
        set_budget(*given, person(request), now())
        return "The budget is set."

    return _act(request, "budget", form, step, _there(form))


def _there(form: BudgetForm) -> There | None:
    """The budget of the same team, currency and period, where there is one."""
    if not form.is_valid():
        return None
    told, currency = form.cleaned_data, form.cleaned_data["currency"].upper()
    first, _ = days_of(Period(told["period"]), told["day"])
    same = {"team": told["team"], "period": told["period"], "first_on": first}
    found = Budget.objects.filter(**same, currency=currency)
    about = {"team": told["team"].name, "first_on": first.isoformat()}
    return There(lambda: found.values("amount").first(), (EventKind.BUDGET_SET,), about=about)


@require_POST
def team_add(request: HttpRequest) -> HttpResponse:
    form = TeamForm(request.POST, key="team")

    def step() -> str:
        add_team(form.cleaned_data["name"], person(request), now())
        return "The team is added. Put somebody in it."

    return _act(request, "team", form, step)


@require_POST
def team_put(request: HttpRequest) -> HttpResponse:
    form = MemberForm(request.POST, key="member")

    def step() -> str:
        told = form.cleaned_data
        team = told["team"].pk if told["team"] else None
        put_in_team(told["person"].pk, team, person(request), now())
        return f"{told['person']} is in {told['team'] or 'no team'}."

    return _act(request, "member", form, step)


def _act(
    request: HttpRequest,
    key: str,
    form: DeskForm,
    step: Callable[[], str],
    there: There | None = None,
) -> HttpResponse:
    to_mend = (BudgetError, MoneyError)
    return keep(request, key, form, step, to_mend, lambda: reverse("desk:budgets"), _page, there)


def _page(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
    today = _today()
    latest = list(Budget.objects.select_related("team")[:_MOST])
    keeps = may.allowed_any("keep_budgets", person(request))
    if opened.form is not None and not keeps:
        raise PermissionDenied("Only a lead keeps budgets.")
    context = {
        "section": "exceptions",
        "tabs": tabs("budgets"),
        "parts": budget_parts(latest, today),
        "folds": budget_folds(opened, today, _USUAL_CURRENCY) if keeps else [],
        "hides": seen.hides(),
        "teams": teams(),
        "nobody": Person.objects.filter(team=None, is_active=True).count(),
        "now": now(),
    }
    return render(request, "desk/exceptions/budgets.html", context, status=status)


def _today() -> date:
    return timezone.localdate(now())
