"""Who works here, as it is read: each with role, team, limits and the second step."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.urls import reverse

from upheld.core.event_kinds import EventKind
from upheld.core.money import Money
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
from upheld.desk.second_factor import required
from upheld.steps import free_cases, may
from upheld.store import models as rows
from upheld.store.rows.people import teams

from .fold import DRAWN, Fold, Opened, fold
from .left_behind import left_behind_page

Blank = Callable[[str], DeskForm]
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person; `factor` says of their second step what an administrator should know."""

    row: rows.Person
    limits: str
    factor: str


def people_page(by: rows.Person, opened: Opened) -> Mapping[str, Any]:
    people = list(rows.Person.objects.select_related("team").order_by("-is_active", "name", "pk"))
    keeps = may.allowed_any("keep_people", by)
    limits = list(rows.AuthorityLimit.objects.all())
    return {
        "section": "people",
        "lines": _lines(people, limits),
        "role_limits": [(row.role, _money(row)) for row in limits if row.role],
        "teams": teams(),
        "keeps": keeps,
        "left_behind": left_behind_page(),
        "folds": _folds(opened) if keeps else [],
    }


def _folds(opened: Opened) -> list[Fold]:
    made: tuple[tuple[str, str, str, str, Blank], ...] = (
        ("invite", "Invite somebody", "Make their link", "person_invite",
         lambda key: InviteForm(key=key)),
        ("limit", "Set the limit of a role", "Set it", "role_limit",
         lambda key: RoleLimitForm(key=key)),
    )  # fmt: skip
    return [
        fold(opened, key, label, submit, reverse(f"desk:{address}"), form)
        for key, label, submit, address, form in made
    ]


def _lines(
    people: Iterable[rows.Person], limits: Iterable[rows.AuthorityLimit]
) -> list[PersonLine]:
    second = set(Authenticator.objects.filter(type__in=_FACTORS).values_list("user_id", flat=True))
    own: dict[int, list[str]] = {}
    for each in limits:
        if each.person_id:
            own.setdefault(each.person_id, []).append(str(_money(each)))
    return [
        PersonLine(row, ", ".join(own.get(row.pk, [])), _factor(row, row.pk in second))
        for row in people
    ]


def _factor(row: rows.Person, has_one: bool) -> str:
    if has_one:
        return "set up"
    return "asked for, not set up" if required(row.role) else "none"


def _money(row: rows.AuthorityLimit) -> Money:
    return Money(row.amount, row.currency)


# The kinds of what is done to a person of ours: to look for it in the whole record takes longer the
# older the firm is.
_ABOUT_PEOPLE = (
    EventKind.PERSON_INVITED, EventKind.PERSON_CHANGED, EventKind.AUTHORITY_SET,
    EventKind.TEAM_CHANGED, EventKind.HOURS_SET,
)  # fmt: skip


def person_page(row: rows.Person, by: rows.Person, opened: Opened) -> Mapping[str, Any]:
    keeps = may.allowed_any("keep_people", by) and row.pk != by.pk
    told = rows.Event.objects.filter(kind__in=_ABOUT_PEOPLE)
    return {
        "section": "people",
        "line": _lines([row], row.authority.all())[0],
        "invitation": row.invitations.filter(used_at=None).order_by("-pk").first(),
        "events": told.filter(data__person=row.pk).order_by("-number")[:20],
        "folds": list(_person_folds(row, opened)) if keeps else [],
        "leaving": free_cases.outlook(row).told("will be") if keeps and row.is_active else "",
        "myself": row.pk == by.pk,
    }


def _person_folds(row: rows.Person, opened: Opened) -> Iterable[Fold]:
    given = {"role": row.role}
    steps: list[tuple[str, str, str, Blank]] = [
        ("role", "Give another role", "Give it", lambda key: RoleForm(key=key, initial=given)),
        ("team", "Put in a team", "Put them there",
         lambda key: TeamOfForm(key=key, initial={"team": row.team_id})),
        ("limit", "Set a limit of their own", "Set it", lambda key: LimitForm(key=key)),
    ]  # fmt: skip
    if Authenticator.objects.filter(user=row).exists():
        steps += [
            ("second_step", "Take away their second step", "Take it away",
             lambda key: SecondStepForm(key=key)),
        ]  # fmt: skip
    if row.is_active:
        steps += [
            ("invitation", "Make another link", "Make it", lambda key: NothingMore(key=key)),
            ("leave", "Let them go", "They have left", lambda key: NothingMore(key=key)),
        ]
    else:
        steps += [("return", "They are back", "Let them in", lambda key: NothingMore(key=key))]
    for key, label, submit, form in steps:
        to = reverse("desk:person_step", args=[row.pk, key])
        yield fold(opened, key, label, submit, to, form, drawn=_DRAWN.get(key, DRAWN))


_DRAWN = {"leave": "desk/leave_form.html", "role": "desk/role_form.html"}
