"""What a directory says counts for this desk, while it is fresh, once, and as it was signed."""

import base64
import time
import zlib
from datetime import timedelta
from typing import Any

import pytest
from tests.desk import directories
from tests.desk.directories import OpenId, Saml
from tests.desk.test_account import is_in
from tests.desk.test_directory import (  # noqa: F401 (fixtures)
    SAML,
    assert_refused,
    by_saml,
    came_back,
    openid,
    outside,
    saml,
)

from upheld.store.models import Person

HOUR = 3600


@pytest.fixture(autouse=True)
def monday() -> None:
    """As time goes: the directory's clock and ours are the same one."""


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-desk"},
        {"aud": ["another-desk"]},
        {"exp": time.time() - HOUR, "iat": time.time() - 2 * HOUR},
    ],
)
def test_a_token_of_another_issuer_for_another_desk_or_too_old_opens_nothing(
    claims: dict[str, Any],
    openid: OpenId,  # noqa: F811
) -> None:
    openid.claims |= claims
    assert_refused(*came_back(openid))


def test_an_answer_of_the_directory_works_once(
    openid: OpenId,  # noqa: F811
) -> None:
    client, page = came_back(openid)
    assert is_in(client)
    code, state = next(iter(openid.codes)), page.wsgi_request.GET["state"]
    client.post("/accounts/logout/", {"csrfmiddlewaretoken": client.cookies["csrftoken"].value})
    assert not is_in(client)
    client.get("/accounts/oidc/firm/login/callback/", {"code": code, "state": state})
    assert not is_in(client)


def mended(told: str, old: str, new: str) -> str:
    found = base64.b64decode(told).decode()
    assert old in found
    return base64.b64encode(found.replace(old, new).encode()).decode()


def check_kept_out(saml: Saml, email: str) -> None:  # noqa: F811
    """By what it says, and not as a form that came without a token of ours."""
    assert_refused(*by_saml(saml, email))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (">alice@example.com<", ">lena@example.com<"),
        (">alice@example.com<", ">alice@example.com<!-- -->.evil.example<"),
        ("<saml:Audience>", "<saml:Audience>x"),
        ("<ds:SignatureValue>", "<ds:SignatureValue>AAAA"),
        (' ID="_a1"', ' ID="_a2"'),
    ],
)
def test_an_assertion_counts_as_it_was_signed(
    old: str,
    new: str,
    saml: Saml,  # noqa: F811
    handler: Person,
    lead: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    says = saml.says
    old, new = (
        each.replace("alice@example.com", handler.email).replace("lena@example.com", lead.email)
        for each in (old, new)
    )
    monkeypatch.setattr(saml, "says", lambda *told, **how: mended(says(*told, **how), old, new))
    check_kept_out(saml, handler.email)


def test_a_second_assertion_beside_the_signed_one_counts_for_nothing(
    saml: Saml,  # noqa: F811
    handler: Person,
    lead: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Signature wrapping: what is checked is one assertion, and what is read is another."""
    says: Any = saml.says

    def wrapped(email: str, *told: Any) -> str:
        forged = base64.b64decode(says(lead.email, *told[:3], signs=False)).decode()
        whole = base64.b64decode(says(email, *told)).decode()
        start, end = "<saml:Assertion ", "</saml:Assertion>"
        unsigned = start + forged.split(start)[1].split(end)[0].replace("_a1", "_evil") + end
        at = whole.index(start)
        return base64.b64encode((whole[:at] + unsigned + whole[at:]).encode()).decode()

    monkeypatch.setattr(saml, "says", wrapped)
    check_kept_out(saml, handler.email)


@pytest.mark.parametrize(
    "put",
    [pytest.param(HOUR, id="before"), pytest.param(-HOUR, id="after")],
)
def test_an_assertion_counts_while_it_is_fresh(
    put: int,
    saml: Saml,  # noqa: F811
    handler: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moment = directories._moment
    monkeypatch.setattr(directories, "_moment", lambda at: moment(at + timedelta(seconds=put)))
    assert_refused(*by_saml(saml, handler.email))


_SIGN_OUT = {
    "SAMLRequest": "<p:LogoutRequest {of}><a:Issuer>{who}</a:Issuer><a:NameID>x</a:NameID>"
    "</p:LogoutRequest>",
    "SAMLResponse": "<p:LogoutResponse {of}><a:Issuer>{who}</a:Issuer><p:Status><p:StatusCode "
    'Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></p:Status></p:LogoutResponse>',
    "SAMLRequest ": "nothing that is XML",
}
_OF = (
    'xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" '
    'xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion" '
    'ID="_1" Version="2.0" IssueInstant="2026-11-27T00:00:00Z"'
)


@pytest.mark.parametrize("what", _SIGN_OUT)
def test_nobodys_word_signs_somebody_out(
    what: str,
    saml: Saml,  # noqa: F811
    handler: Person,
) -> None:
    """A link on any page would do: what it says is not signed."""
    told = _SIGN_OUT[what].format(of=_OF, who=saml.entity)
    packed = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    sent = base64.b64encode(packed.compress(told.encode()) + packed.flush()).decode()
    client = outside()
    client.force_login(handler)
    assert client.get(f"{SAML}sls/", {what.strip(): sent}).status_code == 404
    assert is_in(client)


def test_the_directory_is_told_of_no_address_to_sign_out_at(
    saml: Saml,  # noqa: F811
    db: None,
) -> None:
    page = outside().get(f"{SAML}metadata/")
    assert page.status_code == 200
    assert b"AssertionConsumerService" in page.content
    assert b"sls" not in page.content
