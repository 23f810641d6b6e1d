"""Sessions and accounts: nobody is somebody by a guess, a header, or the work of another."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from tests.conftest import PASSWORD
from tests.project.test_settings import setting
from tests.security.addresses import all_of, asked
from tests.stories import NOW

from upheld.core.words import CaseId, Scope
from upheld.steps.address_calendar import address_calendar
from upheld.steps.keep_keys import make_key
from upheld.steps.may import Operator
from upheld.store import receipts
from upheld.store.models import Event, Person

SIGN_IN = "/accounts/login/"
GIVEN = {"login": "alice@example.com", "password": PASSWORD}


@pytest.mark.pain("29")
def test_no_token_of_ours_can_be_guessed_from_another(handler: Person, tmp_path: Path) -> None:
    scopes = [Scope.READ]
    keys = [make_key(handler, "x", scopes, None, Operator(), NOW)[1] for _ in range(3)]
    made: dict[str, Sequence[str]] = {
        "link": [receipts.new_secret() for _ in range(30)],
        "calendar": [address_calendar(handler, NOW).split(".", 1)[1] for _ in range(3)],
        "key": [key.split("_", 2)[2] for key in keys],
    }
    for tokens in made.values():
        assert all(len(token) >= 43 for token in tokens)  # 256 bits in Base64
        for part in (slice(0, 8), slice(-8, None)):
            assert len({token[part] for token in tokens}) == len(tokens)
    # As it is outside of these tests, which lengthen it.
    assert 0 < int(setting("settings.SESSION_COOKIE_AGE", tmp_path)) <= 14 * 24 * 3600


@pytest.mark.pain("30")
def test_no_header_says_who_somebody_is(handler: Person, open_case: CaseId) -> None:
    names = ("REMOTE_USER", "X-Forwarded-User", "X-Remote-User", "X-Auth-Email", "X-User-Id")
    told: dict[str, Any] = {
        f"HTTP_{name.upper().replace('-', '_')}": handler.email for name in names
    }
    told |= {"REMOTE_USER": handler.email, "HTTP_COOKIE": f"user={handler.pk}"}
    response = Client().get("/", **told)
    assert (response.status_code, response["Location"]) == (302, f"{SIGN_IN}?next=/")
    answer = Client().get("/api/v1/cases", **told)
    assert answer.status_code == 401


@pytest.mark.pain("31")
def test_a_session_is_new_when_somebody_signs_in_and_nobody_acts_by_a_link_or_from_elsewhere(
    handler: Person, open_case: CaseId
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32  # what somebody else put there
    page = client.get(SIGN_IN)
    assert client.post(SIGN_IN, GIVEN).status_code == 403  # signed in from elsewhere
    token = page.cookies[settings.CSRF_COOKIE_NAME].value
    client.post(SIGN_IN, GIVEN, headers={"X-CSRFToken": token})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "a" * 32
    assert client.get("/").status_code == 200
    before = Event.objects.count()
    for path in all_of():
        if path.startswith("/api/"):  # it knows no session: tests/api/test_access.py
            continue
        asked(client, path)  # a link, a picture, a prefetch
        answer = asked(client, path, "post")  # a form of another site
        assert answer.status_code in (403, 404, 405), path
    assert Event.objects.count() == before
    assert Person.objects.get(pk=handler.pk).is_active
    assert client.get("/").status_code == 200


@pytest.mark.pain("32")
@pytest.mark.parametrize(
    "to",
    ["//evil.example", "https://evil.example", "/\\evil.example", "http:///evil.example",
     "\t//evil.example", "javascript:alert(1)", "https:evil.example", "/%0d%0aSet-Cookie:x=1"],
)  # fmt: skip
def test_whoever_signs_in_or_out_stays_here(to: str, handler: Person) -> None:
    client = Client()
    ways = [
        client.post(SIGN_IN, {**GIVEN, "next": to}),
        client.post("/accounts/logout/?next=" + to),
    ]
    for response in ways:
        told = response["Location"]
        assert told.startswith("/")
        assert "evil" not in told.split("?")[0]
        assert not told.startswith(("//", "/\\"))
        assert response.headers.keys().isdisjoint({"Set-Cookie"})
        assert not any(sign in told for sign in "\r\n\t")


@pytest.mark.pain("33")
def test_the_way_in_works_as_hard_for_nobody_as_for_somebody(
    handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: list[str] = []
    usual = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        worked.append(password)
        return str(usual(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    hashed, pages = [], []
    for login in (handler.email, "nobody@example.net"):
        worked.clear()
        page = Client().post(SIGN_IN, {"login": login, "password": "wrong " * 4})
        hashed.append(len(worked))
        pages.append(page.content.decode().replace(login, ""))
    assert hashed == [1, 1]
    errors = [page.partition('class="errors')[2].partition("</")[0] for page in pages]
    assert errors[0] == errors[1]


@pytest.mark.pain("34")
def test_a_name_and_a_password_open_no_other_door_than_the_front_one(
    handler: Person, open_case: CaseId
) -> None:
    told = base64.b64encode(f"{handler.email}:{PASSWORD}".encode()).decode()
    for how in (f"Basic {told}", f"Bearer {told}", f"Bearer {PASSWORD}", f"Token {told}"):
        assert Client().get("/api/v1/cases", headers={"Authorization": how}).status_code == 401
        page = Client().get("/", headers={"Authorization": how})
        assert page.status_code == 302
    signed_in = Client()
    signed_in.force_login(handler)
    assert signed_in.get("/api/v1/cases").status_code == 401
