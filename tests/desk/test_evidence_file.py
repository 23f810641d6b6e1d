"""A file of evidence comes in with its note and goes out as a download and nothing else."""

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import stories
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.core.words import CaseId
from upheld.store.models import Evidence, Person

PAGE = b"<script>alert(document.cookie)</script>"


def upload(client: Client, by: Person, name: str = "note.html", contents: bytes = PAGE) -> CaseId:
    case = stories.an_open_case(by)
    allegation = stories.an_allegation(case, by)
    file = SimpleUploadedFile(name, contents, "text/html")
    told = {"kind": "photo", "text": "The box is crushed", "relied_on_by": "days_late"}
    told |= {"with_whom": "the driver", "happened_at": "2026-11-01T10:00"}
    client.post(f"{page_of(case)}allegations/{allegation}/evidence/", {**told, "file": file})
    return case


def address_of(case: CaseId) -> str:
    return f"{page_of(case)}evidence/{Evidence.objects.get().pk}/file/"


def test_it_works(alice: Client, handler: Person) -> None:
    case = upload(alice, handler)
    page = text(alice.get(page_of(case)))
    sha256 = Evidence.objects.get().sha256
    told = f"Sun 1 Nov 2026, 10:00, 39 bytes, SHA-256 {sha256[:12]} . Added by Alice Moore"
    assert "note.html Photo with the driver" in page
    assert told in page.replace("\xa0", " ")
    assert "Added by Alice Moore, Mon 2 Nov 2026. Days late rests on it." in page
    response = alice.get(address_of(case))
    assert b"".join(response.streaming_content) == PAGE  # type: ignore[attr-defined]


@pytest.mark.pain("12")
def test_it_is_saved_and_never_shown(alice: Client, handler: Person) -> None:
    response = alice.get(address_of(upload(alice, handler)))
    assert response["Content-Disposition"] == 'attachment; filename="note.html"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.pain("16")
def test_a_name_cannot_reach_out(alice: Client, handler: Person) -> None:
    case = upload(alice, handler, name='..\\..\\ünïcode\u202e "x".exe')
    assert Evidence.objects.get().filename == "ünïcode x .exe"
    assert "\n" not in alice.get(address_of(case))["Content-Disposition"]


def test_an_empty_file_says_so(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    allegation = stories.an_allegation(case, handler)
    told = {"kind": "photo", "text": "A photo", "file": SimpleUploadedFile("photo.png", b"")}
    response = alice.post(f"{page_of(case)}allegations/{allegation}/evidence/", told)
    assert response.status_code == 422
    assert "Photo.png is empty: choose the file again." in text(response)
    assert not Evidence.objects.exists()


def test_a_file_that_is_too_large_is_let_go_and_what_was_typed_stays(
    alice: Client, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LARGEST_FILE", 1024 * 1024)
    case = stories.an_open_case(handler)
    allegation = stories.an_allegation(case, handler)
    film = SimpleUploadedFile("film.mp4", b"x" * (2 * 1024 * 1024))
    told = {"kind": "photo", "text": "The whole unpacking", "file": film}
    response = alice.post(f"{page_of(case)}allegations/{allegation}/evidence/", told)
    assert response.status_code == 422
    assert "The file is larger than 1 MB" in text(response)
    assert b"The whole unpacking</textarea>" in response.content
    assert not Evidence.objects.exists()
    assert not default_storage.exists("film.mp4")


@pytest.mark.pain("18")
def test_it_is_of_its_case_alone(alice: Client, handler: Person) -> None:
    upload(alice, handler)
    other = stories.an_open_case(handler)
    assert alice.get(address_of(other)).status_code == 404


def test_a_file_that_was_changed_is_not_given_out(alice: Client, handler: Person) -> None:
    case = upload(alice, handler)
    sha256 = Evidence.objects.get().sha256
    with open(default_storage.path(f"{sha256[:2]}/{sha256}"), "wb") as file:
        file.write(b"something else")
    assert alice.get(address_of(case)).status_code == 404


def test_an_auditor_may_read_it(
    alice: Client, signed_in: SignIn, auditor: Person, handler: Person
) -> None:
    case = upload(alice, handler)
    assert signed_in(auditor).get(address_of(case)).status_code == 200


def test_a_stranger_is_asked_to_sign_in(alice: Client, client: Client, handler: Person) -> None:
    assert client.get(address_of(upload(alice, handler))).status_code == 302


def test_files_cost_the_page_no_statement(alice: Client, handler: Person) -> None:
    bare = stories.an_open_case(handler)
    stories.an_allegation(bare, handler)
    with CaptureQueriesContext(connection) as without:
        alice.get(page_of(bare))
    case = upload(alice, handler)
    with CaptureQueriesContext(connection) as with_files:
        alice.get(page_of(case))
    assert len(with_files) == len(without) <= 15
