"""Whoever files a complaint by a form of the firm's own sends its files too, and nobody else's."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.programs import ROOT, Program, key_of
from tests.stories import NOW

from upheld.core.words import CaseState, EventKind, Scope
from upheld.store.models import Case, Event, Evidence, Person

BODY = {"text": "My shelves arrived nine days late.", "complainant": {"email": "s@example.org"}}


@pytest.fixture
def form(handler: Person) -> Program:
    """The firm's own form: everybody has its key."""
    return Program(key_of(handler, {Scope.FILE}))


def filed(form: Program, **headers: str) -> str:
    """The address at which the files of a complaint are taken."""
    answer = form.post("/cases", BODY, **headers)
    assert answer.status_code == 204
    return str(answer["Upheld-Files"])


def send(program: Program, place: str, *names: str, **headers: str) -> Any:
    given = [SimpleUploadedFile(name, name.encode()) for name in names]
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return program.client.post(place, {"file": given}, headers={**program.headers, **told})


def test_files_are_added_to_what_was_filed_and_nothing_is_read(form: Program) -> None:
    answer = send(form, filed(form), "scan.jpg", "bill.pdf")
    assert (answer.status_code, answer.content) == (204, b"")
    case = Case.objects.get()
    told = Evidence.objects.filter(case=case).values_list("filename", "kind", "text")
    assert sorted(told) == [
        ("bill.pdf", "document", "Came with the complaint."),
        ("scan.jpg", "photo", "Came with the complaint."),
    ]
    event = Event.objects.filter(case=case, kind=EventKind.EVIDENCE_ADDED).first()
    assert event is not None
    assert (bool(event.data["by_key"]), event.by) == (True, "Alice Moore")


def test_files_sent_twice_come_in_once(form: Program) -> None:
    place = filed(form, Idempotency_Key="1")
    assert filed(form, Idempotency_Key="1") == place
    again = [send(form, place, "scan.jpg", Idempotency_Key="2") for _ in range(2)]
    assert [each.status_code for each in again] == [204, 204]
    assert Evidence.objects.count() == 1


def test_another_key_adds_nothing_though_it_has_the_address(form: Program, handler: Person) -> None:
    place = filed(form)
    for scopes in ({Scope.FILE}, set(Scope)):
        assert send(Program(key_of(handler, scopes)), place, "scan.jpg").status_code == 404
    assert not Evidence.objects.exists()


def test_an_address_that_was_never_told_is_nothing(form: Program) -> None:
    """Everybody who has the form has its key: the number of a case opens nothing."""
    place, mine = filed(form), filed(form)
    assert place != mine
    case, _, rest = mine.removeprefix(f"{ROOT}/filed/").partition(":")
    of_other = place.removeprefix(f"{ROOT}/filed/").partition(":")[0]
    for told in (f"{of_other}:{rest}", case, "UP-000001", "1"):
        assert send(form, f"{ROOT}/filed/{told}/files", "scan.jpg").status_code == 404
    assert form.client.get(place, headers=form.headers).status_code == 405


def test_after_an_hour_the_address_is_nothing(form: Program) -> None:
    place = filed(form)
    with time_machine.travel(NOW + timedelta(minutes=59), tick=False):
        assert send(form, place, "scan.jpg").status_code == 204
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        assert send(form, place, "bill.pdf").status_code == 404


def test_a_complaint_has_ten_files(form: Program) -> None:
    place = filed(form)
    assert send(form, place, *(f"{number}.txt" for number in range(11))).status_code == 422
    assert send(form, place, *(f"{number}.txt" for number in range(9))).status_code == 204
    answer = send(form, place, "a.txt", "b.txt")
    assert (answer.status_code, answer.json()["detail"]) == (
        422, "a complaint has 10 files at most: send the others by mail",
    )  # fmt: skip
    assert Evidence.objects.count() == 9


def test_a_key_fills_no_disk(form: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("upheld.api.routes.filing.MOST_PIECES", 2)
    place = filed(form)
    told = [send(form, place, f"{number}.txt").status_code for number in range(3)]
    assert told == [204, 204, 429]


def test_what_is_answered_takes_no_more_files(form: Program) -> None:
    place = filed(form)
    Case.objects.update(state=CaseState.ANSWERED)
    answer = send(form, place, "scan.jpg")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:upheld:problem:conflict")
    assert "answered" not in answer.json()["detail"]
