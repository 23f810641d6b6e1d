"""The second step at sign-in, and where one is signed in."""

import base64
import hmac
import re
import struct
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import get_hasher
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from pytest_django import Settings
from tests.conftest import PASSWORD
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.stories import NOW

from upheld.core.words import Role
from upheld.desk.show.account import device
from upheld.store.models import Person

Committed = Callable[..., AbstractContextManager[list[Callable[[], None]]]]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in(person: Person, password: str = PASSWORD) -> Client:
    client = Client(HTTP_USER_AGENT=FIREFOX)
    client.post("/accounts/login/", {"login": person.email, "password": password})
    return client


def tried(
    email: str, password: str = "wrong", *, client: Client | None = None, place: str = "192.0.2.1"
) -> Any:
    told = {"login": email, "password": password}
    return (client or Client()).post("/accounts/login/", told, REMOTE_ADDR=place)


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def code_of(secret: str, later: int = 0) -> str:
    """What an authenticator app shows (RFC 6238), `later` half minutes from now."""
    counter = int(NOW.timestamp()) // 30 + later
    told = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), "sha1")
    at = told[-1] & 15
    return f"{(struct.unpack('>I', told[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def with_an_app(client: Client) -> str:
    """Sets an authenticator app up as a person would, and gives its secret."""
    place = "/accounts/2fa/totp/activate/"
    assert client.get(place)["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get(place).content.decode()
    secret = re.search(r'readonly\s+value="(\w+)"', page)
    assert secret
    done = client.post(place, {"code": code_of(secret[1])})
    assert done.status_code == 302
    return secret[1]


class TestTheSecondStep:
    def test_a_password_alone_opens_nothing_once_there_is_an_app(self, handler: Person) -> None:
        secret = with_an_app(sign_in(handler))
        client = sign_in(handler)
        assert client.get("/").status_code == 302
        step = client.get("/accounts/2fa/authenticate/")
        assert "The second step" in text(step)
        refused = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
        assert "One thing needs your attention" in text(refused)
        client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, 1)})
        assert is_in(client)

    def test_a_code_works_once(self, handler: Person) -> None:
        secret = with_an_app(sign_in(handler))
        for expected in (True, False):
            client = sign_in(handler)
            client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, 1)})
            assert is_in(client) is expected

    def test_a_recovery_code_stands_in_once(self, handler: Person) -> None:
        with_an_app(sign_in(handler))
        kept = Authenticator.objects.get(type="recovery_codes").wrap()
        code = kept.get_unused_codes()[0]
        for expected in (True, False):
            client = sign_in(handler)
            client.post("/accounts/2fa/authenticate/", {"code": code})
            assert is_in(client) is expected

    def test_its_secret_is_not_in_the_database_in_the_clear(self, handler: Person) -> None:
        secret = with_an_app(sign_in(handler))
        assert not any(secret in str(row) for row in Authenticator.objects.values())

    def test_the_codes_of_an_app_cannot_be_tried_out(self, handler: Person) -> None:
        with_an_app(sign_in(handler))
        client = sign_in(handler)
        found = [client.post("/accounts/2fa/authenticate/", {"code": f"{n:06d}"}) for n in range(7)]
        assert "attention" in text(found[0])
        assert "Too many failed" in text(found[-1])
        assert not is_in(client)

    @pytest.mark.parametrize(
        ("setting", "asked"),
        [("none", ""), ("leads", "lead administrator"), ("administrators", "administrator")],
    )
    def test_whoever_must_have_one_sees_nothing_else_before(
        self, setting: str, asked: str, settings: Settings, signed_in: SignIn,
        handler: Person, lead: Person, administrator: Person,
    ) -> None:  # fmt: skip
        settings.SECOND_FACTOR = setting
        for person in (handler, lead, administrator):
            client = signed_in(person)
            page = client.get("/")
            if person.role not in asked.split():
                assert page.status_code == 200
                continue
            assert (page.status_code, page["Location"]) == (302, "/account/")
            assert client.post("/exceptions/teams/", {"name": "x"}).status_code == 302
            assert "needs a second step" in text(client.get("/account/"))

    def test_and_the_desk_opens_once_it_is_set_up(
        self, settings: Settings, handler: Person
    ) -> None:
        settings.SECOND_FACTOR = "all"
        client = sign_in(handler)
        assert client.get("/").status_code == 302
        with_an_app(client)
        assert client.get("/").status_code == 200

    def test_and_is_closed_as_soon_as_the_last_one_is_taken_away(
        self, settings: Settings, handler: Person
    ) -> None:
        settings.SECOND_FACTOR = "all"
        client = sign_in(handler)
        with_an_app(client)
        client.post("/accounts/2fa/totp/deactivate/")
        assert not Authenticator.objects.exists()
        assert client.get("/")["Location"] == "/account/"

    def test_whoever_finds_a_session_open_adds_and_takes_away_nothing(
        self, handler: Person
    ) -> None:
        """Five minutes after its owner said who they are, each asks anew."""
        client = sign_in(handler)
        with_an_app(client)
        with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
            for place in _DEAR:
                asked = client.get(f"/accounts/2fa/{place}/")
                assert asked["Location"].startswith("/accounts/"), place
                assert "reauthenticate" in asked["Location"], place
        assert Authenticator.objects.filter(type="totp").exists()


_DEAR = (
    "totp/deactivate", "webauthn/add", "webauthn/keys/1/remove", "webauthn/keys/1/edit",
    "recovery-codes", "recovery-codes/generate", "recovery-codes/download",
)  # fmt: skip


class TestSessions:
    def test_a_session_is_named_by_its_device_and_place(self, handler: Person) -> None:
        page = text(sign_in(handler).get("/account/"))
        assert "Firefox on Linux this one" in page
        assert "127.0.0.1" in page

    def test_one_is_ended_or_all_others(self, handler: Person) -> None:
        here, there, away = (sign_in(handler) for _ in range(3))
        row = UserSession.objects.get(session_key=there.session.session_key)
        here.post(f"/account/sessions/{row.pk}/end/")
        assert (is_in(here), is_in(there), is_in(away)) == (True, False, True)
        here.post("/account/sessions/end/")
        assert (is_in(here), is_in(away)) == (True, False)

    def test_nobody_ends_the_session_of_somebody_else(self, handler: Person, lead: Person) -> None:
        theirs = sign_in(lead)
        row = UserSession.objects.get(user=lead)
        assert sign_in(handler).post(f"/account/sessions/{row.pk}/end/").status_code == 404
        assert is_in(theirs)

    def test_signing_in_changes_the_number_of_the_session(self, handler: Person) -> None:
        """A number that somebody else planted opens nothing afterwards (session fixation)."""
        planted = SessionStore()
        planted["by"] = "somebody else"
        planted.save()
        victim, other = Client(), Client()
        for client in (victim, other):
            client.cookies["sessionid"] = str(planted.session_key)
        victim.post("/accounts/login/", {"login": handler.email, "password": PASSWORD})
        assert (is_in(victim), is_in(other)) == (True, False)

    def test_all_others_end_when_the_password_changes(self, handler: Person) -> None:
        here, there = sign_in(handler), sign_in(handler)
        new = "quite another long password"
        told = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        here.post("/accounts/password/change/", told)
        assert (is_in(here), is_in(there)) == (True, False)
        assert is_in(sign_in(handler, new))

    def test_all_others_end_when_the_second_step_changes(
        self, handler: Person, django_capture_on_commit_callbacks: Committed
    ) -> None:
        here, there = sign_in(handler), sign_in(handler)
        with django_capture_on_commit_callbacks(execute=True):
            with_an_app(here)
        assert (is_in(here), is_in(there)) == (True, False)

    def test_it_ends_with_the_person(self, handler: Person) -> None:
        client = sign_in(handler)
        Person.objects.filter(pk=handler.pk).update(is_active=False)
        assert not is_in(client)

    def test_it_ends_when_nothing_is_done_and_after_a_day_whatever_is_done(
        self, handler: Person, settings: Settings
    ) -> None:
        settings.SESSION_IDLE, settings.SESSION_LONGEST = 2 * 3600, 12 * 3600
        idle, busy = sign_in(handler), sign_in(handler)
        for hours in range(1, 12):
            with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
                assert is_in(busy)
        with time_machine.travel(NOW + timedelta(hours=3), tick=False):
            assert not is_in(idle)
        with time_machine.travel(NOW + timedelta(hours=12, minutes=1), tick=False):
            assert not is_in(busy)

    def test_it_ends_where_a_clock_that_was_ahead_is_set_right_again(
        self, handler: Person, settings: Settings
    ) -> None:
        settings.SESSION_IDLE, settings.SESSION_LONGEST = 2 * 3600, 12 * 3600
        with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
            a_minute = sign_in(handler)
        with time_machine.travel(NOW + timedelta(days=365), tick=False):
            a_year = sign_in(handler)
        with time_machine.travel(NOW, tick=False):
            assert is_in(a_minute)
            assert not is_in(a_year)

    def test_a_page_costs_no_statement_for_it(self, handler: Person) -> None:
        client = sign_in(handler)
        is_in(client)
        before = UserSession.objects.get().last_seen_at
        with time_machine.travel(NOW + timedelta(minutes=4), tick=False):
            is_in(client)
        assert UserSession.objects.get().last_seen_at == before
        with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
            is_in(client)
        assert UserSession.objects.get().last_seen_at > before

    def test_a_device_is_told_as_far_as_a_browser_tells_it(self) -> None:
        assert device("") == "A program"
        assert device("curl/8") == "A program"
        iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
        assert device(iphone) == "Safari on iPhone"


class TestWhatIsTriedOut:
    def test_a_password_is_tried_a_few_times_and_then_told_to_wait(self, handler: Person) -> None:
        found = [tried(handler.email) for _ in range(6)]
        assert [each.status_code for each in found] == [200] * 5 + [429]
        assert found[5]["Retry-After"] == "300"
        assert tried(handler.email, PASSWORD).status_code == 429

    @pytest.mark.parametrize("email", ["alice@example.org", "nobody@example.org"])
    def test_nobody_guesses_faster_from_many_places_than_thirty_an_hour(
        self, db: None, email: str
    ) -> None:
        Person.objects.create_person("alice@example.org", "Alice", Role.HANDLER, PASSWORD)
        found = [tried(email, place=f"198.51.100.{n}").status_code for n in range(31)]
        assert found == [200] * 30 + [429]

    def test_what_one_place_tried_is_nothing_to_another(self, handler: Person) -> None:
        for _ in range(6):
            tried(handler.email)
        assert tried(handler.email, PASSWORD, place="198.51.100.7").status_code == 302

    def test_whoever_tries_from_everywhere_does_not_keep_the_owner_out(
        self, handler: Person
    ) -> None:
        theirs = sign_in(handler)
        theirs.post("/accounts/logout/")
        for n in range(31):
            tried(handler.email, place=f"198.51.100.{n}")
        assert tried(handler.email, PASSWORD, place="203.0.113.9").status_code == 429
        theirs.post("/accounts/login/", {"login": handler.email, "password": PASSWORD})
        assert is_in(theirs)

    def test_a_device_opens_nothing_and_has_its_own_limit(self, handler: Person) -> None:
        theirs = sign_in(handler)
        theirs.post("/accounts/logout/")
        found = [tried(handler.email, client=theirs).status_code for _ in range(6)]
        assert found == [200] * 5 + [429]

    def test_a_device_is_known_for_one_account_and_by_what_we_signed(
        self, handler: Person, lead: Person
    ) -> None:
        theirs = sign_in(handler)
        theirs.post("/accounts/logout/")
        (cookie,) = [name for name in theirs.cookies if name.startswith("device_")]
        forged = Client()
        forged.cookies[cookie] = "somebody:1:signed"
        for n in range(30):
            tried(handler.email, place=f"198.51.100.{n}")
            tried(lead.email, place=f"198.51.100.{n}")
        assert tried(lead.email, PASSWORD, client=theirs).status_code == 429
        assert tried(handler.email, PASSWORD, client=forged).status_code == 429

    def test_whoever_forgot_their_password_signs_in_where_they_opened_the_link(
        self, handler: Person
    ) -> None:
        for n in range(31):
            tried(handler.email, place=f"198.51.100.{n}")
        client, key = (
            Client(),
            f"{user_pk_to_url_str(handler)}-{default_token_generator.make_token(handler)}",
        )
        page = client.get(f"/accounts/password/reset/key/{key}/")["Location"]
        new = "quite another password"
        done = client.post(page, {"password1": new, "password2": new})["Location"]
        # What was done is told once, and not by the address.
        told = ["Your password is changed" in text(client.get(done)) for _ in range(2)]
        assert told == [True, False]
        assert tried(handler.email, new, client=client).status_code == 302

    def test_a_password_is_not_what_whoever_tries_knows_first(self, handler: Person) -> None:
        client = Client()
        key = f"{user_pk_to_url_str(handler)}-{default_token_generator.make_token(handler)}"
        page = client.get(f"/accounts/password/reset/key/{key}/")["Location"]
        for new in (handler.email, handler.email.upper(), f"{handler.name}1"):
            answer = client.post(page, {"password1": new, "password2": new})
            assert "too similar to" in text(answer), new
        assert tried(handler.email, handler.email, client=client).status_code != 302

    def test_from_one_place_it_is_429_with_when_to_come_again(self, db: None) -> None:
        client = Client()
        found = [
            client.post("/accounts/login/", {"login": f"{n}@example.org", "password": "x"})
            for n in range(31)
        ]
        assert found[-1].status_code == 429
        assert found[-1]["Retry-After"] == "60"

    def test_the_answer_is_the_same_whether_an_account_exists_or_not(
        self, handler: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """And the work: a password is hashed once in each case, so that no clock tells."""
        hashed: list[int] = []
        hasher = type(get_hasher())
        encode = hasher.encode

        def counted(self: Any, *told: Any) -> Any:
            hashed.append(1)
            return encode(self, *told)

        monkeypatch.setattr(hasher, "encode", counted)
        Person.objects.create_person("gone@example.org", "Gone", Role.HANDLER, PASSWORD)
        Person.objects.filter(email="gone@example.org").update(is_active=False)
        told, work = [], []
        for email in (handler.email, "gone@example.org", "nobody@example.org"):
            hashed.clear()
            page = Client().post("/accounts/login/", {"login": email, "password": "wrong"})
            told.append((page.status_code, text(page)))
            work.append(len(hashed))
        assert told[0] == told[1] == told[2]
        assert work == [1, 1, 1]

    def test_a_reset_says_the_same_for_everybody(self, handler: Person) -> None:
        told = []
        for email in (handler.email, "nobody@example.org"):
            page = Client().post("/accounts/password/reset/", {"email": email}, follow=True)
            told.append((page.redirect_chain, text(page)))
        assert told[0] == told[1]

    @pytest.mark.parametrize(
        "to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
    )
    def test_nobody_is_led_elsewhere_after_it(self, to: str, handler: Person) -> None:
        told = {"login": handler.email, "password": PASSWORD, "next": to}
        answer = Client().post("/accounts/login/", told)
        assert answer["Location"] == "/"
        out = Client().post("/accounts/logout/", {"next": to})
        assert "evil" not in out["Location"]

    def test_a_form_of_another_site_signs_nobody_in(self, handler: Person) -> None:
        client = Client(enforce_csrf_checks=True)
        told = {"login": handler.email, "password": PASSWORD}
        assert client.post("/accounts/login/", told).status_code == 403
        assert client.get("/accounts/logout/").status_code in (200, 302)
        assert client.post("/accounts/2fa/authenticate/", {}).status_code in (302, 403)

    @pytest.mark.parametrize(
        "place",
        ["signup/", "email/", "confirm-email/", "password/set/", "login/code/confirm/",
         "3rdparty/", "3rdparty/signup/", "social/connections/"],
    )  # fmt: skip
    def test_what_a_desk_does_not_offer_is_not_there(self, place: str, alice: Client) -> None:
        assert alice.get(f"/accounts/{place}").status_code == 404
        assert Client().post(f"/accounts/{place}", {}).status_code == 404
