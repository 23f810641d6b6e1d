"""A directory that answers amiss is refused in words, and the log says to the operator what it was.

Nothing of it is a fault of ours, and nothing counts against whoever came."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests.desk.directories import OpenId, Saml
from tests.desk.test_account import is_in
from tests.desk.test_directory import (  # noqa: F401 (fixtures)
    OIDC,
    SAML,
    assert_refused,
    begun,
    by_saml,
    came_back,
    openid,
    outside,
    saml,
)

from upheld.project.logs import said
from upheld.store.models import Event, Person

DISCOVERY = "/.well-known/openid-configuration"
DEEP, LONG = "[within]" * 2, "1 with 5,000 digits"
NO_OBJECT = ["[]", '"x"', "null", "5", "", "<html>", "\xff\xfe", DEEP]
AT_A_TOKEN = [*NO_OBJECT, '"access_token"', '["access_token"]']


def sent(answer: str) -> bytes:
    """As it leaves; what is too long to be a test's name is written short."""
    return answer.replace(DEEP, "[" * 50_000).replace(LONG, "1" * 5000).encode("latin-1")


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level("WARNING")
    return caplog


def check_refused(client: Client, page: Any, told: pytest.LogCaptureFixture) -> None:
    assert_refused(client, page)
    (line,) = [said(each) for each in told.records if each.name == "upheld.desk.directory"]
    assert line.startswith("a sign-in by the directory is refused: ")
    assert "signs]" not in line  # the words that the log leaves out, since they were somebody's


@pytest.mark.parametrize("answer", NO_OBJECT)
def test_a_configuration_that_is_none_begins_nothing(
    answer: str,
    openid: OpenId,  # noqa: F811
    told: pytest.LogCaptureFixture,
) -> None:
    openid.amiss[DISCOVERY] = sent(answer)
    client = outside()
    check_refused(client, begun(client, OIDC), told)


@pytest.mark.parametrize(
    "leads",
    [
        {"authorization_endpoint": "http://[/"},
        {"authorization_endpoint": "http://id.example.org/\ud800"},
        {"token_endpoint_auth_methods_supported": None},
        {"token_endpoint_auth_methods_supported": 5},
    ],
)
def test_a_configuration_that_cannot_be_used_begins_nothing(
    leads: dict[str, Any],
    openid: OpenId,  # noqa: F811
    told: pytest.LogCaptureFixture,
) -> None:
    openid.leads |= leads
    client = outside()
    check_refused(client, begun(client, OIDC), told)


def test_a_configuration_that_is_another_one_meanwhile_ends_nothing_that_began(
    openid: OpenId,  # noqa: F811
) -> None:
    """It is kept for some minutes."""
    client = outside()
    back = openid.signed_in(begun(client, OIDC)["Location"])
    openid.amiss[DISCOVERY] = b""
    client.get(back)
    assert is_in(client)


def test_one_that_cannot_be_read_by_then_is_told_in_words(
    openid: OpenId,  # noqa: F811
    told: pytest.LogCaptureFixture,
) -> None:
    client = outside()
    back = openid.signed_in(begun(client, OIDC)["Location"])
    cache.clear()
    openid.amiss[DISCOVERY] = b""
    check_refused(client, client.get(back), told)


@pytest.mark.parametrize(
    ("at", "answer"),
    [
        *[("/keys", each) for each in NO_OBJECT],
        *[("/userinfo", each) for each in NO_OBJECT],
        *[("/token", each) for each in AT_A_TOKEN],
        ("/keys", "{}"),
        ("/keys", '{"keys": "x"}'),
        ("/keys", '{"keys": [null]}'),
        ("/keys", '{"keys": [{"kty": "RSA", "kid": "one", "n": "AQ", "e": "AQ"}]}'),
        ("/userinfo", f'{{"sub": "17", "age": {LONG}}}'),
        ("/userinfo", '{"sub": "17", "name": "\\ud800"}'),
        ("/token", '{"access_token": "x"}'),
        ("/token", '{"access_token": "x", "id_token": ""}'),
        ("/token", '{"access_token": "x", "id_token": "x"}'),
        ("/token", '{"access_token": "x", "id_token": "x.y.z"}'),
        ("/token", '{"access_token": "x", "id_token": ["x"]}'),
        ("/token", '{"access_token": "x", "id_token": "x", "expires_in": "soon"}'),
        ("/token", '{"access_token": "x", "id_token": "x", "expires_in": 1e300}'),
        ("/token", '{"access_token": "\\n", "id_token": "x"}'),
    ],
)
def test_an_answer_that_is_none_opens_nothing(
    at: str,
    answer: str,
    openid: OpenId,  # noqa: F811
    told: pytest.LogCaptureFixture,
) -> None:
    openid.amiss[at] = sent(answer)
    check_refused(*came_back(openid), told)


@pytest.mark.parametrize(
    "says",
    [
        {"sub": "\ud800"},
        {"sub": "1\x007"},
        {"sub": "17\n"},
        {"email": "alice@ex\ud800ample.com"},
        {"nonce": "\ud800"},
        {"exp": float("inf")},
        {"iat": float("inf")},
        {"nbf": float("inf")},
    ],
)
def test_what_is_said_of_somebody_and_cannot_be_kept_opens_nothing(
    says: dict[str, Any],
    openid: OpenId,  # noqa: F811
    told: pytest.LogCaptureFixture,
) -> None:
    openid.claims |= says
    check_refused(*came_back(openid), told)


def test_nothing_of_it_counts_against_whoever_came(
    openid: OpenId,  # noqa: F811
    handler: Person,
    lead: Person,
) -> None:
    cache.clear()
    before = Event.objects.count()
    openid.amiss["/userinfo"] = json.dumps([]).encode()
    for _ in range(12):
        assert came_back(openid)[1].status_code == 403
    assert Event.objects.count() == before
    openid.amiss.clear()
    assert is_in(came_back(openid)[0])


ROLE = '<saml:Attribute Name="role"><saml:AttributeValue>administrator</saml:AttributeValue>'
EMAIL = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
SUBJECT = "urn:oasis:names:tc:SAML:attribute:subject-id"


def named(name: str, value: str) -> dict[str, str]:
    """What is said of somebody under another name."""
    put = f'<saml:Attribute Name="{name}"><saml:AttributeValue>{value}</saml:AttributeValue>'
    return {ROLE: put}


class TestSaml:
    @pytest.fixture(autouse=True)
    def monday(self) -> None:
        """As time goes: the directory's clock and ours are the same one."""

    @pytest.mark.parametrize(
        "says",
        [
            {">{email}<": f">{'a' * 192}<"},
            {"<saml:NameID ": '<saml:NameID SPNameQualifier="another desk" '},
            named(SUBJECT, "a" * 192),
            named(SUBJECT, "<saml:NameID>alice@example.com</saml:NameID>"),
            named(EMAIL, "<saml:NameID>alice@example.com</saml:NameID>"),
            named("http://schemas.auth0.com/email_verified", "<saml:NameID>yes</saml:NameID>"),
        ],
    )
    def test_whom_it_names_as_nobody_can_be_kept_opens_nothing(
        self,
        says: dict[str, str],
        saml: Saml,  # noqa: F811
        handler: Person,
        told: pytest.LogCaptureFixture,
    ) -> None:
        saml.assertion |= says
        check_refused(*by_saml(saml, handler.email), told)

    def test_a_browser_that_names_no_host_is_no_fault_of_ours(
        self,
        saml: Saml,  # noqa: F811
        db: None,
    ) -> None:
        """As HTTP/1.0 allows."""
        client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
        page = client.post(f"{SAML}acs/", {"SAMLResponse": "eA=="}, follow=True)
        assert_refused(client, page)
