"""Sign-in by the firm's own directory: invited people, by an address that it vouches for, only."""

import base64
import re
import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.core.context import request_context
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings
from requests.exceptions import InvalidSchema
from tests.desk.directories import CLIENT, SECRET, OpenId, Saml, serving
from tests.desk.reading import text
from tests.desk.test_account import is_in

from upheld.desk.answers import NotBelieved
from upheld.desk.directory import Directory
from upheld.desk.openid.adapter import trusted
from upheld.project import sso
from upheld.store import knocks
from upheld.store.models import Person

OIDC = "/accounts/oidc/firm/login/"
SAML = "/accounts/saml/firm/"


@pytest.fixture
def openid(settings: Settings, handler: Person) -> Iterator[OpenId]:
    claims = {"sub": "17", "email": handler.email, "email_verified": True, "name": "A. Moore"}
    with serving(OpenId(claims)) as directory:
        settings.SOCIALACCOUNT_PROVIDERS = sso.openid(directory.issuer, CLIENT, SECRET, "Larch ID")
        yield directory


def outside() -> Client:
    """A browser as it is: what another site has it send bears no token of ours, and a refusal for
    that is to be seen."""
    return Client(HTTP_HOST="localhost", enforce_csrf_checks=True)


def begun(client: Client, at: str) -> Any:
    """A sign-in by a directory, as the button on our own page begins it."""
    page = client.get("/accounts/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token
    return client.post(at, {"csrfmiddlewaretoken": token[1]})


def came_back(directory: OpenId) -> tuple[Client, Any]:
    client = outside()
    asked = begun(client, OIDC)
    assert asked.status_code == 302
    return client, client.get(directory.signed_in(asked["Location"]))


class TestOpenIdConnect:
    def test_whoever_was_invited_comes_in(self, openid: OpenId) -> None:
        assert "Sign in with Larch ID" in text(Client().get("/accounts/login/"))
        client, _ = came_back(openid)
        assert is_in(client)
        assert is_in(came_back(openid)[0])

    @pytest.mark.parametrize(
        "claims",
        [
            {"email": "eve@example.org"},
            {"email_verified": False},
            {"email_verified": "false"},
            {"email_verified": None},
            {"email": ""},
        ],
    )
    def test_nobody_else_does_and_nobody_is_made(
        self, openid: OpenId, claims: dict[str, object]
    ) -> None:
        openid.claims |= claims
        before = Person.objects.count()
        client, page = came_back(openid)
        assert page.status_code == 403
        assert "invites you first" in text(page)
        assert not is_in(client)
        assert Person.objects.count() == before

    def test_no_role_comes_from_outside(self, openid: OpenId, handler: Person) -> None:
        openid.claims |= {"role": "administrator", "groups": ["administrator"], "is_active": True}
        came_back(openid)
        handler.refresh_from_db()
        assert (handler.role, handler.name) == ("handler", "Alice Moore")

    @pytest.mark.parametrize("name", ["auth_params", "scope"])
    def test_nobodys_link_changes_what_the_directory_is_asked(
        self, openid: OpenId, name: str
    ) -> None:
        evil = {
            "auth_params": "client_id=evil&redirect_uri=https%3A%2F%2Fevil.example%2F&prompt=none",
            "scope": "offline_access",
        }
        asked, plain = (
            parse_qs(urlsplit(begun(outside(), at)["Location"]).query)
            for at in (f"{OIDC}?{urlencode({name: evil[name]})}", OIDC)
        )
        changing = ("state", "nonce", "code_challenge", "scope")
        assert {k: v for k, v in asked.items() if k not in changing} == {
            k: v for k, v in plain.items() if k not in changing
        }
        assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}

    def test_whoever_left_does_not_come_in_by_it(self, openid: OpenId, handler: Person) -> None:
        came_back(openid)
        Person.objects.filter(pk=handler.pk).update(is_active=False)
        assert not is_in(came_back(openid)[0])

    def test_an_answer_that_nobody_asked_for_opens_nothing(self, openid: OpenId) -> None:
        """A link with somebody else's code would sign them in as somebody else (login CSRF)."""
        asked = begun(outside(), OIDC)["Location"]
        victim = outside()
        page = victim.get(openid.signed_in(asked))
        assert page.status_code == 403
        assert not is_in(victim)

    def test_a_second_step_is_asked_all_the_same(self, openid: OpenId, handler: Person) -> None:
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        TOTP.activate(handler, generate_totp_secret())
        client, page = came_back(openid)
        assert page["Location"].startswith("/accounts/2fa/authenticate/")
        assert not is_in(client)

    @pytest.mark.parametrize("alg", ["RS256", "PS512"])
    def test_what_the_directory_signed_is_believed(self, openid: OpenId, alg: str) -> None:
        openid.signs["alg"] = alg
        assert is_in(came_back(openid)[0])

    @pytest.mark.parametrize(
        "signs",
        [
            {"alg": "none", "key": None},
            {"alg": "HS256", "key": "a secret of the desk, of 32 signs"},
            {"key": rsa.generate_private_key(65537, 2048)},
            {"alg": "ES256", "key": ec.generate_private_key(ec.SECP256R1())},
        ],
    )
    def test_what_it_did_not_sign_opens_nothing(
        self, openid: OpenId, signs: dict[str, Any]
    ) -> None:
        openid.signs |= signs
        assert_refused(*came_back(openid))

    @pytest.mark.parametrize(
        "said",
        [
            {"nonce": "of another sign-in"},
            {"nonce": None},
            {"aud": "another-desk"},
            {"aud": [CLIENT, "another-desk"], "azp": "another-desk"},
            {"iss": "https://id.example.com"},
            {"exp": 1},
            {"exp": None},
            {"sub": "18"},
        ],
    )
    def test_what_it_said_of_another_sign_in_opens_nothing(
        self, openid: OpenId, said: dict[str, Any]
    ) -> None:
        openid.token |= said
        assert_refused(*came_back(openid))

    @pytest.mark.parametrize("sub", ["", None, 17, [], "1" * 300])
    def test_whom_it_does_not_name_is_refused_in_words(self, openid: OpenId, sub: object) -> None:
        openid.claims["sub"] = sub
        assert_refused(*came_back(openid))

    def test_a_directory_that_names_another_issuer_is_not_asked(self, openid: OpenId) -> None:
        openid.leads["issuer"] = "https://id.example.com"
        client = outside()
        assert_refused(client, begun(client, OIDC))

    def test_the_same_sub_of_another_issuer_is_somebody_else(
        self, openid: OpenId, settings: Settings, lead: Person
    ) -> None:
        came_back(openid)
        claims = {"sub": "17", "email": lead.email, "email_verified": True}
        with serving(OpenId(claims)) as another:
            settings.SOCIALACCOUNT_PROVIDERS = sso.openid(another.issuer, CLIENT, SECRET, "New ID")
            assert who(came_back(another)[0]) == lead
            another.claims["email"] = "eve@example.org"
            assert who(came_back(another)[0]) == lead  # known by now, whatever her address is

    def test_whoever_another_issuer_does_not_vouch_for_is_kept_out(
        self, openid: OpenId, settings: Settings
    ) -> None:
        came_back(openid)
        with serving(OpenId({"sub": "17", "email": "eve@example.org"})) as another:
            settings.SOCIALACCOUNT_PROVIDERS = sso.openid(another.issuer, CLIENT, SECRET, "New ID")
            client, page = came_back(another)
        assert "invites you first" in text(page)
        assert not is_in(client)

    @pytest.mark.parametrize("kept", [{}, {"name": "A. Moore"}, {"id_token": {"sub": "17"}}])
    def test_a_link_that_names_no_issuer_is_of_the_present_one_from_its_next_use(
        self, openid: OpenId, settings: Settings, handler: Person, kept: dict[str, Any]
    ) -> None:
        SocialAccount.objects.create(user=handler, provider="firm", uid="17", extra_data=kept)
        openid.claims["email"] = "alice.moore@example.com"
        assert who(came_back(openid)[0]) == handler
        assert SocialAccount.objects.get().extra_data == {"iss": openid.issuer}

    @pytest.mark.parametrize("end", ["", "/"])
    def test_a_link_of_before_that_names_its_issuer_in_the_token_is_of_that(
        self, openid: OpenId, handler: Person, end: str
    ) -> None:
        told = {"id_token": {"sub": "17", "iss": openid.issuer + end}, "userinfo": {"sub": "17"}}
        SocialAccount.objects.create(user=handler, provider="firm", uid="17", extra_data=told)
        openid.claims["email"] = "alice.moore@example.com"
        assert who(came_back(openid)[0]) == handler
        told["id_token"]["iss"] = "https://id.example.com"
        SocialAccount.objects.update(extra_data=told)
        assert not is_in(came_back(openid)[0])

    def test_a_directory_that_is_away_is_told_in_words(self, settings: Settings, db: None) -> None:
        away = sso.openid("http://127.0.0.1:9", CLIENT, SECRET, "Larch ID")
        settings.SOCIALACCOUNT_PROVIDERS = away
        page = begun(outside(), OIDC)
        assert page.status_code == 503
        assert "does not answer" in text(page)


def who(client: Client) -> Person:
    found = get_user(client)
    assert isinstance(found, Person)
    return found


def assert_refused(client: Client, page: Any) -> None:
    assert page.status_code == 403
    assert "Try once more" in text(page)
    assert not is_in(client)


ISSUER = "https://id.example.org"
LED = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/in",
    "token_endpoint": "https://tokens.example.com/",
    "userinfo_endpoint": f"{ISSUER}/who",
    "jwks_uri": f"{ISSUER}/keys",
}


def test_a_directory_may_end_its_name_with_a_stroke_and_lead_to_another_host() -> None:
    trusted({**LED, "issuer": f"{ISSUER}/"}, ISSUER)


@pytest.mark.parametrize("name", sorted(LED.keys() - {"issuer"}))
@pytest.mark.parametrize("address", ["http://id.example.org/x", "//id.example.org", None])
def test_a_directory_asked_by_https_leads_to_nothing_else(name: str, address: str | None) -> None:
    with pytest.raises(NotBelieved, match=f"{name} of https://id.example.org is"):
        trusted({**LED, name: address}, ISSUER)


def test_nothing_leads_the_desk_away_from_https(settings: Settings) -> None:
    """A redirect, which no look at the addresses would find."""
    settings.SOCIALACCOUNT_PROVIDERS = sso.openid(ISSUER, CLIENT, SECRET, "Larch ID")
    with request_context(RequestFactory().get("/")), pytest.raises(InvalidSchema):
        Directory().get_requests_session().get("http://127.0.0.1:9/")


@pytest.fixture
def saml(settings: Settings, tmp_path: Path) -> Saml:
    directory = Saml()
    kept = tmp_path / "idp.pem"
    kept.write_text(directory.certificate)
    settings.SOCIALACCOUNT_PROVIDERS = sso.saml(
        directory.entity, "https://id.example.org/in", str(kept), "Larch ID"
    )
    return directory


def begun_by_saml(client: Client) -> str:
    """The number of the request that the directory is sent."""
    asked = begun(client, f"{SAML}login/")["Location"]
    sent = parse_qs(urlsplit(asked).query)["SAMLRequest"][0]
    request = re.search(r'ID="([^"]+)"', zlib.decompress(base64.b64decode(sent), -15).decode())
    assert request
    return request[1]


def said_by_saml(directory: Saml, email: str, request: str, **how: Any) -> str:
    at = "http://localhost" + SAML
    return directory.says(email, f"{at}acs/", request, f"{at}metadata/", **how)


def by_saml(directory: Saml, email: str, **how: Any) -> tuple[Client, Any]:
    client = outside()
    told = said_by_saml(directory, email, begun_by_saml(client), **how)
    return client, client.post(f"{SAML}acs/", {"SAMLResponse": told}, follow=True)


class TestSaml:
    """The directory's clock and ours are the same one: nothing here stands still."""

    @pytest.fixture(autouse=True)
    def monday(self) -> None:
        """As time goes."""

    def test_whoever_was_invited_comes_in_and_no_role_comes_with_them(
        self, saml: Saml, handler: Person
    ) -> None:
        client, _ = by_saml(saml, handler.email)
        assert client.get("/account/").status_code == 200
        handler.refresh_from_db()
        assert handler.role == "handler"

    def test_nobody_else_does(self, saml: Saml, handler: Person) -> None:
        client, page = by_saml(saml, "eve@example.org")
        assert page.status_code == 403
        assert client.get("/account/").status_code == 302

    def test_what_nobody_or_somebody_else_signed_counts_for_nothing(
        self, saml: Saml, handler: Person
    ) -> None:
        for directory, how in ((saml, {"signs": False}), (Saml(), {})):
            assert_refused(*by_saml(directory, handler.email, **how))

    def test_an_answer_that_nobody_asked_for_opens_nothing(
        self, saml: Saml, handler: Person
    ) -> None:
        at = "http://localhost" + SAML
        told = saml.says(handler.email, f"{at}acs/", "_none", f"{at}metadata/")
        client = outside()
        client.post(f"{SAML}acs/", {"SAMLResponse": told}, follow=True)
        assert client.get("/account/").status_code == 302

    @pytest.mark.parametrize(
        "sent", ["%%%", "", "eA==", "é", base64.b64encode(b"<!DOCTYPE a []><a/>").decode()]
    )
    def test_what_is_no_answer_is_refused_in_words(self, saml: Saml, db: None, sent: str) -> None:
        client = outside()
        page = client.post(f"{SAML}acs/", {"SAMLResponse": sent}, follow=True)
        assert page.status_code == 403
        assert "Try once more" in text(page)

    def test_a_stranger_has_little_of_it_kept_and_not_for_long(self, saml: Saml, db: None) -> None:
        """Half a million bytes are no answer of a directory's, and the six hundredth within an
        hour from one place is followed by none."""
        at = f"{SAML}acs/"
        assert outside().post(at, {"SAMLResponse": "x" * 500_000}).status_code == 403
        assert Client().get(at).status_code == 405
        assert not Session.objects.exists()
        outside().post(at, {"SAMLResponse": "x" * 100_000})
        assert Session.objects.get().expire_date < timezone.now() + timedelta(minutes=6)
        knocks.too_many("saml", knocks.By(network="127.0.0.1"), 600, timezone.now(), weighs=598)
        assert outside().post(at, {"SAMLResponse": "x"}).status_code == 302
        refused = outside().post(at, {"SAMLResponse": "x"})
        assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
        assert outside().post(at, {"SAMLResponse": "x"}, REMOTE_ADDR="192.0.2.9").status_code == 302

    def test_somebody_without_a_name_is_refused_in_words(self, saml: Saml, db: None) -> None:
        _, page = by_saml(saml, "")
        assert page.status_code == 403


@pytest.mark.parametrize("kind", ["saml", "oidc"])
def test_nobody_begins_more_sign_ins_from_one_network_than_a_firm_does(
    kind: str, db: None, request: pytest.FixtureRequest
) -> None:
    """Each is a session that is kept, and by OpenID Connect a question to the directory."""
    request.getfixturevalue({"saml": "saml", "oidc": "openid"}[kind])
    at = f"/accounts/{kind}/firm/login/"
    here = knocks.By(network="127.0.0.1")
    knocks.too_many(f"{kind}-begun", here, 600, timezone.now(), weighs=599)
    assert _a_stranger().post(at).status_code == 302
    kept = Session.objects.count()
    refused = _a_stranger().post(at)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert Session.objects.count() == kept
    assert _a_stranger().get(at).status_code == 200
    assert _a_stranger().post(at, REMOTE_ADDR="192.0.2.9").status_code == 302


def _a_stranger() -> Client:
    """A program that names no host, as HTTP/1.0 allows."""
    return Client(SERVER_NAME="localhost")


@pytest.mark.parametrize(
    "at",
    ["saml/nothing/acs/", "saml/firm/acs/", "saml/firm/acs/finish/", "oidc/firm/login/"],
)
def test_where_no_directory_is_named_nobody_can_write_to_one(
    at: str, db: None, settings: Settings
) -> None:
    """What is sent there would be kept in a session, whoever sent it."""
    settings.SOCIALACCOUNT_PROVIDERS = {}
    outside().post(f"/accounts/{at}", {"SAMLResponse": "x" * 10_000})
    assert not Session.objects.exists()
    assert Client().get(f"/accounts/{at}").status_code == 404


def test_where_one_is_named_nobody_can_write_to_another(saml: Saml, db: None) -> None:
    outside().post("/accounts/saml/nothing/acs/", {"SAMLResponse": "x" * 10_000})
    assert not Session.objects.exists()


def test_a_header_signs_nobody_in(handler: Person) -> None:
    """A proxy's word for who somebody is is everybody's word."""
    for name in ("REMOTE_USER", "HTTP_REMOTE_USER", "HTTP_X_FORWARDED_USER", "HTTP_X_REMOTE_USER"):
        assert not is_in(Client(**{name: handler.email}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "refused"),
    [
        (("http://id.example.org", "x", "y", "z"), "begin with https"),
        (("https://id.example.org", "", "", "z"), "UPHELD_OIDC_CLIENT"),
    ],
)
def test_a_directory_that_cannot_be_trusted_is_refused_at_the_start(
    told: tuple[str, str, str, str], refused: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=refused):
        sso.openid(*told)
    with pytest.raises(ImproperlyConfigured, match="name the file"):
        sso.saml("x", "https://id.example.org", "", "z")
