"""Signing in with a passkey, in a browser with an authenticator of its own; and how it reads."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect
from tests.conftest import PASSWORD
from tests.pages.conftest import OpenDesk
from tests.pages.test_axe import broken

from upheld.store.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def with_an_authenticator(page: Page) -> Callable[[bool], object]:
    """A security key that holds passkeys and has asked for a finger (WebAuthn's virtual one); and
    by what it is told whether the finger is the right one."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": key})

    def finger(right: bool) -> object:
        told = {"authenticatorId": made["authenticatorId"], "isUserVerified": right}
        return session.send("WebAuthn.setUserVerified", told)

    return finger


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


def _with_a_passkey(page: Page) -> Callable[[bool], object]:
    finger = with_an_authenticator(page)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    return finger


def _told(page: Page, words: str) -> None:
    """In the one alert, which has the focus and stands on a page that reads well."""
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(words)
    expect(alert).to_be_focused()
    assert broken(page) == []


def _refused_once(page: Page, ask: str) -> None:
    """The page was opened anew beside, and its question is another by then."""
    beside = page.context.new_page()
    beside.goto(page.url)
    beside.close()
    page.get_by_role("button", name=ask).click()
    _told(page, "This passkey opens nothing here")


def test_a_passkey_that_is_refused_comes_back_to_where_it_was_asked_for_and_is_told_what_to_do(
    open_desk: OpenDesk, handler: Person
) -> None:
    page = open_desk(handler)
    _with_a_passkey(page)
    page.goto("/accounts/2fa/webauthn/reauthenticate/?next=/policies/")
    _refused_once(page, "Use a passkey")
    page.get_by_role("heading", name="Is it still you?").wait_for()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/policies/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Email").fill(handler.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    _refused_once(page, "Use a passkey")
    page.get_by_role("heading", name="The second step").wait_for()


def test_one_that_was_taken_away_comes_back_to_the_sign_in_and_on_to_where_somebody_was_going(
    open_desk: OpenDesk, handler: Person
) -> None:
    page = open_desk(handler)
    _with_a_passkey(page)
    page.get_by_role("button", name="Sign out").click()
    Authenticator.objects.all().delete()
    page.goto("/accounts/login/?next=/policies/")
    page.get_by_role("button", name="Use a passkey").click()
    _told(page, "This passkey opens nothing here")
    page.get_by_label("Email").fill(handler.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/policies/")


def test_a_passkey_that_the_device_does_not_give_is_told_on_the_page(
    open_desk: OpenDesk, handler: Person
) -> None:
    page = open_desk(handler)
    finger = _with_a_passkey(page)
    page.get_by_role("button", name="Sign out").click()
    finger(False)
    page.get_by_role("button", name="Use a passkey").click()
    _told(page, "No passkey came from your browser")
    finger(True)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("search").wait_for()


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
