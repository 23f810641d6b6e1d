"""A passkey opens the desk to its own person, here, once; and whatever else comes is no passkey."""

import json
import struct
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from django.utils import timezone
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode
from pytest_django import Settings
from tests.conftest import PASSWORD
from tests.desk.test_account import is_in, sign_in

from upheld.store import knocks
from upheld.store.models import Person

LOGIN, ADD = "/accounts/2fa/webauthn/login/", "/accounts/2fa/webauthn/add/"
HERE = "https://desk.example.org"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
BY_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture(autouse=True)
def desk(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["desk.example.org", "testserver"]
    settings.ACCOUNT_RATE_LIMITS = False


def browser() -> Client:
    return Client(headers={"Host": "desk.example.org"})


@dataclass
class Passkey:
    """A key in a telephone, which its person opens by a finger."""

    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = b"a key of somebody"

    def made(self, challenge: str) -> str:
        data = self._data(PRESENT | VERIFIED | ATTESTED) + self._shown()
        told = {"fmt": "none", "attStmt": {}, "authData": data}
        said = self._said("webauthn.create", challenge, HERE)
        return self._told({"clientDataJSON": said, "attestationObject": cbor.encode(told)})

    def signed(
        self, challenge: str, whose: int, origin: str = HERE, flags: int = PRESENT | VERIFIED
    ) -> str:
        data, said = self._data(flags), self._said("webauthn.get", challenge, origin)
        signature = self.key.sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._told(
            {
                "clientDataJSON": said,
                "authenticatorData": data,
                "signature": signature,
                "userHandle": str(whose).encode(),
            }
        )

    def _data(self, flags: int) -> bytes:
        return sha256(b"desk.example.org").digest() + struct.pack(">BI", flags, 0)

    def _shown(self) -> bytes:
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))  # type: ignore[no-untyped-call]
        return bytes(16) + struct.pack(">H", len(self.id)) + self.id + public

    def _said(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()

    def _told(self, response: dict[str, bytes]) -> str:
        encoded = {name: websafe_encode(value) for name, value in response.items()}
        name = websafe_encode(self.id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": encoded,
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        )


def challenge_of(client: Client) -> str:
    told = client.get(LOGIN, headers=BY_SCRIPT, secure=True).json()
    return str(told["request_options"]["publicKey"]["challenge"])


def tried(client: Client, credential: str) -> bool:
    client.post(LOGIN, {"credential": credential}, secure=True)
    return is_in(client)


@pytest.fixture
def passkey(handler: Person) -> Passkey:
    """The handler's, as they added it."""
    client = sign_in(handler)
    client.defaults["HTTP_HOST"] = "desk.example.org"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD}, secure=True)
    client.get(ADD, secure=True)
    made = Passkey()
    challenge = client.session["mfa.webauthn.state"]["challenge"]
    told = {"name": "Telephone", "passwordless": "on", "credential": made.made(challenge)}
    answer = client.post(ADD, told, secure=True)
    assert answer.status_code == 302, answer.content.decode()
    return made


def test_it_opens_the_desk_to_its_person_once(passkey: Passkey, handler: Person) -> None:
    client = browser()
    said = passkey.signed(challenge_of(client), handler.pk)
    assert tried(client, said)
    assert client.session["_auth_user_id"] == str(handler.pk)
    again = browser()
    challenge_of(again)
    assert not tried(again, said)
    assert not tried(browser(), said)


def test_it_opens_nothing_for_another_person_another_site_or_without_a_finger(
    passkey: Passkey, handler: Person, lead: Person
) -> None:
    client = browser()
    for told in (
        {"whose": lead.pk},
        {"whose": 10**30},
        {"whose": handler.pk, "origin": "https://desk.example.org.evil.example"},
        {"whose": handler.pk, "origin": "http://desk.example.org"},
        {"whose": handler.pk, "flags": PRESENT},
        {"whose": handler.pk, "flags": VERIFIED},
    ):
        assert not tried(client, passkey.signed(challenge_of(client), **told)), told
    strange = Passkey(id=passkey.id)  # somebody who knows its name, and has not its key
    assert not tried(client, strange.signed(challenge_of(client), handler.pk))


def test_it_opens_nothing_for_whoever_left(passkey: Passkey, handler: Person) -> None:
    Person.objects.filter(pk=handler.pk).update(is_active=False)
    client = browser()
    assert not tried(client, passkey.signed(challenge_of(client), handler.pk))


NO_PASSKEY = (
    "", "x", "null", "1", '"a"', "[]", "[[]]", "{}", '{"id":1}', '{"id":"a","rawId":"a"}',
    '{"id":"a","rawId":"a","type":"public-key","response":{}}',
    '{"id":"YQ","rawId":"YQ","type":"public-key","response":[]}',
    '{"id":"YQ","rawId":"YQ","type":"public-key","response":{"clientDataJSON":"e30",'
    '"authenticatorData":"YQ","attestationObject":"ow","signature":"YQ","userHandle":"MQ"}}',
    '{"id":"YQ","rawId":"YQ","type":"public-key","response":{"clientDataJSON":"e30",'
    '"attestationObject":"o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YUA","userHandle":7}}',
    "[" * 100_000, '{"a":' * 3_000 + "1" + "}" * 3_000, "NaN", "1" * 5_000,
)  # fmt: skip


@pytest.mark.parametrize("credential", NO_PASSKEY, ids=range(len(NO_PASSKEY)))
def test_what_is_no_passkey_is_refused_and_no_fault_of_ours(
    credential: str, handler: Person
) -> None:
    stranger = browser()
    challenge_of(stranger)
    answer = stranger.post(LOGIN, {"credential": credential}, secure=True)
    assert (answer.status_code, is_in(stranger)) == (302, False)
    staff = sign_in(handler)
    staff.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for place in (ADD, "/accounts/2fa/webauthn/reauthenticate/"):
        assert staff.post(place, {"name": "x", "credential": credential}).status_code in (200, 302)
    assert not Authenticator.objects.exists()


def test_whoever_asks_for_a_question_again_and_again_is_let_go(db: None) -> None:
    """Each is a session that is kept, and anybody may ask."""
    knocks.too_many("passkey", "127.0.0.1", 600, timezone.now(), weighs=599)
    stranger = browser()
    assert stranger.get(LOGIN, headers=BY_SCRIPT).status_code == 200
    refused = stranger.get(LOGIN, headers=BY_SCRIPT)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
