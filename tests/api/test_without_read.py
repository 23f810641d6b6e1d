"""A key without `read` does what its scopes say, and is told nothing that stands in a record."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests import stories
from tests.api.programs import Program, at, key_of
from tests.project.test_schemathesis import a_firm

from upheld.api.app import ROOT, schema
from upheld.core.words import CaseId, Scope
from upheld.store.models import ApiKey, Case, Customer, KeptAnswer, Person

PLANTED = "quetzal"
WRITES = frozenset(Scope) - {Scope.READ}
ONCE = {"Idempotency_Key": "8e03978e-40d5-43e8-bc93-6894a57f9324"}


def planted(case: CaseId) -> Case:
    """A case, and its customer, each of whose words is one that nobody sends."""
    row = Case.objects.get(pk=case)
    Case.objects.filter(pk=case).update(subject=PLANTED, text=PLANTED, demand=PLANTED)
    told = {"name": PLANTED, "email": f"{PLANTED}@example.org", "phone": PLANTED}
    Customer.objects.filter(pk=row.customer_id).update(**told, vulnerable=True)
    return row


def least(told: dict[str, Any]) -> Any:
    """The least that fits this schema."""
    if "$ref" in told:
        return least(schema()["components"]["schemas"][told["$ref"].rsplit("/", 1)[1]])
    for several in ("anyOf", "allOf", "oneOf"):
        if several in told:
            return least(told[several][0])
    if "enum" in told or "const" in told:
        return told.get("const") or told["enum"][0]
    match told.get("type"):
        case "object":
            needed = told.get("required", ())
            return {name: least(told["properties"][name]) for name in needed}
        case "array":
            return [least(told["items"])] * told.get("minItems", 0)
        case "integer" | "number":
            return int(told.get("minimum", 1))
        case "boolean":
            return False
    day = {"date": "2026-11-02", "date-time": "2026-11-02T09:00:00Z"}
    return day.get(told.get("format", ""), "x" * max(1, told.get("minLength", 1)))


def writes(numbers: dict[str, Any]) -> Iterator[tuple[str, str, str, Any]]:
    """Each operation that writes: its name, method and address, and the least that it takes."""
    for path, methods in schema()["paths"].items():
        for name, number in numbers.items():
            path = path.replace("{" + name.removeprefix("path.") + "}", str(number))
        for method, each in methods.items():
            if method != "get":
                body = each.get("requestBody", {}).get("content", {})
                sent: Any = (
                    least(body["application/json"]["schema"]) if "application/json" in body else {}
                )
                yield each["operationId"], method.upper(), path.removeprefix(ROOT), sent


def test_no_operation_that_writes_tells_a_word_of_a_case_or_a_customer(lead: Person) -> None:
    numbers = dict(a_firm(lead))
    planted(CaseId(int(numbers["path.case"].removeprefix("UP-"))))
    program = Program(key_of(lead, WRITES))
    done = set()
    for name, method, place, body in writes(numbers):
        bodies: tuple[Any, ...] = ({}, body)
        for sent in bodies:
            answer = program.ask(method, place, sent, If_Match="*")
            assert PLANTED.encode() not in answer.content, (name, answer.content)
            assert (answer.status_code == 204) is (answer.status_code < 300), name
            assert answer.status_code < 500, name
            if answer.status_code == 204:
                assert answer.content == b""
                done.add(name)
    assert {
        "receive_complaint",
        "write_customer",
        "mend_words",
        "write_topic",
        "pause_case",
    } <= done
    assert len(done) > 40, sorted(done)


def test_what_was_made_is_named_and_has_its_version(handler: Person) -> None:
    program = Program(key_of(handler, {Scope.WRITE}))
    answer = program.post("/cases", {"text": "Late."})
    case = Case.objects.get()
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Location"] == f"/api/v1/cases/{case.reference}"
    changed = program.patch(
        at(CaseId(case.pk)), {"subject": "Shelves, late"}, If_Match=answer["ETag"]
    )
    assert changed.status_code == 204
    case.refresh_from_db()
    assert case.subject == "Shelves, late"


def test_a_decision_a_draft_and_a_root_cause_are_named_by_their_addresses(lead: Person) -> None:
    stories.a_closed_case(lead)
    writes, reads = Program(key_of(lead, WRITES)), Program(key_of(lead))
    gathered = [{"about": "cause", "key": "carrier_delay"}]
    for path, body in (
        (at(stories.an_investigated_case(lead), "/decisions"), None),
        ("/policies/drafts", {"valid_from": "2027-01-01", "note": "More"}),
        ("/root-causes", {"label": "One carrier", "owner": lead.pk, "evidence": gathered}),
    ):
        answer = writes.post(path, body)
        assert (answer.status_code, answer.content) == (204, b""), path
        assert reads.get(answer["Location"].removeprefix(ROOT)).status_code == 200


def test_filing_tells_nobody_who_is_a_customer(handler: Person) -> None:
    """Nor by the versions: one act is one number of the record, whoever complains."""
    known = planted(stories.a_received_case(handler)).customer
    known.refresh_from_db()
    program = Program(key_of(handler, {Scope.WRITE}))
    marks = [
        int(
            program.post("/cases", {"text": "Late.", "complainant": {"email": email}})["ETag"][1:-1]
        )
        for email in ("a@example.org", known.email, "b@example.org")
    ]
    assert [mark - marks[0] for mark in marks] == [0, 1, 2]


def test_a_refusal_says_no_more_of_a_record_than_that_it_is_one(handler: Person) -> None:
    case, other = planted(stories.a_received_case(handler)), stories.a_received_case(handler)
    Case.objects.filter(pk=other).update(customer=Customer.objects.create(name="Sally"))
    program = Program(key_of(handler, {Scope.WRITE}))
    told = program.post(at(other, "/merging"), {"into": case.reference, "why": "One matter"})
    assert (told.status_code, told.json()["type"]) == (409, "urn:upheld:problem:conflict")
    assert told.json()["detail"].endswith("a key with the scope read is told why")
    reads = Program(key_of(handler, {Scope.WRITE, Scope.READ}))
    told = reads.post(at(other, "/merging"), {"into": case.reference, "why": "One matter"})
    assert f"and {case.reference} of {PLANTED}" in told.json()["detail"]


def test_a_refusal_of_what_was_sent_says_what_to_mend(handler: Person) -> None:
    sent = {"text": "Late.", "complainant": {"email": "sally"}}
    told = Program(key_of(handler, {Scope.WRITE})).post("/cases", sent)
    assert (told.status_code, "'sally' is no e-mail address" in told.json()["detail"]) == (
        422,
        True,
    )


def test_what_is_kept_for_a_repeat_is_what_the_key_was_told(handler: Person) -> None:
    program = Program(key_of(handler, {Scope.WRITE}))
    first, again = (program.post("/cases", {"text": PLANTED}, **ONCE) for _ in range(2))
    assert (again.status_code, again.content) == (204, b"")
    assert again["Idempotency-Replayed"] == "true"
    assert (again["Location"], again["ETag"]) == (first["Location"], first["ETag"])
    assert bytes(KeptAnswer.objects.get().body) == b""


def test_a_kept_answer_is_given_to_no_key_that_no_longer_reads(handler: Person) -> None:
    program = Program(key_of(handler))
    program.post("/cases", {"text": PLANTED}, **ONCE)
    ApiKey.objects.update(scopes=[Scope.WRITE])
    answer = program.post("/cases", {"text": PLANTED}, **ONCE)
    assert answer.status_code == 422
    assert PLANTED.encode() not in answer.content


def test_every_operation_that_writes_says_in_the_document_what_such_a_key_is_told() -> None:
    told = [each for path in schema()["paths"].values() for m, each in path.items() if m != "get"]
    for each in told:
        assert "read" in each["security"][0]["Key"] or 204 in each["responses"], each["operationId"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/calendar", None),
        ("/webhooks", {"url": "https://example.org/hook", "kinds": ["received"]}),
        ("/erasures/look", {"case": "UP-000001"}),
        ("/customers/1/data", None),
    ],
)
def test_what_is_asked_for_its_answer_needs_the_scope_read_too(
    path: str, body: Any, lead: Person
) -> None:
    """Else a calendar would be renewed, or all that is held handed over, and nobody told."""
    answer = Program(key_of(lead, WRITES)).post(path, body)
    assert (answer.status_code, answer.json()["scope"]) == (403, "read")
