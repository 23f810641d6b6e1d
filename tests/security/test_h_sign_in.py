"""A forgotten password: whether somebody works here is told by nothing, and to nobody."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from tests.conftest import PASSWORD

from upheld.core.words import Role
from upheld.jobs import receipts
from upheld.project import sign_in
from upheld.store.models import Person, Receipt

FORGOTTEN = "/accounts/password/reset/"
START = datetime(2026, 11, 2, 9, tzinfo=UTC)
ROOM = ("login_failed", "reset_password", "login")


@pytest.fixture(autouse=True)
def no_pace_of_the_place(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(ROOM, "1000/s/ip")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE = "https://desk.firm.example"


def test_it_does_the_same_work_for_everybody_and_writes_to_staff_alone(
    handler: Person, lead: Person
) -> None:
    Person.objects.filter(pk=lead.pk).update(is_active=False)
    work = []
    for email in (handler.email, "nobody@example.org", lead.email):
        with CaptureQueriesContext(connection) as asked:
            answer = Client().post(FORGOTTEN, {"email": email})
        ours = [each["sql"] for each in asked.captured_queries if "store_" in each["sql"]]
        work.append((answer.status_code, [sql.split("(")[0].split("WHERE")[0] for sql in ours]))
        assert mail.outbox == [], "nothing leaves with the answer"
    assert work[0] == work[1] == work[2]
    assert receipts.sweep(timezone.now()) == 1
    (letter,) = mail.outbox
    assert letter.to == [handler.email]
    assert not Receipt.objects.exists()


def test_the_link_begins_with_our_own_address_works_once_and_is_kept_nowhere(
    handler: Person,
) -> None:
    Client().post(FORGOTTEN, {"email": handler.email.upper()}, headers={"Host": "localhost"})
    receipts.sweep(timezone.now())
    (link,) = re.findall(r"https://desk\.firm\.example(/\S+)", str(mail.outbox[0].body))
    assert [each.link_hash for each in Receipt.objects.all()] == []
    client = Client()
    page = client.get(link, follow=True).redirect_chain[-1][0]
    new = {"password1": "quite another password", "password2": "quite another password"}
    client.post(page, new)
    handler.refresh_from_db()
    assert handler.check_password("quite another password")
    assert "password1" not in Client().get(link, follow=True).content.decode()


def test_no_mailbox_is_flooded_by_it(handler: Person) -> None:
    for _ in range(6):
        Client().post(FORGOTTEN, {"email": handler.email})
    assert receipts.sweep(timezone.now()) == 4


class TestWhoeverAsksElsewhere:
    """Anybody writes the address of somebody who works here: they keep its owner from nothing."""

    def asks(self, email: str, network: str, times: int = 1) -> list[int]:
        told = [
            Client(REMOTE_ADDR=network).post(FORGOTTEN, {"email": email}).status_code
            for _ in range(times)
        ]
        receipts.sweep(timezone.now())
        return told

    def test_does_not_keep_the_owner_from_the_link(self, handler: Person) -> None:
        self.asks(handler.email, "203.0.113.9", 8)
        assert len(mail.outbox) == 4
        assert self.asks(handler.email, "198.51.100.7") == [302]
        assert len(mail.outbox) == 5

    def test_leaves_the_owner_twelve_links_that_open_where_no_more_leave_within_the_hour(
        self, handler: Person
    ) -> None:
        """From three networks: what the page says of those that came before is so."""
        for network in range(4):
            self.asks(handler.email, f"203.0.113.{network}", 4)
        assert len(mail.outbox) == 12
        told = Client().get(f"{FORGOTTEN}done/").content.decode()
        assert "One that came in the last days opens as well" in told
        for letter in (mail.outbox[0], mail.outbox[-1]):
            (link,) = re.findall(r"https://desk\.firm\.example(/\S+)", str(letter.body))
            assert "password1" in Client().get(link, follow=True).content.decode()

    def test_is_not_held_back_for_ever_by_asking_on(self, handler: Person) -> None:
        """What did not leave counts for nothing: so those who ask from the same place do not
        keep each other out either."""
        with time_machine.travel(START) as clock:
            for _ in range(5):
                self.asks(handler.email, "203.0.113.9", 5)
                clock.shift(timedelta(minutes=20))
            assert len(mail.outbox) == 8

    def test_floods_no_mailbox_from_many_networks(self, handler: Person) -> None:
        with time_machine.travel(START) as clock:
            for number in range(5):
                self.asks(handler.email, f"203.0.113.{number}", 4)
            assert len(mail.outbox) == 12
            assert not Receipt.objects.exists()
            clock.shift(timedelta(minutes=61))
            self.asks(handler.email, "198.51.100.7")
            assert len(mail.outbox) == 13

    def test_is_told_the_same_of_an_address_that_nobody_has(self, handler: Person) -> None:
        for email in (handler.email, "nobody@example.org"):
            assert self.asks(email, "203.0.113.9", 9) == [302] * 9

    def test_at_the_pace_that_the_firm_has_by_default(
        self, handler: Person, settings: Settings
    ) -> None:
        """allauth counted by the address alone as well: three a minute, from everywhere."""
        settings.ACCOUNT_RATE_LIMITS = sign_in.ACCOUNT_RATE_LIMITS
        self.asks(handler.email, "203.0.113.9", 4)
        assert self.asks(handler.email, "198.51.100.7") == [302]


def test_a_mail_server_that_is_away_is_told_to_nobody_and_asked_again(
    handler: Person, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "no.such.backend"
    for email in (handler.email, "nobody@example.org"):
        assert Client().post(FORGOTTEN, {"email": email}).status_code == 302
    assert receipts.sweep(timezone.now()) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert receipts.sweep(timezone.now() + timedelta(minutes=11)) == 1


def at_the_update(act: Callable[[], object]) -> Callable[..., Any]:
    """Does something just before a person's password is written for the first time."""
    waiting = [act]

    def asked(execute: Any, sql: str, *told: Any) -> Any:
        if waiting and sql.startswith('UPDATE "store_person"') and '"password" =' in sql:
            waiting.pop()()
        return execute(sql, *told)

    return asked


def test_of_two_who_open_one_link_at_once_one_has_chosen_and_the_other_is_told_so(
    handler: Person,
) -> None:
    key = f"{user_pk_to_url_str(handler)}-{default_token_generator.make_token(handler)}"
    browsers = first, second = Client(), Client()
    page = [each.get(f"{FORGOTTEN}key/{key}/")["Location"] for each in browsers][-1]

    def chosen(client: Client, password: str) -> Any:
        return client.post(page, {"password1": password, "password2": password}, follow=True)

    with connection.execute_wrapper(at_the_update(lambda: chosen(second, "the word that counts"))):
        told = chosen(first, "the word that came too late").content.decode()
    handler.refresh_from_db()
    assert handler.check_password("the word that counts")
    assert "opens nothing any more" in told
    assert "This password was not kept" in told
    assert "Your password is changed" not in told


def test_a_password_that_is_kept_undoes_no_role_that_was_given_meanwhile(handler: Person) -> None:
    client = Client()
    client.force_login(handler)
    new = {"password1": "quite another password", "password2": "quite another password"}

    def raised() -> None:
        Person.objects.filter(pk=handler.pk).update(role=Role.LEAD)

    with connection.execute_wrapper(at_the_update(raised)):
        client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    handler.refresh_from_db()
    assert handler.check_password("quite another password")
    assert handler.role == Role.LEAD
