"""Imports in the desk: a file looked at, its mapping drawn and mended, tried, begun, undone."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests import stories
from tests.core.imports.test_helpdesks import ZENDESK, changed
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.core.words import CaseId
from upheld.jobs import importing
from upheld.steps import acknowledge, assign, keep_legal_holds
from upheld.store import documents, legal_holds, load
from upheld.store.imports import runs as import_runs
from upheld.store.models import (
    Case,
    Contact,
    Customer,
    Import,
    Letter,
    Note,
    Order,
    Person,
    SavedMapping,
)
from upheld.store.record import events

TABLE = (
    "Ticket;What happened;When;Mail;Status\n"
    "7;The lamp is broken and nobody calls back;07/05/2026 14:30;ann@example.org;Shipped back\n"
    "8;I was charged twice for one lamp in May;28/05/2026 09:00;ben@example.org;Open\n"
    "9;I was charged twice for one lamp in May;soon;ben@example.org;Open\n"
)
CHOSEN = {
    "field-key": "Ticket", "field-text": "What happened", "field-received": "When",
    "format": "%d/%m/%Y %H:%M", "field-email": "Mail", "field-state": "Status",
    "otherwise-state": "closed", "source": "old desk", "zone": "Europe/London",
    "encoding": "utf-8", "delimiter": ";",
}  # fmt: skip


@pytest.fixture
def lena(signed_in: SignIn, lead: Person) -> Client:
    return signed_in(lead)


def brought(client: Client, contents: str | bytes, format: str = "mapped", **told: str) -> Import:
    """A file that was sent: the import that came of it."""
    raw = contents if isinstance(contents, bytes) else contents.encode()
    file = SimpleUploadedFile("tickets.csv", raw)
    response = client.post("/imports/add/", {"file": file, "format": format, **told})
    assert response.status_code == 303, text(response)
    return Import.objects.latest("pk")


def step(client: Client, row: Import, what: str, **told: str) -> str:
    """A step that is taken; the page after it."""
    response = client.post(f"/imports/{row.pk}/{what}/", told)
    assert response.status_code == 303, text(response)
    return text(client.get(response["Location"]))


def ran(client: Client, row: Import, **told: str) -> Import:
    step(client, row, "begin", **told)
    importing.sweep(stories.NOW)
    row.refresh_from_db()
    return row


def test_it_works(lena: Client) -> None:
    row = brought(lena, TABLE)
    page = text(lena.get(f"/imports/{row.pk}/"))
    assert "The 5 columns of the file" in page
    assert "Ticket 7 · 8 · 9 Number of the case there" in page
    assert "When: soon is no date as the others are written." in page
    assert "Status: say what Shipped back means." in page
    page = step(lena, row, "mapping", **CHOSEN)
    assert "Not a date written as 07/05/2026 14:30 (day first): mend the date" in page
    ran(lena, row, dry="1")
    assert "tickets.csv Tried, nothing written" in text(lena.get("/imports/"))
    assert not Case.objects.exists()
    page = text(lena.get(f"/imports/{row.pk}/"))
    assert "What would come of it" in page
    assert "Would be taken 2" in page
    row = ran(lena, row)
    assert (row.state, row.taken, row.past, row.rejected) == ("done", 2, 1, 1)
    assert not list(events.breaks())
    ann = Case.objects.get(source_key="7")
    assert (ann.source, ann.state, ann.customer.email) == ("old desk", "closed", "ann@example.org")
    step(lena, row, "undo")
    importing.sweep(stories.NOW)
    assert not Case.objects.exists()
    assert "Taken back 2" in text(lena.get(f"/imports/{row.pk}/"))


def test_the_rejected_rows_are_taken_as_csv(lena: Client) -> None:
    row = brought(lena, TABLE)
    step(lena, row, "mapping", **CHOSEN)
    ran(lena, row)
    response = lena.get(f"/imports/{row.pk}/rejected.csv")
    header, line = response.content.decode().splitlines()
    assert header.startswith("rejected_row,rejected_column,rejected_value,rejected_because,Ticket")
    assert line.startswith("4,When,soon,")
    assert response["Content-Disposition"].startswith("attachment")


def test_what_somebody_worked_on_is_kept_and_listed(lena: Client, lead: Person) -> None:
    row = brought(lena, TABLE)
    step(lena, row, "mapping", **CHOSEN)
    ran(lena, row)
    case = Case.objects.get(source_key="8")
    assign.assign(CaseId(case.pk), lead, lead, stories.NOW)
    step(lena, row, "undo")
    importing.sweep(stories.NOW)
    assert f"Kept {case.reference} I was charged twice for one lamp in May" in text(
        lena.get(f"/imports/{row.pk}/")
    )
    assert lena.get(page_of(case.pk)).status_code == 200


def test_what_is_under_a_legal_hold_is_kept_and_the_hold_is_told(
    lena: Client, lead: Person
) -> None:
    row = brought(lena, TABLE)
    step(lena, row, "mapping", **CHOSEN)
    ran(lena, row)
    ann = Case.objects.get(source_key="7")
    due = stories.NOW.date() + timedelta(days=90)
    hold = keep_legal_holds.place(ann.customer_id, None, "Claim 7.", due, lead, stories.NOW)
    step(lena, row, "undo")
    importing.sweep(stories.NOW)
    page = text(lena.get(f"/imports/{row.pk}/"))
    assert "Under a legal hold Some of it stays under " in page
    assert legal_holds.told(hold).words in page


def test_a_mapping_is_kept_by_name_and_used_for_the_next_file(lena: Client) -> None:
    row = brought(lena, TABLE)
    step(lena, row, "mapping", **CHOSEN)
    step(lena, row, "mapping/name", name="Old desk")
    assert SavedMapping.objects.get().told["fields"]["text"] == {"column": "What happened"}
    again = brought(lena, TABLE, saved="Old desk")
    assert (again.mapping, again.mapping_name) == (SavedMapping.objects.get().told, "Old desk")


def test_a_file_that_is_here_is_imported_again_by_its_name(lena: Client) -> None:
    first = brought(lena, TABLE)
    response = lena.post("/imports/add/", {"again": str(first.pk), "format": "mapped"})
    assert response.status_code == 303
    assert Import.objects.latest("pk").sha256 == first.sha256


def test_a_ticket_comes_with_what_was_said_and_notes_are_marked_as_internal(lena: Client) -> None:
    row = brought(lena, json.dumps(ZENDESK), "zendesk")
    assert ran(lena, row).taken == 1
    page = text(lena.get(page_of(Case.objects.get().pk)))
    note = page.index("Difficult one, careful.")
    assert page.index("internal, for staff alone") < note < page.index("We are sorry.")
    assert "Number 4711 there. Closed there: how it ended was not recorded here." in page


NOTE = "xyzzy-internal-token"


def test_an_imported_note_is_in_no_letter_document_or_answer(lena: Client, lead: Person) -> None:
    ticket: dict[str, Any] = changed(ZENDESK, status="open")
    ticket["comments"][-1]["body"] = NOTE
    ran(lena, brought(lena, json.dumps(ticket), "zendesk"))
    case = Case.objects.get()
    assert NOTE in Note.objects.get().text
    at = stories.NOW
    draft = acknowledge.draft_acknowledgement(load.page(CaseId(case.pk)), lead, at)
    acknowledge.acknowledge(CaseId(case.pk), draft, lead, at)
    stories.an_allegation(CaseId(case.pk), lead)
    told = json.dumps(documents.document(load.page(CaseId(case.pk)), at), default=str)
    letters = "".join(each.body + each.subject for each in Letter.objects.all())
    said = "".join(each.summary for each in case.contacts.all())
    for where in (told, letters, said, json.dumps(case.particulars), case.text):
        assert NOTE not in where


@pytest.mark.parametrize(
    ("contents", "format", "told"),
    [
        (b"PK\x03\x04", "mapped", "is a spreadsheet or a zip file"),
        (b"", "mapped", "is empty: choose the file again"),
        (b"[{", "zendesk", "no JSON from here"),
        (b"a,a\n1,2\n", "mapped", "stands twice in the header"),
    ],
)
def test_a_file_that_is_none_is_told_at_once(
    lena: Client, contents: bytes, format: str, told: str
) -> None:
    file = SimpleUploadedFile("tickets.csv", contents)
    response = lena.post("/imports/add/", {"file": file, "format": format})
    assert response.status_code == 422
    assert told in text(response)
    assert not Import.objects.exists()


def test_without_a_file_nothing_is_looked_at(lena: Client) -> None:
    response = lena.post("/imports/add/", {"format": "mapped"})
    assert (response.status_code, "Choose a file." in text(response)) == (422, True)


def test_a_column_that_is_not_there_is_told_at_its_field(lena: Client) -> None:
    row = brought(lena, TABLE)
    response = lena.post(f"/imports/{row.pk}/mapping/", {**CHOSEN, "field-text": "Nothing"})
    assert response.status_code == 422
    assert "The file has no such column: choose another." in text(response)


def test_without_the_text_it_does_not_begin(lena: Client) -> None:
    row = brought(lena, "A,B\n1,2\n")
    response = lena.post(f"/imports/{row.pk}/begin/", {})
    assert response.status_code == 422
    assert "Text is missing" in text(response).replace("Fields: text", "Text")


def test_a_formula_and_markup_in_a_cell_are_words(lena: Client) -> None:
    evil = '"<script>alert(1)</script>","=1+1"\n'
    row = brought(lena, "Description,Status\n" + evil)
    page = lena.get(f"/imports/{row.pk}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    "address",
    ["", "add/", "{}/", "{}/mapping/", "{}/mapping/name/", "{}/begin/", "{}/undo/",
     "{}/rejected.csv"],
)  # fmt: skip
def test_only_a_lead_or_an_administrator_sees_imports(
    lena: Client, signed_in: SignIn, handler: Person, address: str
) -> None:
    row = brought(lena, TABLE)
    page = f"/imports/{address.format(row.pk)}"
    client = signed_in(handler)
    get = address in ("", "{}/", "{}/rejected.csv")
    assert (client.get(page) if get else client.post(page)).status_code == 403
    assert "Imports" not in text(client.get("/"))
    row.refresh_from_db()
    assert row.state == "draft"


def test_no_import_is_no_page(lena: Client) -> None:
    assert lena.get("/imports/99/").status_code == 404
    assert lena.post("/imports/99/undo/").status_code == 404


def test_an_import_that_a_killed_job_left_is_gone_on_with_after_a_minute(lena: Client) -> None:
    row = brought(lena, TABLE)
    step(lena, row, "mapping", **CHOSEN)
    step(lena, row, "begin")
    assert import_runs.claim(row.pk, stories.NOW)
    assert importing.sweep(stories.NOW + timedelta(seconds=30)) == 0
    assert importing.sweep(stories.NOW + timedelta(minutes=2)) == 1
    row.refresh_from_db()
    assert row.state == "done"


def test_a_file_that_is_gone_stops_its_import_alone(lena: Client) -> None:
    from django.core.files.storage import default_storage

    from upheld.store.files import stored_path

    gone, fine = brought(lena, TABLE), brought(lena, TABLE.replace("lamp", "fan"))
    for row in (gone, fine):
        step(lena, row, "mapping", **CHOSEN)
    for row in (gone, fine):
        step(lena, row, "begin")
    default_storage.delete(stored_path(gone.sha256))
    importing.sweep(stories.NOW)
    gone.refresh_from_db()
    fine.refresh_from_db()
    assert (gone.state, fine.state) == ("failed", "done")
    assert "It stopped:" in text(lena.get(f"/imports/{gone.pk}/"))


def test_a_mapping_that_the_file_cannot_be_read_by_is_not_kept(lena: Client) -> None:
    row = brought(lena, TABLE)
    response = lena.post(f"/imports/{row.pk}/mapping/", {**CHOSEN, "encoding": "utf-16"})
    assert response.status_code == 422
    assert "no header that can be read" in text(response)
    page = text(lena.get(f"/imports/{row.pk}/"))
    assert "The 5 columns of the file" in page
    step(lena, row, "mapping", **CHOSEN)


def test_what_a_mapping_says_of_every_row_stays_when_it_is_drawn_again(lena: Client) -> None:
    row = brought(lena, TABLE)
    row.mapping["fields"]["topic"] = {"constant": "Lamps"}
    row.save()
    assert "Always: Lamps" in text(lena.get(f"/imports/{row.pk}/"))
    step(lena, row, "mapping", **CHOSEN | {"field-topic": "=Lamps", "field-state": "=open"})
    row.refresh_from_db()
    assert row.mapping["fields"]["topic"] == {"constant": "Lamps"}
    assert row.mapping["fields"]["state"] == {"constant": "open"}


def test_what_the_command_line_tried_cannot_be_begun_here(lena: Client) -> None:
    row = brought(lena, TABLE)
    Import.objects.update(kept=False)
    response = lena.post(f"/imports/{row.pk}/begin/")
    assert response.status_code == 422
    assert "is not here: send it, or use the command" in text(response)


def test_the_lists_take_few_statements(
    lena: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        row = brought(lena, TABLE)
    with django_assert_max_num_queries(10):
        lena.get("/imports/")
    step(lena, row, "mapping", **CHOSEN)
    ran(lena, row)
    with django_assert_max_num_queries(10):
        lena.get(f"/imports/{row.pk}/")
    case = Case.objects.get(source_key="7")
    with django_assert_max_num_queries(15):
        lena.get(page_of(case.pk))


class TestTables:
    """Customers, orders and contacts come in as complaints do."""

    CALLS = (
        "Customer ID,Start time,Call ID,Direction,Notes,Cause,Duration\n"
        "17,2026-07-01 14:30,C1,Inbound,Where is it?,us,150\n"
        "18,soon,C2,Outbound,Rang back,us,30\n"
    )

    def test_contacts_are_drawn_looked_at_and_brought_in(self, lena: Client) -> None:
        row = brought(lena, self.CALLS, "contacts")
        page = text(lena.get(f"/imports/{row.pk}/"))
        assert "Customer ID 17 · 18 Number of the customer there" in page
        assert "No date that can be read: it is left out" in page
        assert "Whose rules" not in page
        row = ran(lena, row)
        assert (row.kind, row.state, row.taken, row.rejected) == ("contacts", "done", 1, 1)
        contact = Contact.objects.get()
        assert (contact.caused_by, str(contact.minutes), contact.inbound) == ("firm", "2.50", True)
        left = lena.get(f"/imports/{row.pk}/rejected.csv").content.decode()
        assert left.splitlines()[1].startswith("3,,18 soon C2 Outbound Rang back us 30,")
        mended = left.replace("soon,C2", "2026-07-02,C2")
        again = brought(lena, mended, "contacts", saved="")
        assert ran(lena, again).taken == 1

    def test_a_mapping_of_orders_is_kept_and_used_for_orders_alone(self, lena: Client) -> None:
        told = "Invoice,Customer ID,Date,Qty,Unit price\nA1,17,2026-03-02,2,6.95\n"
        row = brought(lena, told, "orders")
        step(lena, row, "mapping/name", name="shop")
        assert ran(lena, brought(lena, told, "orders", saved="shop")).taken == 1
        assert str(Order.objects.get().amount) == "13.90"
        file = SimpleUploadedFile("x.csv", told.encode())
        sent = {"file": file, "format": "customers", "saved": "shop"}
        assert "It is a mapping of orders" in text(lena.post("/imports/add/", sent))

    def test_a_trial_of_customers_tells_who_is_new_who_would_change_and_who_would_stay(
        self, lena: Client
    ) -> None:
        Customer.objects.create(name="Ann Ash", email="ann@example.org")
        told = "Id,Name,Email\n17,Ann Ash,ann@example.org\n18,Ben Bay,\n19,A. Ash,Ann@example.org\n"
        row = ran(lena, brought(lena, told, "customers"), dry="1")
        page = text(lena.get(f"/imports/{row.pk}/"))
        assert "Would be taken 1" in page
        assert "Already there, and would change 1" in page
        assert "Already there, and would stay as they are 1" in page
        assert list(Customer.objects.values_list("name", "source")) == [("Ann Ash", "")]

    def test_an_import_of_customers_is_undone(self, lena: Client) -> None:
        row = ran(lena, brought(lena, "Id,Name\n17,Ann Ash\n", "customers"))
        assert Customer.objects.get().name == "Ann Ash"
        step(lena, row, "undo")
        importing.sweep(stories.NOW)
        assert not Customer.objects.exists()
