"""Every address of accounts and of the machine itself: who is answered, who is sent to sign in."""

from .routes import routes
from .world import World

_OPEN, _SIGN_IN, _ON, _NOT_HERE = 200, "/accounts/login/", 302, 404
_AT_SIGN_IN = "led there, or answered by its page"
# What somebody is told who is not signed in; whoever is, is told no more than about themselves.
EXPECTED = {
    "live": _OPEN, "ready": _OPEN,
    "account_login": _OPEN, "account_logout": _ON, "account_inactive": _OPEN,
    "account_reauthenticate": _SIGN_IN, "account_change_password": _SIGN_IN,
    "account_reset_password": _OPEN, "account_reset_password_done": _OPEN,
    "account_reset_password_from_key": _OPEN, "account_reset_password_from_key_done": _OPEN,
    # Nothing that a desk does not offer.
    "not_here": _NOT_HERE, "account_signup": _NOT_HERE, "account_email": _NOT_HERE,
    "account_email_verification_sent": _NOT_HERE, "account_confirm_email": _NOT_HERE,
    "account_set_password": _NOT_HERE, "account_confirm_login_code": _NOT_HERE,
    "socialaccount_signup": _NOT_HERE, "socialaccount_connections": _NOT_HERE,
    # The second step.
    "mfa_index": _SIGN_IN, "mfa_authenticate": _SIGN_IN, "mfa_reauthenticate": _SIGN_IN,
    "mfa_activate_totp": _SIGN_IN, "mfa_deactivate_totp": _SIGN_IN,
    "mfa_view_recovery_codes": _SIGN_IN, "mfa_generate_recovery_codes": _SIGN_IN,
    "mfa_download_recovery_codes": _SIGN_IN, "mfa_list_webauthn": _SIGN_IN,
    "mfa_add_webauthn": _SIGN_IN, "mfa_reauthenticate_webauthn": _SIGN_IN,
    "mfa_remove_webauthn": _SIGN_IN, "mfa_edit_webauthn": _SIGN_IN,
    "mfa_login_webauthn": _AT_SIGN_IN, "usersessions_list": _SIGN_IN,
    # Somebody else's directory, where none is connected.
    "openid_connect_login": _NOT_HERE, "openid_connect_callback": _NOT_HERE,
    "saml_login": _NOT_HERE, "saml_acs": _NOT_HERE, "saml_finish_acs": _NOT_HERE,
    "saml_sls": _NOT_HERE, "saml_metadata": _NOT_HERE,
    "socialaccount_login_cancelled": _OPEN, "socialaccount_login_error": _SIGN_IN,
}  # fmt: skip
ELSEWHERE = ("desk:", "portal:", "api:")
_WORDS = {
    "(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)": "1-x",
    "(?P<key>[-:\\w]+)": "x",
    "(?P<provider_id>[^/]+)": "none",
    "(?P<organization_slug>[^/]+)": "none",
    "<int:pk>": "1",
}


def place(path: str) -> str:
    for pattern, word in _WORDS.items():
        path = path.replace(pattern, word)
    return "/" + path.replace("^", "").replace("$", "")


def ours() -> dict[str, str]:
    found = [route for route in routes() if not route.name.startswith(ELSEWHERE)]
    return {route.name: place(route.path) for route in found if route.name != "not_here"
            and route.name != "RedirectView" and not route.name.startswith("view")}  # fmt: skip


def test_every_address_is_expected() -> None:
    assert ours().keys() == EXPECTED.keys() - {"not_here"}


def test_whoever_is_not_signed_in_is_told_nothing(world: World) -> None:
    client, wrong = world.client(""), []
    for name, where in ours().items():
        for answer in (client.get(where), client.post(where, {})):
            expected = EXPECTED[name]
            led = answer.headers.get("Location", "").startswith(_SIGN_IN)
            there = expected == _AT_SIGN_IN and b'id="passkey_login"' in answer.content
            leads = expected in (_SIGN_IN, _AT_SIGN_IN)
            same = led or there if leads else answer.status_code == expected
            if not same and answer.status_code not in (405,):
                wrong.append((name, where, answer.status_code, answer.headers.get("Location")))
    assert not wrong, "\n".join(map(str, wrong))
