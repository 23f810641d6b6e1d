"""Under an Idempotency-Key nothing slow is in a transaction, and nothing is done twice, wherever
the first was stopped."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import OperationalError, connections
from tests.api.programs import ROOT, Program, at, key_of
from tests.api.test_imports import MAPPING
from tests.api.test_story import good
from tests.desk.test_imports import TABLE
from tests.killing import killed_at
from tests.store.records import CARRIER, connected, scans
from tests.stories import NOW, an_allegation, an_open_case
from tests.waiting import PATIENCE, soon

from upheld.api.routes import cases
from upheld.core.words import CaseId, Scope
from upheld.steps import receive as of_receiving
from upheld.steps.link_order import link_order
from upheld.store import kept_answers
from upheld.store.models import Case, Import, KeptAnswer, Person

BODY = {"text": "My shelves arrived nine days late."}
ONCE = {"Idempotency_Key": "8e03978e-40d5-43e8-bc93-6894a57f9324"}
LATER = NOW + timedelta(minutes=11)


@pytest.fixture
def case(handler: Person) -> CaseId:
    found = an_open_case(handler)
    link_order(found, "LL-7", handler, NOW)
    return found


@pytest.fixture
def carrier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Records of the firm, in a database of its own."""
    facts = f"sources:\n{CARRIER}    seconds: 30\n"
    monkeypatch.setattr(settings, "FACTS", connected(tmp_path, facts))
    return scans(tmp_path, ("LL-7", "2026-10-24", "2026-10-15"))


@contextmanager
def kept_busy(path: Path) -> Iterator[None]:
    """Whoever asks this database waits."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        yield
        database.execute("ROLLBACK")


@pytest.mark.django_db(transaction=True)
def test_while_a_key_waits_for_the_records_of_the_firm_others_write(
    case: CaseId, carrier: Path, handler: Person
) -> None:
    key = key_of(handler)
    place = at(case, f"/allegations/{an_allegation(case, handler, facts={})}/records")
    body = {"seen": Program(key).get(place).json()["mark"], "take": []}
    answers: list[Any] = []

    def keep() -> None:
        answers.append(Program(key).post(place, body, **ONCE))
        connections.close_all()

    keeps = threading.Thread(target=keep)
    with kept_busy(carrier):
        keeps.start()
        soon(lambda: KeptAnswer.objects.filter(status=None).exists())
        again = Program(key).post(place, body, **ONCE)
        filed = Program(key).post("/cases", BODY)
        assert keeps.is_alive()
    keeps.join(PATIENCE)
    assert (again.status_code, again["Retry-After"], filed.status_code) == (409, "1", 201)
    assert [answer.status_code for answer in answers] == [200]
    assert Program(key).post(place, body, **ONCE).content == answers[0].content


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_point_it_is_done_once_and_a_repeat_says_so(handler: Person) -> None:
    program, point = Program(key_of(handler)), 1

    def file() -> Any:
        return program.post("/cases", BODY, Idempotency_Key=f"{point}")

    while killed_at(point, file):
        left = KeptAnswer.objects.filter(name=kept_answers.kept_as(f"{point}")).first()
        done = Case.objects.count() == point
        sealed = left is not None and left.status == 201
        if left is not None and not sealed:
            assert (file().status_code, file()["Retry-After"]) == (409, "1")
        with time_machine.travel(LATER, tick=False):
            again = file()
        assert again.status_code == (409 if done and not sealed else 201)
        assert Case.objects.count() == point
        point += 1
    assert point > 5


def _added(program: Program, name: str) -> Any:
    form = {"format": "mapped", "file": ContentFile(TABLE.encode(), "in.csv")}
    headers = {**program.headers, "Idempotency-Key": name}
    return program.client.post(f"{ROOT}/imports", form, headers=headers)


def _again(program: Program, name: str) -> Any:
    there = Import.objects.earliest("pk").pk
    return program.post(f"/imports/{there}/again", {"format": "mapped"}, Idempotency_Key=name)


@pytest.mark.parametrize("act", [_added, _again], ids=["added", "again"])
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_point_an_import_is_added_once_and_a_repeat_says_so(
    act: Callable[[Program, str], Any], administrator: Person
) -> None:
    """It is done with no event: the record says nothing of it yet."""
    program, point = Program(key_of(administrator, [Scope.READ, Scope.ADMIN])), 1
    _added(program, "first")
    before = Import.objects.count() - 1
    while killed_at(point, partial(act, program, f"{point}")):
        left = KeptAnswer.objects.filter(name=kept_answers.kept_as(f"{point}")).first()
        done = Import.objects.count() == before + point + 1
        sealed = left is not None and left.status == 201
        with time_machine.travel(LATER, tick=False):
            again = act(program, f"{point}")
        assert again.status_code == (409 if done and not sealed else 201), point
        assert Import.objects.count() == before + point + 1, point
        point += 1
    assert point > 5


@pytest.mark.parametrize("what", ["mapping/name", "begin", "undo"])
@pytest.mark.django_db(transaction=True)
def test_what_is_done_to_an_import_is_kept_as_done_with_it(
    what: str, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program(key_of(administrator, [Scope.READ, Scope.ADMIN]))
    place = f"/imports/{_added(program, 'first').json()['id']}"
    version = program.version(place)
    good(program.put(f"{place}/mapping", {"mapping": MAPPING}, If_Match=version))
    if what == "undo":
        Import.objects.update(state="done")
    monkeypatch.setattr(kept_answers, "keep", lambda *args: None)
    body = {"mapping/name": {"name": "Ours"}, "begin": {"dry": True}, "undo": {}}[what]
    good(program.post(f"{place}/{what}", body, **ONCE))
    assert (
        KeptAnswer.objects.get(name=kept_answers.kept_as(ONCE["Idempotency_Key"])).status
        == kept_answers.DONE
    )


def test_a_repeat_of_what_was_done_and_never_answered_is_told_so(program: Program) -> None:
    program.post("/cases", BODY, **ONCE)
    KeptAnswer.objects.update(status=kept_answers.DONE, body=b"")
    assert program.post("/cases", BODY, **ONCE).json()["type"] == "urn:upheld:problem:under-way"
    with time_machine.travel(LATER, tick=False):
        again = program.post("/cases", BODY, **ONCE)
    assert (again.status_code, again.json()["type"]) == (409, "urn:upheld:problem:answer-lost")
    assert Case.objects.count() == 1


def test_a_fault_of_ours_after_the_act_says_that_it_was_done(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(cases, "shown", broken)
    first, again = (program.post("/cases", BODY, **ONCE) for _ in range(2))
    assert (first.status_code, again.status_code) == (500, 409)
    assert "after it was done or begun" in first.json()["detail"]
    assert again.json()["type"] == "urn:upheld:problem:answer-lost"
    assert Case.objects.count() == 1


def test_an_answer_that_cannot_be_kept_is_told_all_the_same(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(kept_answers, "keep", full)
    assert program.post("/cases", BODY, **ONCE).status_code == 201
    with time_machine.travel(LATER, tick=False):
        assert program.post("/cases", BODY, **ONCE).status_code == 409
    assert Case.objects.count() == 1


def test_whoever_is_overtaken_by_a_repeat_does_nothing(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It took so long that it was taken for one that was cut off."""
    receive = of_receiving.receive

    def overtaken(*args: Any, **named: Any) -> CaseId:
        KeptAnswer.objects.update(at=LATER)
        return receive(*args, **named)

    monkeypatch.setattr(cases, "receive", overtaken)
    answer = program.post("/cases", BODY, **ONCE)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:upheld:problem:under-way")
    assert not Case.objects.exists()
    assert KeptAnswer.objects.get().status is None
