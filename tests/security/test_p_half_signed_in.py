"""Whoever gave a password, and waits at the second step, waits no longer than a session would last:
not beyond another password, the end of all sessions or their leaving."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.conftest import PASSWORD
from tests.desk.directories import OpenId, Saml
from tests.desk.reading import text
from tests.desk.test_account import Committed, is_in, sign_in, with_an_app
from tests.desk.test_directory import by_saml, came_back
from tests.desk.test_directory import openid as openid
from tests.desk.test_directory import saml as saml
from tests.security.test_i_tries import ANOTHER, STEP, right
from tests.security.test_n_secret_changed import BEFORE, CHANGED
from tests.stories import NOW

from upheld.core.words import Role
from upheld.steps import keep_people
from upheld.steps.may import Operator
from upheld.store import half_signed_in
from upheld.store.models import Person, StaffNotice

End = Callable[[Person, Client], object]

FIRM = Operator(role=Role.ADMINISTRATOR)
SIGN_IN = "/accounts/login/"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def secret(handler: Person, clock: Any) -> str:
    """Of the app that the handler has as their second step, since an hour ago."""
    made = with_an_app(sign_in(handler))
    clock.shift(timedelta(hours=1))
    return made


@pytest.fixture
def owner(handler: Person, secret: str, clock: Any) -> Client:
    """The handler, signed in, who has just said again who they are."""
    client = sign_in(handler)
    client.post(STEP, {"code": right(secret)})
    assert is_in(client)
    clock.shift(timedelta(minutes=1))
    client.post("/accounts/2fa/reauthenticate/", {"code": right(secret)})
    clock.shift(timedelta(minutes=1))
    return client


@pytest.fixture
def waiting(handler: Person, owner: Client, clock: Any) -> Client:
    """Somebody else who has the handler's password."""
    client = sign_in(handler)
    assert "The second step" in text(client.get(STEP))
    clock.shift(timedelta(minutes=1))
    return client


def change_the_password(person: Person, owner: Client) -> None:
    told = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    owner.post("/accounts/password/change/", told)


def open_a_link(person: Person, client: Client) -> None:
    """That of a forgotten password, in the browser of whoever has the mailbox."""
    person.refresh_from_db()
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    page = client.get(f"/accounts/password/reset/key/{key}/")["Location"]
    client.post(page, {"password1": ANOTHER, "password2": ANOTHER})


def accept_an_invitation(person: Person, owner: Client) -> None:
    made = keep_people.invite_again(person.pk, FIRM, timezone.now())
    keep_people.accept(made.secret, PASSWORD, timezone.now())


def be_given_a_password(person: Person, owner: Client) -> None:
    """As by `upheld person password`."""
    person.set_password(ANOTHER)
    person.save(update_fields=["password"])


def end_the_other_sessions(person: Person, owner: Client) -> None:
    owner.post(reverse("desk:sessions_end"))


def leave(person: Person, owner: Client) -> None:
    keep_people.let_go(person.pk, FIRM, timezone.now())


def leave_and_come_back(person: Person, owner: Client) -> None:
    leave(person, owner)
    keep_people.take_back(person.pk, FIRM, timezone.now())


def leave_by_whoever_keeps_the_database(person: Person, owner: Client) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)


def lose_a_phone(person: Person, owner: Client) -> None:
    keep_people.clear_second_step(person.pk, "Lost her phone", FIRM, timezone.now())


def make_new_codes(person: Person, owner: Client) -> None:
    owner.post("/accounts/2fa/recovery-codes/generate/")


def take_the_app_away(person: Person, owner: Client) -> None:
    owner.post("/accounts/2fa/totp/deactivate/")


ENDS = (
    change_the_password, open_a_link, accept_an_invitation, be_given_a_password,
    end_the_other_sessions, leave, leave_and_come_back, leave_by_whoever_keeps_the_database,
    lose_a_phone, make_new_codes, take_the_app_away,
)  # fmt: skip


def assert_over(waiting: Client, **sent: str) -> None:
    """As one that waited too long: led to the sign-in, and told nothing there."""
    answer = waiting.post(STEP, sent) if sent else waiting.get(STEP)
    assert (answer.status_code, answer.get("Location")) == (302, SIGN_IN)
    assert text(waiting.get("/", follow=True)) == text(Client().get("/", follow=True))
    assert not is_in(waiting)


@pytest.mark.parametrize("end", ENDS)
def test_half_a_sign_in_ends_with_the_sessions_of_its_person(
    end: End,
    handler: Person,
    secret: str,
    owner: Client,
    waiting: Client,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        end(handler, owner)
    assert_over(waiting, code=right(secret))


@pytest.mark.parametrize("end", [be_given_a_password, leave_and_come_back, lose_a_phone])
def test_so_does_that_of_whoever_came_from_a_directory(
    end: End, openid: OpenId, handler: Person, clock: Any
) -> None:
    TOTP.activate(handler, "SECRET")
    waiting, asked = came_back(openid)
    assert asked["Location"] == STEP
    clock.shift(timedelta(minutes=1))
    end(handler, Client())
    assert_over(waiting)


@pytest.mark.parametrize("end", [be_given_a_password, leave_and_come_back, lose_a_phone])
def test_by_saml_too(end: End, saml: Saml, handler: Person) -> None:
    TOTP.activate(handler, "SECRET")
    waiting, page = by_saml(saml, handler.email)
    assert "The second step" in text(page)
    end(handler, Client())
    assert_over(waiting)


def test_whoever_opens_the_link_of_a_forgotten_password_meanwhile_signs_in_anew(
    handler: Person, secret: str, waiting: Client
) -> None:
    """It was asked for the second step of a sign-in by the password of before."""
    open_a_link(handler, waiting)
    assert "Sign in" in text(waiting.get(SIGN_IN))
    waiting.post(SIGN_IN, {"login": handler.email, "password": ANOTHER})
    waiting.post(STEP, {"code": right(secret)})
    assert is_in(waiting)


def test_one_that_is_over_spends_no_tries_of_the_new_password(
    handler: Person, secret: str, owner: Client, waiting: Client, clock: Any
) -> None:
    """Ten wrong codes would be those of a day, and the fifth is told to the owner."""
    change_the_password(handler, owner)
    StaffNotice.objects.all().delete()
    for _ in range(2):
        for _ in range(5):
            waiting.post(STEP, {"code": "000000"})
        clock.shift(timedelta(minutes=6))
    assert not StaffNotice.objects.exists()
    client = sign_in(handler, ANOTHER)
    client.post(STEP, {"code": right(secret)})
    assert is_in(client)


def test_one_that_waits_too_long_spends_none_either(
    handler: Person, secret: str, waiting: Client, clock: Any
) -> None:
    clock.shift(timedelta(minutes=13))
    assert "The second step" in text(waiting.get(STEP))
    clock.shift(timedelta(minutes=2))
    StaffNotice.objects.all().delete()
    for _ in range(5):
        waiting.post(STEP, {"code": "000000"})
    assert not StaffNotice.objects.exists()
    assert_over(waiting, code=right(secret))


def test_what_ends_no_other_session_ends_none_that_waits(
    handler: Person, administrator: Person, secret: str, owner: Client, waiting: Client, clock: Any
) -> None:
    """The owner comes and goes, and is given another role."""
    again = sign_in(handler)
    again.post(STEP, {"code": right(secret)})
    again.post("/accounts/logout/")
    keep_people.give_role(handler.pk, Role.LEAD, administrator, timezone.now())
    clock.shift(timedelta(minutes=1))
    waiting.post(STEP, {"code": right(secret)})
    assert is_in(waiting)


def test_one_that_begins_afterwards_goes_on(
    handler: Person, secret: str, owner: Client, clock: Any
) -> None:
    end_the_other_sessions(handler, owner)
    clock.shift(timedelta(seconds=31))
    client = sign_in(handler)
    client.post(STEP, {"code": right(secret)})
    assert is_in(client)


def test_one_goes_on_while_the_secret_of_the_firm_is_changed(handler: Person, clock: Any) -> None:
    with BEFORE:
        secret = with_an_app(sign_in(handler))
        clock.shift(timedelta(minutes=1))
        waiting = sign_in(handler)
    with CHANGED:
        waiting.post(STEP, {"code": right(secret)})
        assert is_in(waiting)


def test_one_that_a_clock_that_was_ahead_began_is_over(
    handler: Person, secret: str, clock: Any
) -> None:
    clock.move_to(NOW + timedelta(days=300))
    waiting = sign_in(handler)
    assert "The second step" in text(waiting.get(STEP))
    clock.move_to(NOW + timedelta(hours=2))
    assert_over(waiting, code=right(secret))


def test_what_a_clock_that_was_ahead_ended_keeps_nobody_out(
    handler: Person, secret: str, clock: Any
) -> None:
    clock.move_to(NOW + timedelta(days=300))
    half_signed_in.end(handler.pk, timezone.now())
    clock.move_to(NOW + timedelta(hours=2))
    client = sign_in(handler)
    client.post(STEP, {"code": right(secret)})
    assert is_in(client)


def test_a_password_that_is_changed_while_a_code_is_on_its_way_lets_nobody_in(
    handler: Person, secret: str, waiting: Client
) -> None:
    """Who waits is read twice, and it is changed in between."""
    with _before_the_second_look_at(handler, lambda: be_given_a_password(handler, Client())):
        waiting.post(STEP, {"code": right(secret)})
    assert_over(waiting)


def _before_the_second_look_at(
    person: Person, act: Callable[[], None]
) -> AbstractContextManager[None]:
    looked = count()

    def watching(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and 'FROM "store_person"' in sql and next(looked) == 1:
            act()
        return execute(sql, params, many, context)

    return connection.execute_wrapper(watching)
