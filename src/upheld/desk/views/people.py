"""Who works here: the list, one person, and what an administrator changes."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.budgets import BudgetError
from upheld.core.event_kinds import EventKind
from upheld.core.money import MoneyError
from upheld.core.words import Role
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.people import (
    InviteForm,
    LimitForm,
    NothingMore,
    RoleForm,
    RoleLimitForm,
    SecondStepForm,
    TeamOfForm,
)
from upheld.desk.show.fold import Opened
from upheld.desk.show.people import people_page, person_page
from upheld.steps import keep_people as steps
from upheld.steps.keep_budgets import put_in_team
from upheld.steps.keep_people import Invited, PeopleError
from upheld.steps.set_limit import set_limit
from upheld.store.models import Person, Team

from .acting import sentence
from .asking import now, person
from .keeping import keep
from .overwriting import There

_TO_MEND = (PeopleError, BudgetError, MoneyError)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    return _list(request, Opened(request.GET.get("do", "")), 200)


def _list(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
    context = {**people_page(person(request), opened), "now": now()}
    return render(request, "desk/people.html", context, status=status)


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    return _one(get_object_or_404(Person, pk=pk))(request, Opened(request.GET.get("do", "")), 200)


def _one(row: Person) -> Callable[[HttpRequest, Opened, int], HttpResponse]:
    def page(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
        context = {**person_page(row, person(request), opened), "now": now()}
        return render(request, "desk/person.html", context, status=status)

    return page


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """The link is shown on the page that answers, and nowhere again."""
    form = InviteForm(request.POST, key="invite")
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = steps.invite(
                told["email"], told["name"], Role(told["role"]), person(request), now()
            )
        except PeopleError as error:
            form.add_error(None, sentence(error))
        else:
            return _link(request, made)
    return _list(request, Opened("invite", form), 422)


def _link(request: HttpRequest, made: Invited) -> HttpResponse:
    place = reverse("desk:invitation", args=[made.secret])
    context = {"section": "people", "now": now(), "made": made}
    context["address"] = request.build_absolute_uri(place)
    shown = render(request, "desk/invited.html", context)
    shown["Cache-Control"] = "no-store"
    return shown


@require_POST
def role_limit(request: HttpRequest) -> HttpResponse:
    form = RoleLimitForm(request.POST, key="limit")

    def step() -> str:
        told = form.cleaned_data
        by = person(request)
        set_limit(None, told["role"], form.money(), told["currency"], by, now())
        return "The limit is set." if form.money() else "The limit is gone."

    return keep(request, "limit", form, step, _TO_MEND, lambda: reverse("desk:people"), _list)


@require_POST
def team_private(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(Team, pk=pk)
    private = request.POST.get("private") == "yes"

    def step() -> str:
        steps.make_private(pk, private, person(request), now())
        return "Only its people see what it works on." if private else "Everybody sees it again."

    form = NothingMore(request.POST, key="private")
    return keep(request, "private", form, step, _TO_MEND, lambda: reverse("desk:people"), _list)


@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    row = get_object_or_404(Person, pk=pk)
    if step not in _FORMS:
        raise Http404(f"there is no {step} here")
    form = _FORMS[step](request.POST, key=step)
    if step == "invitation":
        return _another_link(request, row, form)

    def take() -> str:
        return _done(row, step, form, request)

    to = reverse("desk:person", args=[pk])
    return keep(request, step, form, take, _TO_MEND, lambda: to, _one(row), _there(pk))


def _there(pk: int) -> There:
    """The role and the team that somebody has by now."""
    return There(
        lambda: Person.objects.filter(pk=pk).values("role", "team").first(),
        (EventKind.PERSON_CHANGED, EventKind.TEAM_CHANGED),
        about={"person": pk},
    )


_FORMS: dict[str, Any] = {
    "role": RoleForm, "team": TeamOfForm, "limit": LimitForm, "invitation": NothingMore,
    "second_step": SecondStepForm, "leave": NothingMore, "return": NothingMore,
}  # fmt: skip


def _another_link(request: HttpRequest, row: Person, form: DeskForm) -> HttpResponse:
    try:
        return _link(request, steps.invite_again(row.pk, person(request), now()))
    except PeopleError as error:
        form.is_valid()
        form.add_error(None, sentence(error))
        return _one(row)(request, Opened("invitation", form), 422)


def _done(row: Person, step: str, form: Any, request: HttpRequest) -> str:
    by, at, told = person(request), now(), form.cleaned_data
    match step:
        case "role":
            given = steps.give_role(row.pk, Role(told["role"]), by, at)
            ended = "Their link was made for another role and has ended: make one."
            link = [ended] if given.link_ended else []
            is_now = f"{row} is {told['role'].replace('_', ' ')} now."
            return " ".join([is_now, *link, given.freed.as_it_is()]).rstrip()
        case "team":
            team = told["team"]
            put_in_team(row.pk, team.pk if team else None, by, at)
            return f"{row} is in {team or 'no team'}."
        case "limit":
            set_limit(row.pk, "", form.money(), told["currency"], by, at)
            return "The limit is set." if form.money() else "The limit is gone."
        case "second_step":
            steps.clear_second_step(row.pk, told["why"], by, at)
            return f"{row} comes in by their password, and is told so by mail."
        case "leave":
            freed = steps.let_go(row.pk, by, at)
            more = freed.as_it_is()
            return f"{row} has left. What they did stays in the record. {more}".rstrip()
        case _:
            steps.take_back(row.pk, by, at)
            return f"{row} can sign in again."
