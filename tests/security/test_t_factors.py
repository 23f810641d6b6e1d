"""Whoever has a second factor changes their factors by one, and not by the password alone: else
whoever has the password and finds a session open takes the last one away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from tests.conftest import PASSWORD
from tests.desk.reading import text
from tests.desk.test_account import code_of, is_in, sign_in, with_an_app
from tests.security.test_i_tries import STEP, right
from tests.security.test_j_passkeys import AGAIN as BY_PASSKEY
from tests.security.test_j_passkeys import Passkey, added, browser, challenge_of, tried
from tests.security.test_p_half_signed_in import clock

from upheld.store.models import Person

__all__ = ["clock"]  # fixtures
BY_PASSWORD, BY_CODE = "/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/"
REMOVE_APP = "/accounts/2fa/totp/deactivate/"
NEW_CODES, SHOW_CODES = (
    "/accounts/2fa/recovery-codes/generate/", "/accounts/2fa/recovery-codes/",
)  # fmt: skip
ADD_PASSKEY = "/accounts/2fa/webauthn/add/"
DEAR = (
    REMOVE_APP, NEW_CODES, SHOW_CODES, "/accounts/2fa/recovery-codes/download/", ADD_PASSKEY,
    "/accounts/2fa/webauthn/keys/1/remove/", "/accounts/2fa/webauthn/keys/1/edit/",
)  # fmt: skip


@pytest.fixture
def secret(administrator: Person, clock: Any) -> str:
    """Of the app that the administrator has as their second step, since an hour ago."""
    made = with_an_app(sign_in(administrator))
    clock.shift(timedelta(hours=1))
    return made


@pytest.fixture
def client(administrator: Person, secret: str, clock: Any) -> Client:
    """Of the administrator, who came in by password and code half a minute ago."""
    client = sign_in(administrator)
    client.post(STEP, {"code": right(secret)})
    assert is_in(client)
    clock.shift(timedelta(seconds=31))
    return client


def has_app() -> bool:
    return Authenticator.objects.filter(type="totp").exists()


def recovery_codes() -> list[str]:
    codes: list[str] = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    return codes


@pytest.mark.parametrize("minutes", [0, 6])
def test_a_password_alone_takes_away_no_factor_adds_none_and_shows_no_codes(
    minutes: int, client: Client, clock: Any
) -> None:
    clock.shift(timedelta(minutes=minutes))
    before, codes = Authenticator.objects.count(), recovery_codes()
    for place in DEAR:
        told = client.post(f"{BY_PASSWORD}?next={place}", {"password": PASSWORD})
        assert told["Location"] == f"{BY_CODE}?next={place.replace('/', '%2F')}"
        assert client.get(place)["Location"].startswith(BY_CODE), place
        done = client.post(place)
        assert done.status_code == 405 or done["Location"].startswith(BY_CODE), place
    assert (Authenticator.objects.count(), recovery_codes()) == (before, codes)


def test_where_a_code_is_asked_for_no_way_by_the_password_is_offered(client: Client) -> None:
    page = text(client.get(REMOVE_APP, follow=True))
    assert "Is it still you?" in page
    assert "recovery codes" in page
    assert "password" not in page


@pytest.mark.parametrize("by", [right, lambda _: recovery_codes()[0]])
def test_a_code_of_the_app_or_a_recovery_code_opens_them_for_five_minutes(
    by: Callable[[str], str], client: Client, secret: str, clock: Any
) -> None:
    client.get(REMOVE_APP)
    client.post(BY_CODE, {"code": by(secret)})
    clock.shift(timedelta(minutes=4))
    assert client.get(REMOVE_APP).status_code == 200
    clock.shift(timedelta(minutes=1))
    client.post(REMOVE_APP)
    assert has_app()
    client.post(BY_CODE, {"code": right(secret)})
    client.post(REMOVE_APP)
    assert not has_app()


def test_a_wrong_code_opens_none_and_neither_does_that_of_the_sign_in(
    administrator: Person, client: Client, secret: str
) -> None:
    used = code_of(secret, 120)
    for code in ("000000", used, PASSWORD):
        assert client.post(BY_CODE, {"code": code}).status_code == 200, "asked once more"
        client.post(REMOVE_APP)
    assert has_app()


def test_whoever_has_no_factor_yet_says_who_they_are_by_the_password(
    handler: Person, clock: Any
) -> None:
    client = sign_in(handler)
    assert client.get(ADD_PASSKEY)["Location"].startswith(BY_PASSWORD)
    client.post(BY_PASSWORD, {"password": PASSWORD})
    assert client.get(ADD_PASSKEY).status_code == 200


def test_whoever_has_just_shown_that_a_new_factor_works_is_shown_its_codes(
    handler: Person, clock: Any
) -> None:
    client = sign_in(handler)
    with_an_app(client)
    assert recovery_codes()[0] in client.get(SHOW_CODES).content.decode()


def test_what_was_said_by_the_password_before_there_was_a_factor_opens_nothing_after_it(
    handler: Person, clock: Any
) -> None:
    client = sign_in(handler)
    client.post(BY_PASSWORD, {"password": PASSWORD})
    TOTP.activate(handler, "SECRET")  # as in another window of the same session
    assert client.get(REMOVE_APP)["Location"].startswith(BY_CODE)
    client.post(REMOVE_APP)
    assert has_app()


def test_once_the_last_factor_is_gone_the_password_counts_again(
    client: Client, secret: str, clock: Any
) -> None:
    client.post(BY_CODE, {"code": right(secret)})
    client.post(REMOVE_APP)
    clock.shift(timedelta(minutes=6))
    assert client.get(ADD_PASSKEY)["Location"].startswith(BY_PASSWORD)
    client.post(BY_PASSWORD, {"password": PASSWORD})
    assert client.get(ADD_PASSKEY).status_code == 200


@pytest.mark.parametrize("place", [*DEAR, "/accounts/2fa/totp/activate/", BY_CODE, BY_PASSKEY])
def test_a_stranger_is_led_to_the_sign_in(place: str, db: None) -> None:
    stranger = Client()
    for asked in (stranger.get(place), stranger.post(place)):
        assert asked["Location"].startswith("/accounts/login/")


class TestAPasskey:
    @pytest.fixture(autouse=True)
    def here(self, settings: Any) -> None:
        settings.ALLOWED_HOSTS = ["desk.example.org", "testserver"]
        settings.ACCOUNT_RATE_LIMITS = False

    @pytest.fixture
    def passkey(self, handler: Person) -> Passkey:
        return added(handler, Passkey())

    @pytest.fixture
    def owner(self, handler: Person, passkey: Passkey) -> Client:
        """The handler, who came in by the passkey."""
        client = browser()
        assert tried(client, passkey.signed(challenge_of(client), handler.pk))
        return client

    def test_it_is_asked_for_first_where_there_is_no_app(self, owner: Client) -> None:
        for place in (ADD_PASSKEY, NEW_CODES):
            assert owner.get(place, secure=True)["Location"].startswith(BY_PASSKEY)
        page = text(owner.get(BY_PASSKEY, secure=True))
        assert "Use a passkey" in page
        assert "password" not in page

    def test_it_opens_them_and_the_password_does_not(
        self, owner: Client, passkey: Passkey, handler: Person
    ) -> None:
        kept = Authenticator.objects.get(type="webauthn")
        remove = f"/accounts/2fa/webauthn/keys/{kept.pk}/remove/"
        owner.post(BY_PASSWORD, {"password": PASSWORD}, secure=True)
        assert owner.post(remove, secure=True)["Location"].startswith(BY_PASSKEY)
        owner.get(BY_PASSKEY, secure=True)
        challenge = owner.session["mfa.webauthn.state"]["challenge"]
        told = {"credential": passkey.signed(challenge, handler.pk), "next": remove}
        owner.post(BY_PASSKEY, told, secure=True)
        assert not Authenticator.objects.exists(), "what was asked for goes on"
