"""Every error is a problem: what it is, what to do and where, and never what broke inside."""

from typing import Any

import pytest
from tests.api.programs import ROOT, Program, at, key_of
from tests.own_policies import Edit
from tests.stories import a_closed_case, a_decided_case, a_received_case, an_investigated_case

from upheld.api.app import schema
from upheld.api.routes import cases
from upheld.store.models import Case, Person


def problem(answer: Any, status: int, kind: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert (told["status"], told["type"]) == (status, f"urn:upheld:problem:{kind}")
    assert told["title"]
    assert told["detail"]
    return told


@pytest.mark.parametrize("path", ["/", "/nothing", "/cases/", "/cases/1", "/openapi.json/"])
def test_an_address_that_is_not_there(path: str, program: Program) -> None:
    answer = program.get(path)
    assert answer.status_code in (404, 422)
    assert answer["Content-Type"] == "application/problem+json"


def test_a_method_that_is_not_answered_says_which_are(program: Program) -> None:
    answer = program.ask("DELETE", "/cases")
    problem(answer, 405, "method")
    assert set(answer["Allow"].split(", ")) == {"GET", "POST"}


def test_a_form_where_json_is_taken_says_which_of_the_two_to_send(
    program: Program, handler: Person
) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nlate\r\n--b--\r\n'
    answer = program.client.generic(
        "POST", "/api/v1/cases", body, "multipart/form-data; boundary=b", headers=program.headers
    )
    assert "application/json" in problem(answer, 415, "media-type")["detail"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_everything_of_a_case_is_read_without_a_transaction_around_it(handler: Person) -> None:
    """PostgreSQL lets nothing be held outside of one; SQLite does, and so does a test's own."""
    program, place = Program(key_of(handler)), at(a_received_case(handler))
    told = {path.partition("{case}")[2] for path in schema()["paths"] if "/cases/{case}" in path}
    asked = {each: program.get(f"{place}{each}") for each in told if "{" not in each}
    assert {each for each, answer in asked.items() if answer.status_code >= 500} == set()
    assert asked["/theirs"].status_code == 200


def test_head_is_answered_as_get_without_what_it_holds(program: Program, handler: Person) -> None:
    place = at(a_received_case(handler))
    got, head = program.get(place), program.ask("HEAD", place)
    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Length"]) == (got["ETag"], str(len(got.content)))
    assert program.ask("HEAD", "/cases/UP-999999").status_code == 404


def test_each_field_that_is_amiss_is_pointed_at(program: Program) -> None:
    body = {"text": "", "complainant": {"email": 7}, "chanel": "web"}
    told = problem(program.post("/cases", body), 422, "invalid")
    pointers = {each["pointer"] for each in told["errors"]}
    assert pointers == {"/text", "/complainant/email", "/chanel"}


def test_a_parameter_that_is_amiss_is_named(program: Program) -> None:
    told = problem(program.get("/cases?limit=0"), 422, "invalid")
    assert [(each["in"], each["parameter"]) for each in told["errors"]] == [("query", "limit")]


def test_of_many_things_to_mend_the_first_hundred_are_told(program: Program) -> None:
    """A body may be amiss in each of its signs, and its answer was three times as large."""
    answer = program.post("/cases", {str(number): number for number in range(10_000)})
    told = problem(answer, 422, "invalid")
    assert len(told["errors"]) == 100
    assert "9,901 more" in told["detail"]  # and one for the text that is missing
    assert len(answer.content) < 10_000


def test_a_body_that_is_no_json(program: Program) -> None:
    headers = {**program.headers, "Content-Type": "application/json"}
    answer = program.client.generic("POST", "/api/v1/cases", "{", headers=headers)
    problem(answer, 400, "unreadable")


def test_what_the_house_refuses_says_what_to_mend(program: Program, handler: Person) -> None:
    body = {"text": "Late.", "received_at": "2027-01-01T00:00:00Z"}
    told = problem(program.post("/cases", body), 422, "to-mend")
    assert told["detail"].endswith("which is in the future: mend the date")


def test_a_letter_that_may_not_leave_says_which_sentence(program: Program, lead: Person) -> None:
    case = a_received_case(lead)
    body = {"kind": "acknowledgement", "subject": "Hello", "body": "We will refund you in full."}
    told = problem(program.post(at(case, "/letters"), body), 422, "to-mend")
    assert any(each["sentence"].startswith("We will refund") for each in told["errors"])
    assert {each["severity"] for each in told["errors"]} >= {"block"}


def test_a_step_out_of_its_time_is_a_conflict(program: Program, handler: Person) -> None:
    case = a_closed_case(handler)
    told = problem(program.post(at(case, "/decisions")), 409, "conflict")
    assert "a case that is closed" in told["detail"]


def test_a_slip_in_the_laws_of_the_firm_is_told_with_its_line_and_decides_nothing(
    program: Program, handler: Person, edited: Edit
) -> None:
    case = an_investigated_case(handler)
    edited("standard/laws.yaml", "[uk-cra]", "[uk-car]")
    told = problem(program.post(at(case, "/decisions")), 422, "to-mend")
    assert told["detail"].startswith("standard/laws.yaml, line 3: uk-car is no law here")
    assert program.get(at(case)).json()["state"] == "investigating"


def test_a_fault_of_ours_tells_nothing_of_its_inside(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("the secret is 7")

    monkeypatch.setattr(cases, "search", broken)
    answer = program.get("/cases")
    told = problem(answer, 500, "fault")
    assert b"secret" not in answer.content
    assert b"Traceback" not in answer.content
    assert "nothing was done" in told["detail"]


@pytest.mark.pain("23")
def test_what_is_anothers_is_told_as_what_is_not_there(program: Program, handler: Person) -> None:
    one = a_decided_case(handler)
    other = a_decided_case(handler, email="bob@example.org", name="Bob Lane")
    theirs = program.get(at(other)).json()
    missing = program.get("/cases/UP-999999")
    problem(missing, 404, "not-found")
    for path in (
        f"/decisions/{theirs['decisions'][0]['id']}",
        f"/decisions/{theirs['decisions'][0]['id']}/explanation",
        f"/evidence/{theirs['evidence'][0]['id']}/file",
    ):
        assert program.get(at(one, path)).content == missing.content
    body = {"result": "partly", "because": "So."}
    foreign = at(one, f"/allegations/{theirs['allegations'][0]['id']}/finding")
    answer = program.put(foreign, body, If_Match="*")
    assert answer.content == missing.content
    assert b"Bob" not in answer.content


@pytest.mark.pain("24")
def test_evidence_is_not_tied_to_anothers_allegation(program: Program, handler: Person) -> None:
    """Create by reference to a foreign id."""
    one, other = a_decided_case(handler), a_decided_case(handler, email="bob@example.org")
    foreign = program.get(at(other)).json()["allegations"][0]["id"]
    form = {"kind": "record", "text": "A scan", "allegation": foreign}
    path = f"/api/v1{at(one, '/evidence')}"
    assert program.client.post(path, form, headers=program.headers).status_code == 404
    assert len(program.get(at(one)).json()["evidence"]) == 1


@pytest.mark.parametrize(
    "query",
    ["sort=customer__email", "customer__email=x", "state=closed' OR 1=1 --", "q=%00", "owner=-1"],
)
@pytest.mark.pain("22")
def test_a_filter_is_no_way_to_ask_of_other_tables(query: str, program: Program) -> None:
    answer = program.get(f"/cases?{query}")
    assert answer.status_code in (200, 422)
    if answer.status_code == 200:
        assert answer.json() == program.get("/cases").json()


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_beyond_the_calendar_is_refused(moment: str, program: Program) -> None:
    told = problem(program.get(f"/cases?due_before={moment}"), 422, "invalid")
    assert told["errors"][0]["parameter"] == "due_before"


@pytest.mark.pain("26")
def test_an_empty_address_is_nobodys(program: Program, handler: Person) -> None:
    a_received_case(handler, email="")
    assert program.get("/customers?email=").status_code == 422


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_what_no_database_keeps_is_refused(text: str, program: Program) -> None:
    problem(program.post("/cases", {"text": text}), 422, "invalid")


def test_nor_is_it_looked_for(program: Program) -> None:
    problem(program.get("/customers?email=a%00b"), 422, "invalid")


@pytest.mark.parametrize(
    "body",
    [
        '{"text": "Late.", "text": "Nothing."}',
        '{"text": "Late.", "complainant": {"name": "Ann", "text": "a", "text": "b"}}',
    ],
)
def test_what_stands_in_a_body_twice_is_refused_by_its_name(body: str, handler: Person) -> None:
    """Of two that differ one was meant, and nobody knows which."""
    program = Program(key_of(handler))
    answer = program.client.post(f"{ROOT}/cases", body, "application/json", headers=program.headers)
    problem(answer, 400, "unreadable")
    assert answer.json()["detail"] == "'text' stands twice in one object: say it once"
    assert not Case.objects.exists()
