"""A program brings a file in: it is looked at, its mapping mended, tried, begun and undone."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.programs import ROOT, Program
from tests.api.test_story import good
from tests.core.imports.test_helpdesks import ZENDESK
from tests.desk.test_imports import TABLE
from tests.stories import NOW

from upheld.jobs import importing
from upheld.store.models import Case, Customer, Import, Person

MAPPING: dict[str, Any] = {
    "source": "old desk",
    "zone": "Europe/London",
    "delimiter": ";",
    "fields": {
        "key": "Ticket",
        "text": "What happened",
        "email": "Mail",
        "received": {"column": "When", "format": "%d/%m/%Y %H:%M"},
    },
}


def brought(program: Program, text: str = TABLE, **told: str) -> Any:
    file = SimpleUploadedFile("tickets.csv", text.encode())
    sent = {"file": file, **told}
    return program.client.post(f"{ROOT}/imports", sent, headers=program.headers)


@pytest.fixture
def place(leads: Program) -> str:
    """An import with its mapping mended."""
    told = good(brought(leads))
    place = f"/imports/{told['id']}"
    good(leads.put(f"{place}/mapping", {"mapping": MAPPING}, If_Match=told["version"]))
    return place


def ran(program: Program, place: str, **told: bool) -> Any:
    good(program.post(f"{place}/begin", told))
    importing.sweep(NOW)
    return good(program.get(place))


def test_a_file_is_looked_at_before_anything_is_written(leads: Program) -> None:
    told = good(brought(leads))
    assert told["columns"]["Ticket"] == ["7", "8", "9"]
    assert (told["state"], Case.objects.count()) == ("draft", 0)


def test_the_first_rows_are_shown_as_they_would_come_in(leads: Program, place: str) -> None:
    first, _, third = good(leads.get(f"{place}/preview"))
    assert first["arrival"]["received_at"] == "2026-05-07T13:30:00Z"
    assert third["arrival"] is None
    assert third["problems"][0]["column"] == "When"


def test_an_export_of_a_helpdesk_is_looked_at_and_what_it_lacks_is_given_back(
    leads: Program,
) -> None:
    told = good(brought(leads, json.dumps([ZENDESK, {"id": 5}]), format="zendesk"))
    place = f"/imports/{told['id']}"
    first, second = good(leads.get(f"{place}/preview"))
    assert (first["arrival"]["key"], second["arrival"]) == ("4711", None)
    ran(leads, place)
    answer = leads.get(f"{place}/rejected")
    assert answer.status_code == 200
    assert len(answer.content.splitlines()) == 2


def test_a_trial_writes_nothing(leads: Program, place: str) -> None:
    told = ran(leads, place, dry=True)
    assert (told["state"], told["taken"], Case.objects.count()) == ("draft", 2, 0)


def test_a_trial_of_customers_tells_who_is_new_who_would_change_and_who_is_there(
    leads: Program,
) -> None:
    Customer.objects.create(name="Ann Ash", email="ann@example.org")
    table = "Id,Name,Email\n17,Ann Ash,ann@example.org\n18,Ben Bay,\n19,A. Ash,Ann@example.org\n"
    place = f"/imports/{good(brought(leads, table, format='customers'))['id']}"
    told = ran(leads, place, dry=True)
    assert (told["taken"], told["already_there"], told["changed"]) == (1, 2, 1)
    assert list(Customer.objects.values_list("name", "source")) == [("Ann Ash", "")]


def test_it_is_begun_followed_and_undone(leads: Program, place: str) -> None:
    told = ran(leads, place)
    assert (told["state"], told["taken"], told["rejected"]) == ("done", 2, 1)
    (problem,) = good(leads.get(f"{place}/problems"))["items"]
    assert (problem["row"], problem["column"]) == (4, "When")
    assert b"soon" in leads.get(f"{place}/rejected").content
    good(leads.post(f"{place}/undo"))
    importing.sweep(NOW)
    told = good(leads.get(place))
    assert (told["state"], told["taken_back"], told["stayed"]) == ("undone", 2, [])
    assert told["legal_holds"] == []


def test_a_mapping_is_kept_for_the_next_file(leads: Program, place: str) -> None:
    good(leads.post(f"{place}/mapping/name", {"name": "Old desk"}))
    assert [each["name"] for each in good(leads.get("/mappings"))] == ["Old desk"]
    again = good(leads.post(f"{place}/again", {"mapping": "Old desk"}))
    assert (again["mapping"]["source"], again["id"]) == ("old desk", Import.objects.latest("pk").pk)


def test_what_cannot_be_read_is_said_with_its_place(leads: Program, place: str) -> None:
    bad = {"mapping": {**MAPPING, "fields": {"text": {"column": 7}}}}
    answer = leads.put(f"{place}/mapping", bad, If_Match="*")
    assert (answer.status_code, "fields.text.column" in answer.json()["detail"]) == (422, True)
    assert brought(leads, "").status_code == 422


def test_a_file_that_cannot_be_read_so_says_why_and_is_mended(leads: Program, place: str) -> None:
    unread = {"mapping": {**MAPPING, "encoding": "utf-16"}}
    told = good(leads.put(f"{place}/mapping", unread, If_Match="*"))
    assert (told["columns"], "no header that can be read" in told["trouble"]) == ({}, True)
    told = good(leads.put(f"{place}/mapping", {"mapping": MAPPING}, If_Match=told["version"]))
    assert (len(told["columns"]), told["trouble"]) == (5, "")


def test_who_comes_late_mends_no_mapping(leads: Program, place: str) -> None:
    version = leads.version(place)
    ran(leads, place)
    answer = leads.put(f"{place}/mapping", {"mapping": MAPPING}, If_Match=version)
    assert answer.status_code == 412


def test_a_handler_imports_nothing(program: Program, place: str, handler: Person) -> None:
    assert brought(program).status_code == 403
    assert program.get(place).status_code == 403
