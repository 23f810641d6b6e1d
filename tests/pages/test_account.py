"""Signing in with a passkey, in a browser with an authenticator of its own; and how it reads."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page
from tests.conftest import PASSWORD
from tests.pages.conftest import OpenDesk
from tests.pages.test_axe import broken

from upheld.store.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def with_an_authenticator(page: Page) -> None:
    """A security key that holds passkeys and has asked for a finger (WebAuthn's virtual one)."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": key})


def test_a_passkey_opens_the_desk_without_a_password(open_desk: OpenDesk, handler: Person) -> None:
    page = open_desk()
    with_an_authenticator(page)
    page.goto("/accounts/login/")
    found = broken(page)
    page.get_by_label("Email").fill(handler.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name=handler.name).click()
    found += broken(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    found += broken(page)
    page.get_by_role("button", name="Go on").click()
    found += broken(page)
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    found += broken(page)
    page.goto("/accounts/2fa/totp/activate/")
    found += broken(page)
    assert Authenticator.objects.filter(user=handler, type="webauthn").count() == 1
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("search").wait_for()
    page.goto("/accounts/2fa/webauthn/")
    found += broken(page)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Email").fill(handler.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="The second step").wait_for()
    found += broken(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("search").wait_for()
    page.goto("/accounts/2fa/totp/activate/")
    page.get_by_role("heading", name="Is it still you?").wait_for()
    found += broken(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_label("Code").wait_for()
    assert found == []


def test_a_new_password_and_what_is_not_there_are_told_in_plain_words(
    open_desk: OpenDesk, handler: Person
) -> None:
    page = open_desk()
    found = []
    for address, heading in (
        ("/accounts/password/reset/", "A new password"),
        ("/accounts/password/reset/done/", "Look at your mail"),
        ("/accounts/password/reset/key/1-none/", "This link opens nothing any more"),
        ("/accounts/password/reset/key/done/", "Sign in with the password that you chose"),
        ("/accounts/inactive/", "This sign-in is closed"),
        ("/nowhere/", "Nothing is kept under this address"),
    ):
        page.goto(address)
        page.get_by_role("heading", name=heading).wait_for()
        found += broken(page)
    page = open_desk(handler)
    page.goto("/accounts/password/change/")
    page.get_by_role("heading", name="Change your password").wait_for()
    found += broken(page)
    page.goto("/erasures/")
    page.get_by_role("heading", name="This is not yours to open").wait_for()
    assert found + broken(page) == []
