"""What a program was answered in the day before an erasure is told nobody any more, and is done
once all the same."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from tests.api.programs import Program, key_of
from tests.erasure.test_erase import erased
from tests.security.test_n_secret_changed import BEFORE, CHANGED
from tests.stories import NOW, a_closed_case

from upheld.api import once
from upheld.api.routes import cases
from upheld.jobs import erasing
from upheld.steps import erase
from upheld.store import kept_answers
from upheld.store import models as rows
from upheld.store.models import KeptAnswer, Person

NAME, SAID = "Zoë Ängström", "hobnobbery"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def customer(handler: Person) -> int:
    case = a_closed_case(handler, name=NAME, email="zoe@quixwold.example")
    return rows.Case.objects.get(pk=case).customer_id


@pytest.fixture
def leads(lead: Person) -> Program:
    return Program(key_of(lead))


def kept() -> list[tuple[int | None, bytes]]:
    return [(row.status, bytes(row.body)) for row in KeptAnswer.objects.order_by("pk")]


def test_every_answer_goes_with_an_erasure_whatever_it_says_and_nothing_is_done_twice(
    customer: int, leads: Program, lead: Person, administrator: Person
) -> None:
    way = f"/customers/{customer}/ways-tried"
    body = {"way": "price", "tried_on": "2026-11-01", "what": SAID, "came_of_it": SAID}
    complaint = {"text": "Of somebody else: my lamp flickers."}
    assert leads.post(way, body, Idempotency_Key="1").status_code in (200, 201)
    assert leads.post("/cases", complaint, Idempotency_Key="2").status_code == 201
    assert all(held for _, held in kept())
    dry = erase.look(customer, None, lead, NOW).plan.counts
    row = erased(customer, lead, administrator)
    assert (dry["KeptAnswer"], row.rows["KeptAnswer"]) == (2, 2)
    assert kept() == [(kept_answers.GONE, b"")] * 2
    assert not any(row.headers for row in KeptAnswer.objects.all())
    again = leads.post("/cases", complaint, Idempotency_Key="2")
    assert (again.status_code, again.json()["type"]) == (409, "urn:upheld:problem:answer-erased")
    assert rows.Case.objects.count() == 2
    assert "KeptAnswer" not in erase.look(None, a_closed_case(lead), lead, NOW).plan.counts


@pytest.mark.parametrize("name", ["order-of-zoe@quixwold.example", "Zoe-Angstrom"])
def test_the_name_of_a_request_may_name_somebody_and_stands_nowhere(
    name: str, leads: Program
) -> None:
    complaint = {"text": "My lamp flickers."}
    first, again = (leads.post("/cases", complaint, Idempotency_Key=name) for _ in range(2))
    assert (first.status_code, again["Idempotency-Replayed"]) == (201, "true")
    (row,) = KeptAnswer.objects.all()
    assert name not in row.name
    assert sha256(name.encode()).hexdigest() != row.name, "nor can a guess at it be tried"


def test_a_repeat_is_known_while_the_secret_of_the_firm_is_changed(lead: Person) -> None:
    complaint = {"text": "My lamp flickers."}
    with BEFORE:
        leads = Program(key_of(lead))
        first = leads.post("/cases", complaint, Idempotency_Key="1")
    with CHANGED:
        again, another = (leads.post("/cases", complaint, Idempotency_Key=n) for n in "12")
    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
    assert (another.status_code, rows.Case.objects.count()) == (201, 2)


def test_a_program_that_erases_reads_its_own_answer_again(
    customer: int, leads: Program, administrator: Person
) -> None:
    asked = {"customer": customer, "why": "request"}
    proposed = leads.post("/erasures", asked, Idempotency_Key="1").json()["id"]
    approves = Program(key_of(administrator))
    with time_machine.travel(NOW + timedelta(seconds=9), tick=False):
        first, again = (
            approves.post(f"/erasures/{proposed}/approval", Idempotency_Key="1") for _ in range(2)
        )
    assert (first.status_code, again.status_code) == (200, 200)
    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
    assert leads.post("/erasures", asked, Idempotency_Key="1").status_code == 409


def test_a_file_is_kept_in_no_answer_and_a_new_key_gives_it_anew(
    customer: int, leads: Program
) -> None:
    data = f"/customers/{customer}/data"
    first = leads.post(data, Idempotency_Key="1")
    assert ZipFile(BytesIO(first.content)).namelist()
    again = leads.post(data, Idempotency_Key="1")
    assert (again.status_code, again.json()["type"]) == (409, "urn:upheld:problem:not-kept")
    assert leads.post(data, Idempotency_Key="2").status_code == 200
    assert not any(b"PK" in body or len(body) > 1_000 for _, body in kept())


def test_an_answer_that_is_long_is_not_kept(
    leads: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "_LARGEST", 5_000)
    said = {"text": SAID * 500}
    first, again = (leads.post("/cases", said, Idempotency_Key="1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 409)
    assert again.json()["type"] == "urn:upheld:problem:not-kept"
    assert again["Location"] == first["Location"]
    assert [len(body) < 1_000 for _, body in kept()] == [True]
    assert rows.Case.objects.count() == 1


def test_after_a_day_the_jobs_let_an_answer_go_though_no_program_asks_anything(
    leads: Program,
) -> None:
    leads.post("/cases", {"text": "My lamp flickers."}, Idempotency_Key="1")
    last = erasing.sweep(NOW, None)
    erasing.sweep(NOW + timedelta(hours=24), last)
    assert kept()
    erasing.sweep(NOW + timedelta(hours=24, seconds=2), NOW + timedelta(hours=24))
    assert not kept()


def test_what_is_being_answered_when_somebody_is_erased_is_not_kept(
    leads: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = cases.shown

    def after_an_erasure(*told: Any) -> Any:
        kept_answers.take_away(NOW + timedelta(seconds=1))
        return shown(*told)

    monkeypatch.setattr(cases, "shown", after_an_erasure)
    answer = leads.post("/cases", {"text": SAID}, Idempotency_Key="1")
    assert (answer.status_code, answer.json()["text"]) == (201, SAID)
    assert kept() == [(kept_answers.GONE, b"")]
