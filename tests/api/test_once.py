"""What is sent twice is done once, and who sends it again gets the answer that it had."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test.client import encode_multipart
from tests.api.programs import ROOT, Program, at, key_of
from tests.stories import NOW, a_received_case

from upheld.api.app import schema
from upheld.api.routes import cases
from upheld.api.routes.base import SCOPES
from upheld.core.words import Role, Scope
from upheld.store.models import ApiKey, Case, Evidence, KeptAnswer, Person, Team

BODY = {"text": "My shelves arrived nine days late."}
ONCE = {"Idempotency_Key": "8e03978e-40d5-43e8-bc93-6894a57f9324"}


def test_the_same_again_has_the_same_answer_and_is_not_done_again(program: Program) -> None:
    first, again = (program.post("/cases", BODY, **ONCE) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["ETag"] == first["ETag"]
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert Case.objects.count() == 1


def test_another_request_under_the_same_name_is_refused(program: Program) -> None:
    program.post("/cases", BODY, **ONCE)
    answer = program.post("/cases", {"text": "Another."}, **ONCE)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:upheld:problem:idempotency-key-reused"
    assert program.post("/owed", {"facts": {}}, **ONCE).status_code == 422
    assert Case.objects.count() == 1


def test_a_refusal_is_kept_as_an_answer_too(program: Program) -> None:
    first, again = (program.post("/cases", {"text": ""}, **ONCE) for _ in range(2))
    assert (first.status_code, again.status_code) == (422, 422)
    assert again["Content-Type"] == "application/problem+json"
    assert again.content == first.content


def test_a_name_is_of_one_key(program: Program, lead: Person) -> None:
    program.post("/cases", BODY, **ONCE)
    assert Program(key_of(lead)).post("/cases", {"text": "Other."}, **ONCE).status_code == 201


def test_a_kept_answer_is_given_to_no_key_that_may_not_ask_for_it_any_more(
    program: Program,
) -> None:
    program.post("/cases", BODY, **ONCE)
    ApiKey.objects.update(scopes=[Scope.READ])
    answer = program.post("/cases", BODY, **ONCE)
    assert (answer.status_code, answer.json()["scope"]) == (403, "file")
    assert "Idempotency-Replayed" not in answer
    ApiKey.objects.update(scopes=[Scope.READ, Scope.WRITE])
    assert program.post("/cases", BODY, **ONCE)["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("became", ["role", "team"])
def test_a_kept_answer_is_given_to_nobody_whose_role_or_team_is_another_by_now(
    became: str, lead: Person
) -> None:
    """It tells what they could see then."""
    program = Program(key_of(lead))
    program.post("/cases", BODY, **ONCE)
    to = {"role": Role.HANDLER} if became == "role" else {"team": Team.objects.create(name="A")}
    Person.objects.filter(pk=lead.pk).update(**to)
    answer = program.post("/cases", BODY, **ONCE)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:upheld:problem:idempotency-key-reused"
    assert Case.objects.count() == 1


def becomes_private(case: Case) -> None:
    board = Team.objects.create(name="Board matters", private=True)
    of_it = Person.objects.create_person("v@example.com", "Vera Holm", Role.HANDLER, "x" * 12)
    Person.objects.filter(pk=of_it.pk).update(team=board)
    Case.everything.filter(pk=case.pk).update(owner=of_it)


def test_a_kept_answer_is_given_to_nobody_who_does_not_see_its_case_any_more(
    program: Program,
) -> None:
    program.post("/cases", BODY, **ONCE)
    becomes_private(Case.objects.get())
    again = program.post("/cases", BODY, **ONCE)
    assert (again.status_code, again.json()["type"]) == (409, "urn:upheld:problem:kept-back")
    assert b"shelves" not in again.content
    assert Case.everything.count() == 1


@pytest.mark.parametrize("spelt", ["{0:06d}", "UP-{0:06d}", "up{0}", "{0}"])
def test_nor_one_to_a_request_that_names_such_a_case(
    spelt: str, program: Program, lead: Person
) -> None:
    case = a_received_case(lead)
    body = {"case": spelt.format(case), "reason": "A claim is before the county court."}
    refused = program.post("/legal-holds", body, **ONCE)
    assert (refused.status_code, program.post("/legal-holds", body, **ONCE).content) == (
        422, refused.content,
    )  # fmt: skip
    becomes_private(Case.objects.get(pk=case))
    assert program.post("/legal-holds", body, **ONCE).status_code == 409


def test_nor_one_that_names_a_customer_who_is_hidden_by_now(program: Program, lead: Person) -> None:
    row = Case.objects.get(pk=a_received_case(lead))
    body = {"customer": row.customer_id, "reason": "A claim is before the county court."}
    assert program.post("/legal-holds", body, **ONCE).status_code == 422
    becomes_private(row)
    assert program.post("/legal-holds", body, **ONCE).status_code == 409


def test_a_refusal_for_its_scope_is_no_answer_to_a_request_that_may_be_made_later(
    program: Program,
) -> None:
    ApiKey.objects.update(scopes=[Scope.READ])
    assert program.post("/cases", BODY, **ONCE).status_code == 403
    ApiKey.objects.update(scopes=[Scope.WRITE])
    assert program.post("/cases", BODY, **ONCE).status_code == 204


def test_each_operation_says_at_its_own_address_what_it_asks_of_a_key() -> None:
    """A repeat is held to it before the operation itself is asked."""
    asked = {(m.upper(), path.removeprefix(ROOT)): tuple(map(Scope, told["security"][0]["Key"]))
             for path, each in schema()["paths"].items() for m, told in each.items()}  # fmt: skip
    assert asked == SCOPES


def test_a_form_with_a_file_is_the_same_whatever_cuts_it(program: Program, lead: Person) -> None:
    place = f"{ROOT}{at(a_received_case(lead), '/evidence')}"
    headers = {**program.headers, "Idempotency-Key": "a-file"}

    def send(data: bytes, mark: str) -> Any:
        file = SimpleUploadedFile("scan.txt", data)
        form = {"kind": "record", "text": "A scan", "file": file}
        body = encode_multipart(mark, form)
        told = {**headers, "Content-Type": f"multipart/form-data; boundary={mark}"}
        return program.client.generic("POST", place, body, headers=told)

    assert [send(b"one", "aaa").status_code, send(b"one", "bbb").status_code] == [201, 201]
    assert send(b"two", "aaa").status_code == 422
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize("name", ["", "x" * 256, "a\tb", "a b", "ä"])
def test_a_name_is_plain_and_short(name: str, program: Program) -> None:
    assert program.post("/cases", BODY, Idempotency_Key=name).status_code == 400


def test_an_answer_is_kept_for_a_day(program: Program) -> None:
    program.post("/cases", BODY, **ONCE)
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        assert program.post("/cases", BODY, **ONCE).status_code == 201
    assert Case.objects.count() == 2


def test_what_was_cut_off_is_free_again_after_a_while(program: Program) -> None:
    """Killed between the claim and the act: nothing was done, and the act can still be."""
    program.post("/cases", BODY, **ONCE)
    Case.objects.all().update(source="x", source_key="x")
    KeptAnswer.objects.update(status=None)
    answer = program.post("/cases", BODY, **ONCE)
    assert (answer.status_code, answer["Retry-After"]) == (409, "1")
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        assert program.post("/cases", BODY, **ONCE).status_code == 201


def test_a_fault_of_ours_before_anything_was_done_leaves_the_name_free(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(cases, "receive", broken)
        assert program.post("/cases", BODY, **ONCE).status_code == 500
    assert Case.objects.count() == 0
    assert program.post("/cases", BODY, **ONCE).status_code == 201


def at_once(count: int, act: Any) -> list[Any]:
    """The answers of so many threads that begin together."""
    ready, answers = threading.Barrier(count), []

    def run() -> None:
        ready.wait()
        try:
            answers.append(act())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_the_same_from_many_at_once_is_done_once(handler: Person) -> None:
    key = key_of(handler)
    answers = at_once(8, lambda: Program(key).post("/cases", BODY, **ONCE))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert any(answer.status_code == 201 for answer in answers)
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_read_the_same_version_one_writes(handler: Person) -> None:
    key, case = key_of(handler), a_received_case(handler)
    version = Program(key).version(at(case))
    body = {"owner": handler.pk}
    answers = at_once(8, lambda: Program(key).put(at(case, "/owner"), body, If_Match=version))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
