"""Who works here: invited, given a role and a team, and let go, by an administrator.

Nobody is deleted, for the record names them; nobody changes what they themselves may; and the last
administrator stays one. Each change is an event, which tells a person by number.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from upheld.core.as_seen import is_blank
from upheld.core.event_kinds import EventKind
from upheld.core.staff_names import NameRefused, folded
from upheld.core.ways_in import WayIn
from upheld.core.words import Role
from upheld.store import half_signed_in, keys
from upheld.store import models as rows
from upheld.store.reached import check_reached
from upheld.store.record import events
from upheld.store.record.events import Act
from upheld.store.rows import people, staff_notices
from upheld.store.secret import mark, marks

from . import free_cases, may
from .free_cases import Freed

LASTS = timedelta(days=7)
_SALT = "upheld.invitation"
_LONGEST_WHY = 300
_TRIES = 10


class PeopleError(ValueError):
    """What cannot be done so; the message says what to do instead."""


class InvitationEnded(LookupError):
    """No invitation, or one that was used, has ended or was followed by another."""


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """Whether a link that waited to be opened ended with the role before, and the cases that were
    freed, where the role works on none."""

    link_ended: bool
    freed: Freed


@dataclass(frozen=True, slots=True)
class Invited:
    """Who was invited, and the secret of their way in, which is kept nowhere."""

    person: rows.Person
    secret: str
    until: datetime


@transaction.atomic
def invite(email: str, name: str, role: Role, by: may.Actor, now: datetime) -> Invited:
    """A person who can choose a password by the link. Raises PeopleError or NotAllowed."""
    may.check("keep_people", by)
    person = _new(email, name, role)
    person.set_unusable_password()
    person.save()
    tell(EventKind.PERSON_INVITED, {"person": person.pk, "role": role}, by, now)
    return _way_in(person, by, now)


@transaction.atomic
def add(
    email: str, name: str, role: Role, password: str, by: may.Actor, now: datetime
) -> rows.Person:
    """A person with a password that somebody else chose. Raises PeopleError or NotAllowed."""
    may.check("keep_people", by)
    person = _new(email, name, role)
    person.set_password(password)
    person.save()
    told = {"person": person.pk, "role": role, "password": "given by command"}
    tell(EventKind.PERSON_INVITED, told, by, now)
    return person


def _new(email: str, name: str, role: Role) -> rows.Person:
    _check_email(email.strip())
    email = email.strip().lower()
    try:
        name = folded(name)
    except NameRefused as error:
        raise PeopleError(str(error)) from None
    events.hold()  # of two who add the same address at once, the second finds it there
    if rows.Person.objects.filter(email__iexact=email).exists():
        raise PeopleError(f"somebody signs in as {email} already: look at the list")
    return rows.Person(email=email, name=name, role=role)


@transaction.atomic
def invite_again(person_id: int, by: may.Actor, now: datetime) -> Invited:
    """Another link: those before it end. Raises PeopleError or NotAllowed."""
    may.check("keep_people", by)
    person = _held(person_id)
    if not person.is_active:
        raise PeopleError(f"{person} has left: let them come back first")
    tell(EventKind.PERSON_INVITED, {"person": person.pk, "again": True}, by, now)
    return _way_in(person, by, now)


def invited(secret: str, now: datetime) -> rows.Invitation:
    """The invitation that a link holds. Raises InvitationEnded."""
    found = rows.Invitation.objects.select_related("person").filter(
        digest__in=marks(_SALT, secret), used_at=None, expires_at__gt=now, person__is_active=True
    )
    row = found.first()
    if row is None:
        raise InvitationEnded("this link has ended: ask an administrator for another")
    return row


@transaction.atomic
def accept(secret: str, password: str, now: datetime) -> rows.Person:
    """The person chooses their password, by which every way in that they were given ends.

    Raises InvitationEnded, or ValidationError for a password that anybody would guess."""
    row = invited(secret, now)
    person = _held(row.person_id)
    validate_password(password, person)
    taken = rows.Invitation.objects.filter(pk=row.pk, used_at=None).update(used_at=now)
    if not taken:
        raise InvitationEnded("this link was used a moment ago: sign in")
    _links_end(person, now)
    person.set_password(password)
    person.save(update_fields=["password"])
    _end_sessions(person, now)
    told = {"person": person.pk, "password": "chosen by their invitation"}
    events.append(Act(None, EventKind.PERSON_CHANGED, person.name, now, told))
    staff_notices.tell(person, WayIn.PASSWORD_CHANGED, person.name, now)
    return person


@transaction.atomic
def give_role(person_id: int, role: Role, by: may.Actor, now: datetime) -> RoleGiven:
    """A link that was made for less, and may lie about, opens no more than it was made for. Where
    the role works on no case, what is open of theirs is freed (steps/free_cases.py).

    Raises PeopleError or NotAllowed."""
    may.check("keep_people", by)
    works = role in free_cases.HANDS.cases
    person = _held_for(role, person_id, by) if works else _held_with_cases(person_id, by)
    was, person.role = person.role, role
    person.save(update_fields=["role"])
    freed = Freed() if works else free_cases.free(person, by, now)
    tell(EventKind.PERSON_CHANGED, {"person": person.pk, "was": was, "role": role}, by, now)
    return RoleGiven(_links_end(person, now), freed)


@transaction.atomic
def let_go(person_id: int, by: may.Actor, now: datetime) -> Freed:
    """They come in no more, from this moment: no session, link or key of theirs opens anything,
    nor does it again if they come back. What is open of theirs is freed (steps/free_cases.py).

    Raises PeopleError or NotAllowed."""
    may.check("keep_people", by)
    person = _held_with_cases(person_id, by)
    # A link for a new password is made from when they signed in last: so those before open nothing.
    person.is_active, person.last_login = False, now
    person.save(update_fields=["is_active", "last_login"])
    _links_end(person, now)
    rows.CalendarAddress.objects.filter(person=person).delete()
    for key in rows.ApiKey.objects.filter(person=person, revoked_at=None):
        keys.revoked(key, by.name, now)
    _end_sessions(person, now)
    freed = free_cases.free(person, by, now)
    tell(EventKind.PERSON_CHANGED, {"person": person.pk, "left": True}, by, now)
    return freed


@transaction.atomic
def clear_second_step(person_id: int, why: str, by: may.Actor, now: datetime) -> None:
    """Whoever lost their phone comes in by their password, to set up another second step.

    Every factor of theirs goes, sessions end, and they are told by mail. Raises PeopleError or
    NotAllowed."""
    may.check("keep_people", by)
    person, why = another(person_id, by), " ".join(why.split())
    if is_blank(why) or len(why) > _LONGEST_WHY:
        raise PeopleError(
            f"say in at most {_LONGEST_WHY} characters why, and how you know that it was they who "
            "asked"
        )
    if not Authenticator.objects.filter(user=person).delete()[0]:
        raise PeopleError(f"{person} has no second step: their password opens the desk")
    _end_sessions(person, now)
    told = {"person": person.pk, "second_step": "taken away", "why": why}
    tell(EventKind.PERSON_CHANGED, told, by, now)
    staff_notices.tell(person, WayIn.STEPS_CLEARED, by.name, now)


@transaction.atomic
def take_back(person_id: int, by: may.Actor, now: datetime) -> None:
    """Raises PeopleError or NotAllowed."""
    may.check("keep_people", by)
    person = another(person_id, by)
    person.is_active = True
    person.save(update_fields=["is_active"])
    tell(EventKind.PERSON_CHANGED, {"person": person.pk, "left": False}, by, now)


@transaction.atomic
def make_private(team_id: int, private: bool, by: may.Actor, now: datetime) -> None:
    """Whether only its people see what a team works on. Raises PeopleError or NotAllowed."""
    may.check("keep_people", by)
    team = rows.Team.objects.filter(pk=team_id).first()
    if team is None:
        raise PeopleError("there is no such team: look at the list")
    team.private = private
    team.save(update_fields=["private"])
    tell(EventKind.TEAM_CHANGED, {"team": team.name, "private": private}, by, now)


def _way_in(person: rows.Person, by: may.Actor, now: datetime) -> Invited:
    _links_end(person, now)
    secret, until = token_urlsafe(32), now + LASTS
    rows.Invitation.objects.create(
        person=person, digest=mark(_SALT, secret), made_at=now, by=by.name, expires_at=until
    )
    return Invited(person, secret, until)


def _links_end(person: rows.Person, now: datetime) -> bool:
    """Whether there was one that had not ended by itself."""
    waiting = rows.Invitation.objects.filter(person=person, used_at=None)
    living = waiting.filter(expires_at__gt=now).exists()
    waiting.update(used_at=now)
    return living


def _check_email(email: str) -> None:
    try:
        check_reached(email)
    except ValidationError:
        raise PeopleError(f"{email!r} is no address: write one such as ada@example.org") from None


def _held(person_id: int) -> rows.Person:
    person = people.held(person_id)
    if person is None:
        raise PeopleError("there is nobody with this number: look at the list")
    return person


def another(person_id: int, by: may.Actor) -> rows.Person:
    """Somebody else, held. Raises PeopleError."""
    person = _held(person_id)
    if isinstance(by, rows.Person) and by.pk == person.pk:
        raise PeopleError("nobody changes what they themselves may: ask another administrator")
    return person


def _held_for(role: Role, person_id: int, by: may.Actor) -> rows.Person:
    administrators = _hold_administrators()
    person = another(person_id, by)
    if role != Role.ADMINISTRATOR:
        _check_not_last(person, administrators)
    return person


def _held_with_cases(person_id: int, by: may.Actor) -> rows.Person:
    """The person, and before them each of their open cases: whoever gives a case to somebody holds
    it first, and then them. Where one was given meanwhile, all are let go of, and held anew."""
    for _ in range(_TRIES):
        begun = transaction.savepoint()
        cases = free_cases.hold(person_id)
        administrators = _hold_administrators()
        person = another(person_id, by)
        _check_not_last(person, administrators)
        if free_cases.are_all(person_id, cases):
            transaction.savepoint_commit(begun)
            return person
        transaction.savepoint_rollback(begun)
    raise PeopleError("they are given one case after the other: try again in a moment")


def _hold_administrators() -> frozenset[int]:
    """Who they are. All are held, before anybody else and always in the same order: of two who let
    each other go at once, one waits for the other and finds themselves the last."""
    found = rows.Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk")
    return frozenset(found.select_for_update(no_key=True).values_list("pk", flat=True))


def _check_not_last(person: rows.Person, administrators: frozenset[int]) -> None:
    if administrators == {person.pk}:
        raise PeopleError(f"{person} is the last administrator: make somebody else one first")


def _end_sessions(person: rows.Person, now: datetime) -> None:
    half_signed_in.end(person.pk, now)
    for session in UserSession.objects.filter(user=person):
        session.end()


def tell(kind: EventKind, told: dict[str, Any], by: may.Actor, now: datetime) -> None:
    events.append(Act(None, kind, by.name, now, told))
