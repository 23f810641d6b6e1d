"""A program takes a complaint through its whole story, as a person does in the desk."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.programs import ROOT, Program
from tests.store.test_form_parts import PARTS, a_file, form
from tests.stories import SHELVES_LATE

COMPLAINT = {
    "text": "My shelves arrived nine days late and nobody told me.",
    "complainant": {"name": "Sally Hart", "email": "Sally@Example.org"},
    "received_at": "2026-11-02T09:00:00Z",
}


def good(response: Any) -> Any:
    assert response.status_code < 300, response.content
    return response.json()


def with_an_allegation(program: Program, place: str) -> int:
    said = {"kind": "late", "statement": "Nine days late.", "facts": dict(SHELVES_LATE)}
    case = good(program.post(f"{place}/allegations", said))
    return int(case["allegations"][0]["id"])


def test_a_complaint_from_its_receipt_to_its_end(program: Program) -> None:
    case = good(program.post("/cases", COMPLAINT))
    place = f"/cases/{case['reference']}"
    assert (case["state"], case["subject"]) == ("received", COMPLAINT["text"])
    assert case["clocks"][0]["due"].endswith("Z")

    letter = good(program.get(f"{place}/letters/draft?kind=acknowledgement"))
    assert letter["problems"] == []
    sent = {name: letter[name] for name in ("kind", "subject", "body")}
    assert good(program.post(f"{place}/letters", sent))["state"] == "acknowledged"

    allegation = with_an_allegation(program, place)
    finding = {"result": "substantiated", "because": "The carrier's record shows nine days."}
    of = f"{place}/allegations/{allegation}"
    good(program.put(f"{of}/finding", finding, If_Match=program.version(place)))

    outlook = good(program.get(f"{place}/outlook"))
    assert (outlook["decision"]["outcome"], outlook["questions"]) == ("upheld", [])
    decision = good(program.post(f"{place}/decisions"))
    assert decision["owed"] == {"amount": "12.50", "currency": "GBP"}
    assert good(program.get(f"{place}/decisions/{decision['id']}"))["outcome"] == "upheld"
    why = good(program.get(f"{place}/decisions/{decision['id']}/explanation"))
    assert {each["table"] for each in why["asked"]} >= {"finding", "entitlement", "stance"}
    law = good(program.get(f"{place}/decisions/{decision['id']}/law"))
    assert {each["allegation"] for each in law} == {f"a{allegation}"}

    letter = good(program.get(f"{place}/letters/draft"))
    sent = {**{name: letter[name] for name in ("kind", "subject", "body", "decision")}}
    assert good(program.post(f"{place}/letters", sent))["state"] == "answered"
    good(program.post(f"{place}/acceptance", {"accepted": True, "words": "Thank you."}))
    early = program.post(f"{place}/closure", {"cause": "carrier_delay"})
    assert "we still have to keep what we promised" in early.json()["detail"]
    for promise in good(program.get(place))["promises"]:
        kept = {"kept": True, "note": "Paid, receipt 7."}
        good(program.post(f"{place}/promises/{promise['id']}/settling", kept))
    closed = good(program.post(f"{place}/closure", {"cause": "carrier_delay"}))
    assert (closed["state"], closed["closings"][0]["resolved"]) == ("closed", True)
    record = good(program.get(f"{place}/events"))
    assert [event["kind"] for event in record["items"]][-1] == "closed"


def test_a_file_is_kept_whose_name_is_not_utf8(program: Program) -> None:
    place = f"/cases/{good(program.post('/cases', COMPLAINT))['reference']}"
    fields = [
        f"Content-Disposition: form-data; name={name}\r\n\r\n{value}".encode()
        for name, value in (("kind", "photo"), ("text", "The label"))
    ]
    body = form(*fields, a_file("Kühl.jpg".encode("latin-1"), field=b"file"))
    told = good(
        program.client.post(f"{ROOT}{place}/evidence", body, PARTS, headers=program.headers)
    )
    assert told["evidence"][0]["filename"] == "Kühl.jpg"


def test_evidence_comes_with_its_file_and_leaves_as_a_download(program: Program) -> None:
    case = good(program.post("/cases", COMPLAINT))
    place = f"/cases/{case['reference']}"
    file = SimpleUploadedFile("../scan<b>.svg", b"<svg onload='x()'/>", "image/svg+xml")
    form = {"kind": "photo", "text": "The label", "file": file}
    told = good(program.client.post(f"{ROOT}{place}/evidence", form, headers=program.headers))
    kept = told["evidence"][0]
    assert (kept["filename"], kept["size"]) == ("scan b .svg", 19)
    given = program.get(f"{place}/evidence/{kept['id']}/file")
    assert b"".join(given.streaming_content) == b"<svg onload='x()'/>"
    assert given["Content-Type"] == "application/octet-stream"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Content-Disposition"].startswith("attachment")
    head = program.ask("HEAD", f"{place}/evidence/{kept['id']}/file")
    assert (head.status_code, head["Content-Length"], head.getvalue()) == (200, "19", b"")
