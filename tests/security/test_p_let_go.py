"""A sign-in that is on its way while its person is let go opens nothing, nor does it if they come
back: whatever way they come in, and at whatever moment of it they leave."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.beside import begun
from tests.conftest import PASSWORD
from tests.desk.directories import OpenId
from tests.desk.reading import text
from tests.desk.test_account import code_of, is_in, sign_in, with_an_app
from tests.desk.test_directory import came_back
from tests.desk.test_directory import openid as openid
from tests.security.test_i_tries import ANOTHER, STEP
from tests.security.test_j_passkeys import LOGIN, Passkey, browser, challenge_of
from tests.security.test_j_passkeys import passkey as passkey
from tests.stories import NOW
from tests.waiting import PATIENCE

from upheld.core.words import Role
from upheld.steps import keep_people
from upheld.steps.may import Operator
from upheld.store.models import Person

BY = Operator(role=Role.ADMINISTRATOR)
MOMENTS = (
    'INSERT INTO "django_session"',
    'UPDATE "store_person" SET "last_login"',
    'INSERT INTO "usersessions_usersession"',
    'UPDATE "django_session"',
)


@pytest.fixture
def named(settings: Settings) -> None:
    """As passkeys know the desk."""
    settings.ALLOWED_HOSTS = ["desk.example.org", "testserver"]


@contextmanager
def leaving(person: Person, moment: str) -> Iterator[None]:
    """They leave before the first statement that begins so, and come back afterwards."""
    left: list[str] = []

    def watching(execute: Any, sql: str, *told: Any) -> Any:
        if sql.startswith(moment) and not left:
            left.append(sql)
            keep_people.let_go(person.pk, BY, timezone.now())
        return execute(sql, *told)

    with connection.execute_wrapper(watching):
        yield
    assert left, moment
    keep_people.take_back(person.pk, BY, timezone.now())


@pytest.mark.parametrize("moment", MOMENTS)
class TestOnTheirWay:
    def test_by_a_password(self, moment: str, handler: Person) -> None:
        with leaving(handler, moment):
            client = sign_in(handler)
        assert not is_in(client)

    def test_by_a_second_step(self, moment: str, handler: Person) -> None:
        with time_machine.travel(NOW, tick=False):
            secret = with_an_app(sign_in(handler))
            client = sign_in(handler)
            with leaving(handler, moment):
                client.post(STEP, {"code": code_of(secret, 1)})
            assert not is_in(client)

    def test_by_a_passkey(
        self, moment: str, named: None, handler: Person, passkey: Passkey
    ) -> None:
        client = browser()
        said = passkey.signed(challenge_of(client), handler.pk)
        with leaving(handler, moment):
            client.post(LOGIN, {"credential": said}, secure=True)
        assert not is_in(client)

    def test_by_a_directory(self, moment: str, handler: Person, openid: OpenId) -> None:
        with leaving(handler, moment):
            client, _ = came_back(openid)
        assert not is_in(client)


def test_they_are_told_that_they_are_signed_in_no_more(handler: Person) -> None:
    told = {"login": handler.email, "password": PASSWORD}
    with leaving(handler, MOMENTS[0]):
        answer = Client().post("/accounts/login/", told)
    assert answer.status_code == 400
    assert "You are signed in no more" in text(answer)


def test_nor_does_a_session_of_whoever_chose_a_password_meanwhile(handler: Person) -> None:
    client = sign_in(handler)
    told = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    with leaving(handler, 'INSERT INTO "django_session"'):
        client.post("/accounts/password/change/", told)
    assert not is_in(client)


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_whoever_signs_in_beside_their_leaving_waits_and_is_kept_out(handler: Person) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            keep_people.let_go(handler.pk, BY, timezone.now())
            signing_in = begun(pool, lambda: sign_in(handler))
        client = signing_in.result(timeout=PATIENCE)
    keep_people.take_back(handler.pk, BY, timezone.now())
    assert not is_in(client)


def test_whoever_came_back_signs_in(handler: Person) -> None:
    keep_people.let_go(handler.pk, BY, timezone.now())
    assert not is_in(sign_in(handler))
    keep_people.take_back(handler.pk, BY, timezone.now())
    assert is_in(sign_in(handler))
