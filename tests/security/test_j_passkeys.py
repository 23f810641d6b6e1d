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

from upheld.core.event_kinds import EventKind
from upheld.store import knocks
from upheld.store.models import Event, Person, StaffNotice

LOGIN, ADD = "/accounts/2fa/webauthn/login/", "/accounts/2fa/webauthn/add/"
SECOND, AGAIN = "/accounts/2fa/authenticate/", "/accounts/2fa/webauthn/reauthenticate/"
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
    count: int = 0  # of its signatures; one that is synced keeps none

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
        return sha256(b"desk.example.org").digest() + struct.pack(">BI", flags, self.count)

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
    return added(handler, Passkey())


@pytest.fixture
def counting(handler: Person) -> Passkey:
    """One that had signed five times when the handler added it."""
    return added(handler, Passkey(count=5))


def added(handler: Person, made: Passkey) -> Passkey:
    client = sign_in(handler)
    client.defaults["HTTP_HOST"] = "desk.example.org"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD}, secure=True)
    client.get(ADD, secure=True)
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


COPIED = "This passkey may have been copied"


def opens(passkey: Passkey, handler: Person, count: int) -> bool:
    passkey.count = count
    client = browser()
    return tried(client, passkey.signed(challenge_of(client), handler.pk))


def test_one_that_keeps_no_count_of_its_signatures_opens_as_often_as_it_is_asked(
    passkey: Passkey, handler: Person
) -> None:
    assert [opens(passkey, handler, 0) for _ in range(3)] == [True] * 3


@pytest.mark.parametrize("count", [8, 7, 1, 0])
def test_one_whose_count_goes_back_may_be_a_copy_and_opens_nothing(
    count: int, counting: Passkey, handler: Person
) -> None:
    """WebAuthn level 2, 7.2, step 21."""
    assert opens(counting, handler, 6)
    assert opens(counting, handler, 8)
    assert not opens(counting, handler, count)
    assert opens(counting, handler, 9)


def test_a_count_that_does_not_pass_that_of_when_it_was_added_goes_back_too(
    counting: Passkey, handler: Person
) -> None:
    assert not opens(counting, handler, 5)


def test_of_a_copy_the_person_the_record_and_their_mailbox_are_told(
    counting: Passkey, handler: Person
) -> None:
    client = browser()
    counting.count = 3
    for _ in range(3):
        said = counting.signed(challenge_of(client), handler.pk)
        page = client.post(LOGIN, {"credential": said}, secure=True, follow=True).content.decode()
        assert COPIED in page
        assert "Sign in in another way, and remove it" in page
    (event,) = Event.objects.filter(kind=EventKind.PERSON_CHANGED)
    assert event.data == {"person": handler.pk, "passkey": "refused, as it may have been copied"}
    (notice,) = StaffNotice.objects.filter(subject="Your sign-in was tried")
    assert notice.to == handler.email
    assert "take that passkey away" in notice.body


def test_a_copy_is_no_second_step_either(counting: Passkey, handler: Person) -> None:
    client = browser()
    client.post("/accounts/login/", {"login": handler.email, "password": PASSWORD}, secure=True)
    client.get(SECOND, secure=True)
    counting.count = 3
    challenge = client.session["mfa.webauthn.state"]["challenge"]
    told = {"credential": counting.signed(challenge, handler.pk)}
    assert COPIED in client.post(SECOND, told, secure=True).content.decode()
    assert not is_in(client)


def test_a_copy_opens_nothing_that_is_dear(counting: Passkey, handler: Person) -> None:
    client = browser()
    assert tried(client, _after(counting, client, handler, 6))
    client.get(AGAIN, secure=True)
    counting.count = 6
    challenge = client.session["mfa.webauthn.state"]["challenge"]
    told = {"credential": counting.signed(challenge, handler.pk)}
    page = client.post(AGAIN, told, secure=True, follow=True).content.decode()
    assert COPIED in page


def _after(passkey: Passkey, client: Client, handler: Person, count: int) -> str:
    passkey.count = count
    return passkey.signed(challenge_of(client), handler.pk)


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
    assert (answer.status_code, is_in(stranger)) == (200, False)
    assert "This is no passkey: try it once more." in answer.content.decode()
    staff = sign_in(handler)
    staff.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for place in (ADD, "/accounts/2fa/webauthn/reauthenticate/"):
        assert staff.post(place, {"name": "x", "credential": credential}).status_code in (200, 302)
    assert not Authenticator.objects.exists()


def test_whoever_asks_for_a_question_again_and_again_is_let_go(db: None) -> None:
    """Each is a session that is kept, and anybody may ask."""
    knocks.too_many("passkey", knocks.By(network="127.0.0.1"), 600, timezone.now(), weighs=599)
    stranger = browser()
    assert stranger.get(LOGIN, headers=BY_SCRIPT).status_code == 200
    refused = stranger.get(LOGIN, headers=BY_SCRIPT)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
