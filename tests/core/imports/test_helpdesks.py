"""Tickets of other helpdesks: who said what, in which order, and what stays inside."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.imports import READERS, RowRefused

ZENDESK: dict[str, Any] = {
    "id": 4711,
    "created_at": "2026-03-02T09:15:00Z",
    "subject": "Shelves",
    "description": "My shelves came nine days late.",
    "status": "solved",
    "priority": "normal",
    "tags": ["delivery", "late"],
    "via": {"channel": "email"},
    "requester_id": 11,
    "requester": {"id": 11, "name": "Sally Hart", "email": "Sally@Example.org"},
    "assignee": {"id": 7, "name": "Tom Reed"},
    "ticket_form_id": 360001,
    "comments": [
        {"id": 1, "author_id": 11, "public": True, "created_at": "2026-03-02T09:15:00Z",
         "plain_body": "My shelves came nine days late.",
         "attachments": [{"file_name": "photo.jpg"}]},
        {"id": 3, "author_id": 7, "public": True, "created_at": "2026-03-03T10:00:00Z",
         "body": "We are sorry.\n"},
        {"id": 2, "author_id": 7, "public": False, "created_at": "2026-03-02T11:00:00Z",
         "body": "Difficult one, careful."},
    ],
}  # fmt: skip
FRESHDESK: dict[str, Any] = {
    "id": 88,
    "created_at": "2026-03-02T09:15:00Z",
    "subject": "Shelves",
    "description": "<div>My shelves came <b>late</b>.</div>",
    "status": 5,
    "source": 1,
    "requester_id": 11,
    "requester": {"id": 11, "name": "Sally Hart", "email": "sally@example.org"},
    "attachments": [{"name": "photo.jpg"}],
    "conversations": [
        {"id": 1, "incoming": False, "private": True, "created_at": "2026-03-02T10:00:00Z",
         "body_text": "Difficult one, careful."},
        {"id": 2, "incoming": True, "private": False, "created_at": "2026-03-03T10:00:00Z",
         "body": "<p>And now?</p>"},
    ],
}  # fmt: skip
INTERCOM: dict[str, Any] = {
    "type": "conversation",
    "id": "9001",
    "created_at": 1772442900,
    "state": "closed",
    "title": "Shelves",
    "source": {
        "type": "email", "subject": "", "body": "<p>My shelves came late.</p>",
        "author": {"type": "user", "id": "u1", "name": "Sally Hart", "email": "sally@example.org"},
    },
    "conversation_parts": {"conversation_parts": [
        {"part_type": "note", "body": "<p>Difficult one, careful.</p>", "created_at": 1772443000,
         "author": {"type": "admin", "name": "Tom Reed"}},
        {"part_type": "comment", "body": "<p>We are sorry.</p>", "created_at": 1772443100,
         "author": {"type": "admin", "name": "Tom Reed"}},
        {"part_type": "assignment", "body": None, "created_at": 1772443200,
         "author": {"type": "admin"}},
    ]},
}  # fmt: skip
ALL = {"zendesk": ZENDESK, "freshdesk": FRESHDESK, "intercom": INTERCOM}


def changed(told: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**json.loads(json.dumps(told)), **changes}


@pytest.mark.parametrize("name", ALL)
def test_a_ticket_becomes_a_complaint_with_its_customer(name: str) -> None:
    arrival = READERS[name].read(ALL[name])
    who = arrival.complaint.complainant
    assert (who.name, who.email.lower()) == ("Sally Hart", "sally@example.org")
    assert arrival.complaint.text.startswith("My shelves came")
    assert (arrival.complaint.subject, arrival.complaint.channel) == ("Shelves", "email")
    assert arrival.complaint.received_at == datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
    assert (arrival.source, arrival.key) == (name, str(ALL[name]["id"]))
    assert arrival.past


@pytest.mark.parametrize("name", ALL)
def test_what_was_internal_stays_internal(name: str) -> None:
    notes = [each for each in READERS[name].read(ALL[name]).messages if each.internal]
    assert [each.text for each in notes] == ["Difficult one, careful."]


@pytest.mark.parametrize("name", ALL)
def test_what_was_said_keeps_its_order(name: str) -> None:
    moments = [each.at for each in READERS[name].read(ALL[name]).messages]
    assert moments == sorted(moments)
    assert len(moments) >= 2


def test_the_description_of_zendesk_is_its_first_comment_and_said_once() -> None:
    messages = READERS["zendesk"].read(ZENDESK).messages
    told = [(each.text, each.author, each.by_customer, each.files) for each in messages]
    assert told == [
        ("", "Sally Hart", True, ("photo.jpg",)),
        ("Difficult one, careful.", "Tom Reed", False, ()),
        ("We are sorry.", "Tom Reed", False, ()),
    ]


def test_a_description_that_was_an_internal_note_is_not_what_the_customer_said() -> None:
    note, theirs = "Called in by Tom.", "My shelves came late."
    comments = [
        {"author_id": 7, "public": False, "created_at": "2026-03-02T09:15:00Z", "body": note},
        {"author_id": 11, "public": True, "created_at": "2026-03-02T09:20:00Z", "body": theirs},
    ]
    arrival = READERS["zendesk"].read(changed(ZENDESK, description=note, comments=comments))
    assert arrival.complaint.text == theirs
    assert [(each.text, each.internal) for each in arrival.messages] == [(note, True)]
    with pytest.raises(RowRefused, match="the customer said nothing in it"):
        READERS["zendesk"].read(changed(ZENDESK, description=note, comments=comments[:1]))


@pytest.mark.parametrize(
    ("name", "place", "mark"),
    [("zendesk", "comments", "public"), ("freshdesk", "conversations", "private")],
)
def test_what_does_not_say_that_it_is_public_is_internal(name: str, place: str, mark: str) -> None:
    told = changed(ALL[name])
    told[place][-1].pop(mark)
    said = told[place][-1].get("body", "").replace("<p>", "").replace("</p>", "").strip()
    found = {each.text: each.internal for each in READERS[name].read(told).messages}
    assert found[said]


def test_a_part_of_intercom_that_is_not_known_is_internal() -> None:
    told = changed(INTERCOM)
    told["conversation_parts"]["conversation_parts"][1]["part_type"] = "something_new"
    assert all(each.internal for each in READERS["intercom"].read(told).messages)


def test_a_conversation_that_the_firm_began_is_what_the_customer_answered() -> None:
    told = changed(INTERCOM)
    told["source"]["author"] = {"type": "admin", "name": "Tom Reed"}
    answer = {"part_type": "comment", "body": "<p>It is broken.</p>", "created_at": 1772443300,
              "author": {"type": "user", "id": "u1", "name": "Sally Hart"}}  # fmt: skip
    told["conversation_parts"]["conversation_parts"].append(answer)
    arrival = READERS["intercom"].read(told)
    assert arrival.complaint.text == "It is broken."
    assert arrival.complaint.complainant.name == "Sally Hart"
    assert arrival.messages[0].text == "My shelves came late."


@pytest.mark.parametrize(
    ("name", "change", "problem"),
    [
        ("zendesk", {"id": None}, "id: missing: export it again with this field"),
        ("zendesk", {"created_at": "soon"}, "created_at: not a date"),
        ("zendesk", {"status": "deleted"}, "status: deleted there"),
        ("zendesk", {"comments": "none"}, "comments: not a list"),
        ("freshdesk", {"status": None}, "status: missing"),
        ("freshdesk", {"spam": True}, "spam: marked as spam there"),
        ("intercom", {"created_at": 10**30}, "created_at: "),
        ("intercom", {"source": None, "conversation_parts": None}, "the customer said nothing"),
    ],
)
def test_what_is_missing_or_cannot_be_read_is_told_at_its_field(
    name: str, change: dict[str, Any], problem: str
) -> None:
    with pytest.raises(RowRefused, match=problem.split("(")[0]):
        READERS[name].read(changed(ALL[name], **change))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(ALL)), st.data())
def test_whatever_stands_in_a_field_it_is_read_or_refused(name: str, data: st.DataObject) -> None:
    told = changed(ALL[name])
    told[data.draw(st.sampled_from(sorted(told)))] = data.draw(anything)
    with suppress(RowRefused):
        assert READERS[name].read(told).key
