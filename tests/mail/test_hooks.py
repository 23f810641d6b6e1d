"""Mail by HTTP: nobody without the secret, the bytes first, and 200 only when they are kept."""

import hashlib
import hmac
import json
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import clear_url_caches, include, path
from pytest_django import Settings
from tests.core.mails import a_mail

from upheld.jobs import intake
from upheld.project import urls
from upheld.store import files
from upheld.store.models import Case, Incoming

pytestmark = pytest.mark.django_db
SECRET, KEY = "hook:a-secret-that-nobody-guesses", "key-of-the-signatures"
AUTH = {"HTTP_AUTHORIZATION": f"Basic {b64encode(SECRET.encode()).decode()}"}
# Line ends as they are on the wire, and bytes that are no UTF-8.
RAW = a_mail("Late.").replace(b"\n", b"\r\n") + b"Schr\xf6dinger\r\n"


@pytest.fixture
def client(settings: Settings) -> Iterator[Client]:
    """A house with the secrets set. Its middleware knows nobody, as for a provider."""
    settings.MAIL_HOOK, settings.MAILGUN_KEY = SECRET, KEY
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}
    before = list(urls.urlpatterns)
    sys.modules.pop("upheld.mail.hooks", None)
    urls.urlpatterns.insert(0, path("mail/hooks/", include("upheld.mail.hooks")))
    clear_url_caches()
    yield Client(raise_request_exception=False)
    urls.urlpatterns[:] = before
    clear_url_caches()


def signed(key: str = KEY, at: float | None = None, token: str = "t" * 50) -> dict[str, str]:
    told = {"timestamp": str(int(at or time.time())), "token": token}
    message = f"{told['timestamp']}{told['token']}".encode()
    return told | {"signature": hmac.new(key.encode(), message, hashlib.sha256).hexdigest()}


def mailgun(raw: bytes = RAW, **told: Any) -> dict[str, Any]:
    """What Mailgun posts to a route with `mime` in its address."""
    fields = {"recipient": "complaints@example.org", "sender": "sally@example.org"}
    fields |= {"from": "Sally Hart <sally@example.org>", "subject": "Late shelves"}
    return fields | {"message-headers": "[]"} | signed() | told | {"body-mime": raw}


def multipart(fields: dict[str, Any]) -> tuple[bytes, str]:
    parts = b"".join(
        b'--bOuNd\r\nContent-Disposition: form-data; name="' + name.encode() + b'"\r\n\r\n'
        + (value if isinstance(value, bytes) else value.encode()) + b"\r\n"
        for name, value in fields.items()
    )  # fmt: skip
    return parts + b"--bOuNd--\r\n", "multipart/form-data; boundary=bOuNd"


def by_mailgun(client: Client, how: str = "multipart", **told: Any) -> int:
    fields = mailgun(**told)
    form = "application/x-www-form-urlencoded"
    body, kind = (urlencode(fields).encode(), form) if how == "form" else multipart(fields)
    answer = client.post("/mail/hooks/mailgun/mime/", body, kind, **AUTH)  # type: ignore[arg-type]
    return answer.status_code


def postmark(**told: Any) -> dict[str, Any]:
    """What Postmark posts, with the names that it gives to things."""
    headers = [
        {"Name": "Return-Path", "Value": "<sally@example.org>"},
        {"Name": "Message-ID", "Value": "<1@example.org>"},
        {"Name": "MIME-Version", "Value": "1.0"},
    ]
    photograph = {"Name": "shelf.jpg", "ContentType": "image/jpeg", "ContentLength": 3}
    return {
        "FromName": "Sally Hart", "MessageStream": "inbound", "From": "sally@example.org",
        "FromFull": {"Email": "sally@example.org", "Name": "Sally Hart", "MailboxHash": ""},
        "ToFull": [{"Email": "complaints@localhost", "Name": "", "MailboxHash": ""}],
        "CcFull": [], "BccFull": [], "OriginalRecipient": "complaints@localhost",
        "Subject": "Late shelves", "MessageID": "73e6d360-66eb-11e1-8e72-a8904824019b",
        "Date": "Mon, 2 Nov 2026 09:00:00 +0000", "TextBody": "Late, as you see: café.",
        "HtmlBody": "", "StrippedTextReply": "", "Headers": headers,
        "Attachments": [photograph | {"Content": b64encode(b"\xff\xd8x").decode()}],
    } | told  # fmt: skip


def by_postmark(client: Client, told: dict[str, Any], **auth: Any) -> int:
    told_by: dict[str, Any] = auth or AUTH
    place = "/mail/hooks/postmark/"
    answer = client.post(place, json.dumps(told), "application/json", **told_by)
    return answer.status_code


@pytest.mark.parametrize("how", ["form", "multipart"])
def test_what_mailgun_brings_is_kept_byte_for_byte(how: str, client: Client) -> None:
    assert by_mailgun(client, how) == 200
    row = Incoming.objects.get()
    assert files.contents(row.sha256) == RAW
    assert (row.came_by, row.return_path, row.state) == ("webhook", "sally@example.org", "new")


def test_what_postmark_brings_whole_is_kept_as_it_says(client: Client) -> None:
    raw = a_mail("Late: café.").decode()
    assert by_postmark(client, postmark(RawEmail=raw)) == 200
    row = Incoming.objects.get()
    assert files.contents(row.sha256) == raw.encode()
    assert row.return_path == "sally@example.org"


def test_what_postmark_took_apart_is_put_together(client: Client) -> None:
    assert by_postmark(client, postmark()) == 200
    from django.utils import timezone

    intake.sweep(timezone.now())
    case = Case.objects.get()
    assert (case.customer.email, case.subject) == ("sally@example.org", "Late shelves")
    assert case.text == "Late, as you see: café."
    assert {each.filename for each in case.evidence.all()} == {"message.eml", "shelf.jpg"}


def test_what_comes_twice_is_one_message(client: Client) -> None:
    assert [by_mailgun(client) for _ in range(2)] == [200, 200]
    assert Incoming.objects.count() == 1


@pytest.mark.parametrize(("how", "again"), [("multipart", "form"), ("form", "multipart")])
def test_a_signature_that_counted_for_one_message_brings_no_other(
    how: str, again: str, client: Client
) -> None:
    once = signed()
    assert by_mailgun(client, how, **once) == 200
    for other in ({"raw": RAW + b"Pay."}, {"sender": "eve@evil.example"}, {"body-plain": "Pay."}):
        assert by_mailgun(client, **once, **other) == 400
    # What it was given for is answered as before, however its parts are parted.
    assert by_mailgun(client, again, **once) == 200
    assert [files.contents(row.sha256) for row in Incoming.objects.all()] == [RAW]


def test_nor_one_whose_digits_are_told_as_another_time(client: Client) -> None:
    """What is signed are the time and the token in one, and not where the one ends."""
    once = signed(token="7" * 50)
    assert by_mailgun(client, **once) == 200
    moved = once | {"timestamp": once["timestamp"][:-1], "token": once["timestamp"][-1] + "7" * 50}
    assert by_mailgun(client, raw=RAW + b"Pay.", **moved) == 400


@pytest.mark.parametrize(
    ("minutes", "status"),
    [(-8 * 60, 200), (-8 * 60 - 16, 400), (14, 200), (16, 400)],
    ids=["its last try", "older", "a clock that is behind", "not yet"],
)
def test_a_signature_counts_for_as_long_as_mailgun_tries(
    minutes: int, status: int, client: Client
) -> None:
    assert by_mailgun(client, **signed(at=time.time() + 60 * minutes)) == status
    assert Incoming.objects.count() == (status == 200)


@pytest.mark.parametrize("at", ["1", "0", "-1", "1e9", "", "9" * 400, "１７", "17_00"])
def test_nor_does_one_of_no_time_or_of_long_ago(at: str, client: Client) -> None:
    signature = hmac.new(KEY.encode(), f"{at}{'t' * 50}".encode(), hashlib.sha256).hexdigest()
    assert by_mailgun(client, timestamp=at, signature=signature) == 400
    assert not Incoming.objects.exists()


def test_a_signed_request_of_another_sort_is_kept_once(client: Client) -> None:
    once = signed()

    def status(said: str) -> int:
        told = json.dumps({"signature": once, "said": said}), "application/json"
        answer = client.post("/mail/hooks/mailgun/mime/", *told, **AUTH)  # type: ignore[arg-type]
        return answer.status_code

    old = f"&timestamp={int(time.time())}&token=another"
    assert [status("x"), status("x"), status("y"), status(old)] == [200, 200, 400, 400]
    assert Incoming.objects.count() == 1


def test_the_null_return_path_is_known(client: Client) -> None:
    by_mailgun(client, sender="")
    assert Incoming.objects.get().return_path == ""


@pytest.mark.parametrize(
    "auth",
    [
        {"HTTP_X": ""},
        {"HTTP_AUTHORIZATION": "Basic " + b64encode(b"hook:wrong").decode()},
        {"HTTP_AUTHORIZATION": "Basic " + b64encode(b":").decode()},
        {"HTTP_AUTHORIZATION": "Basic \xff"},
        {"HTTP_AUTHORIZATION": f"Bearer {SECRET}"},
    ],
    ids=["none", "another", "empty", "no base64", "another way"],
)
def test_nobody_without_the_secret_brings_anything(auth: dict[str, str], client: Client) -> None:
    assert by_postmark(client, postmark(), **auth) == 400
    assert not Incoming.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        signed("another-key"),
        {"signature": ""},
        {"token": "another"},
        {"timestamp": "1"},
        {"token": "töken"},
        {"signature": "sïgned"},
        {"timestamp": "１"},
    ],
    ids=["another key", "none", "another token", "another time", "token", "signature", "time"],
)
def test_a_signature_that_is_not_mailguns_brings_nothing(
    told: dict[str, str], client: Client
) -> None:
    assert by_mailgun(client, **told) == 400
    assert not Incoming.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"signature": {"token": "töken", "timestamp": "1", "signature": "x"}},
        {"signature": {"token": ["t"], "timestamp": {}, "signature": ["x"]}},
        {"signature": "x"},
        ["x"],
        None,
    ],
    ids=["token", "lists", "no block", "a list", "nothing"],
)
def test_nor_does_one_that_nobody_could_sign(sent: object, client: Client) -> None:
    told = json.dumps(sent), "application/json"
    answer = client.post("/mail/hooks/mailgun/mime/", *told, **AUTH)  # type: ignore[arg-type]
    assert answer.status_code == 400
    assert not Incoming.objects.exists()


def test_without_a_secret_there_is_no_route() -> None:
    assert Client().post("/mail/hooks/postmark/", {}).status_code in (302, 404)


@pytest.mark.parametrize("path", ["sally\0@example.org", "\ud800@example.org"], ids=["NUL", "half"])
def test_a_return_path_that_no_database_takes_is_none(path: str, client: Client) -> None:
    told = postmark()
    told["Headers"][0]["Value"] = path
    assert by_postmark(client, told) == 200
    assert Incoming.objects.get().return_path is None


@pytest.mark.parametrize("sent", [b"\xff not json", b"[" * 100_000], ids=["no JSON", "too deep"])
def test_a_request_that_nobody_can_read_is_kept_for_a_person(sent: bytes, client: Client) -> None:
    answer = client.post("/mail/hooks/postmark/", sent, "application/json", **AUTH)  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert files.contents(Incoming.objects.get().sha256) == sent


_A_FILE = 'attachment-1"; filename="box.txt'


@pytest.mark.parametrize(
    ("count", "put_together"),
    [("1", True), ("2", False), ("999999999", False), ("9" * 5000, False), ("x", False)],
    ids=["as many as came", "one more", "hours of looking", "no number of ours", "none"],
)
def test_a_message_in_parts_has_no_more_files_than_came(
    count: str, put_together: bool, client: Client
) -> None:
    """Of another that says so the whole request is kept, for a person to see."""
    more: dict[str, Any] = {"attachment-count": count, "body-plain": "Late.", _A_FILE: "A box."}
    fields = mailgun(**more)
    fields |= {"message-headers": '[["Subject", "Late shelves"]]'}
    del fields["body-mime"]
    body, kind = multipart(fields)
    answer = client.post("/mail/hooks/mailgun/mime/", body, kind, **AUTH)  # type: ignore[arg-type]
    assert answer.status_code == 200
    kept = files.contents(Incoming.objects.get().sha256)
    assert (b"Subject: Late shelves" in kept, kept == body) == (put_together, not put_together)


def test_a_message_of_more_than_django_reads_is_kept(client: Client) -> None:
    large = a_mail("x" * 70 + "\n").replace(b"\n", b"\r\n") + b"y" * 4_000_000
    assert by_mailgun(client, raw=large) == 200
    assert Incoming.objects.get().size == len(large)


def test_one_that_is_too_large_is_refused_with_the_reason(client: Client) -> None:
    told = AUTH | {"CONTENT_LENGTH": str(101 * 1024 * 1024)}
    answer = client.post("/mail/hooks/postmark/", b"{}", "application/json", **told)  # type: ignore[arg-type]
    assert (answer.status_code, answer.content) == (
        413, b"A message may have 50 MB: send a smaller one.",
    )  # fmt: skip


def test_while_nothing_can_be_kept_the_provider_is_told_to_come_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*told: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("upheld.store.mail.files.keep_mail", full)
        assert by_mailgun(client) == 500
    assert by_mailgun(client) == 200
