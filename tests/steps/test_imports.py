"""Imports by their steps, on every database: taken in chunks, once, and taken back."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from tests import stories
from tests.beside import begun
from tests.core.imports.test_helpdesks import ZENDESK, changed
from tests.waiting import PATIENCE

from upheld.core.imports import From, MapError
from upheld.core.imports.table_map import TableMap
from upheld.core.imports.tables import Tally
from upheld.core.words import CaseId
from upheld.jobs import importing
from upheld.steps import draw_import, import_table, keep_legal_holds, run_import, undo_import
from upheld.steps.may import NotAllowed
from upheld.store import legal_holds
from upheld.store import models as rows
from upheld.store.imports import runs as import_runs
from upheld.store.imports.table_files import Table
from upheld.store.record import events

NOW = stories.NOW
REVIEW = NOW.date() + timedelta(days=90)
NUL = changed(ZENDESK, id=3, subject="a\x00b")


def uploaded(by: rows.Person, *tickets: dict[str, Any]) -> rows.Import:
    text = "".join(json.dumps(each) + "\n" for each in tickets)
    return draw_import.upload(ContentFile(text.encode(), "in.json"), "zendesk", "", by, NOW)


@pytest.fixture
def brought(lead: rows.Person) -> rows.Import:
    row = uploaded(lead, ZENDESK, changed(ZENDESK, id=2, status="open"), NUL)
    draw_import.start(row.pk, False, lead)
    importing.sweep(NOW)
    row.refresh_from_db()
    return row


def test_tickets_come_in_with_what_was_said_and_a_bad_one_is_told(brought: rows.Import) -> None:
    assert (brought.state, brought.taken, brought.past, brought.rejected) == ("done", 2, 1, 1)
    assert rows.Contact.objects.count() == 4
    assert rows.Note.objects.count() == 2
    (problem,) = brought.problems.all()
    assert (problem.row, problem.column, problem.why) == (
        3,
        "subject",
        "a NUL (U+0000), which is in no text",
    )
    ended = rows.Event.objects.latest("number")
    assert (ended.kind, ended.data["taken"]) == ("import_ended", 2)


def test_it_is_taken_back_with_what_was_said_and_its_customer(
    brought: rows.Import, lead: rows.Person
) -> None:
    undo_import.begin_undo(brought.pk, lead)
    importing.sweep(NOW)
    brought.refresh_from_db()
    assert (brought.state, brought.taken_back, brought.kept_back) == ("undone", 2, 0)
    for kind in (rows.Case, rows.Customer, rows.Contact):
        assert not kind.objects.exists()
        assert kind.everything.exists()  # nothing is destroyed
    assert not list(events.breaks())


class TestUnderALegalHold:
    def test_all_of_their_customer_stays_and_the_hold_is_told_until_it_is_lifted(
        self, brought: rows.Import, lead: rows.Person
    ) -> None:
        ann = rows.Case.objects.earliest("pk").customer
        ben = rows.Case.objects.latest("pk")
        ben.customer = rows.Customer.objects.create(name="Ben", brought_by=brought)
        ben.save()
        for customer in (ann, ben.customer):
            told = {"customer": customer, "brought_by": brought}
            rows.Order.objects.create(reference="7", placed_on=NOW, amount=1, **told)
            rows.Contact.objects.create(at=NOW, inbound=True, channel="email", **told)
        hold = keep_legal_holds.place(ann.pk, None, "Claim 7.", REVIEW, lead, NOW)
        undo_import.begin_undo(brought.pk, lead)
        importing.sweep(NOW)
        assert {each.customer for each in rows.Case.objects.all()} == {ann}
        assert [each.customer for each in rows.Order.objects.all()] == [ann]
        assert [each.customer for each in rows.Contact.objects.filter(case=None)] == [ann]
        assert list(rows.Customer.objects.all()) == [ann]
        brought.refresh_from_db()
        assert (brought.taken_back, brought.kept_back) == (1, 1)
        (kept,) = import_runs.kept(brought)
        assert (kept.what, kept.by) == ("", "")
        assert legal_holds.of_import(brought.pk) == [hold]
        keep_legal_holds.lift(hold.pk, "Settled.", lead, NOW)
        assert legal_holds.of_import(brought.pk) == []
        assert not list(events.breaks())

    def test_a_case_that_is_held_by_itself_stays(
        self, brought: rows.Import, lead: rows.Person
    ) -> None:
        case = rows.Case.objects.earliest("pk")
        hold = keep_legal_holds.place(None, CaseId(case.pk), "Claim 7.", REVIEW, lead, NOW)
        undo_import.begin_undo(brought.pk, lead)
        importing.sweep(NOW)
        assert list(rows.Case.objects.all()) == [case]
        assert legal_holds.of_import(brought.pk) == [hold]


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_legal_hold_that_is_placed_while_an_import_is_undone_is_waited_for(
    lead: rows.Person,
) -> None:
    """And reaches all rows of the person, whichever was named."""
    row = rows.Import.objects.create(
        kind="orders", format="mapped", source="shop", filename="x", sha256="0", size=1,
        made_at=NOW, by="Lena", state="undoing",
    )  # fmt: skip
    ann = rows.Customer.objects.create(name="Ann")
    annie = rows.Customer.objects.create(name="Annie", merged_into=ann)
    ben = rows.Customer.objects.create(name="Ben", brought_by=row)
    for customer in (ann, annie):
        told = {"customer": customer, "brought_by": row}
        rows.Order.objects.create(reference="7", placed_on=NOW, amount=1, **told)
        rows.Contact.objects.create(at=NOW, inbound=True, channel="email", **told)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            for each in (annie, ben):
                keep_legal_holds.place(each.pk, None, "Claim 7.", REVIEW, lead, NOW)
            undone = begun(pool, lambda: list(undo_import.take_back(row.pk, lead, NOW)))
        undone.result(timeout=PATIENCE)
    assert rows.Order.objects.count() == 2
    assert rows.Contact.objects.count() == 2
    assert rows.Customer.objects.count() == 3


def test_two_that_go_on_with_one_import_do_not_take_a_row_twice(lead: rows.Person) -> None:
    row = uploaded(lead, *(changed(ZENDESK, id=n) for n in range(3)))
    rows.Import.objects.filter(pk=row.pk).update(state="running", began_at=NOW)
    row.refresh_from_db()
    other = rows.Import.objects.get(pk=row.pk)
    sheet = run_import.opened(row, draw_import.file_of(row))
    looked = [*run_import.looked_at(row, sheet, NOW)]
    assert list(run_import.take(row, looked, lead, lambda: NOW)) == [3]
    with pytest.raises(import_runs.Overtaken):
        list(run_import.take(other, looked, lead, lambda: NOW))
    assert rows.Case.objects.count() == 3


def test_what_was_brought_before_a_trial_is_taken_back_and_counted_as_well(
    brought: rows.Import, lead: rows.Person
) -> None:
    rows.Import.objects.filter(pk=brought.pk).update(state="failed")
    for dry in (True, False):
        draw_import.start(brought.pk, dry, lead)
        importing.sweep(NOW)
    undo_import.begin_undo(brought.pk, lead)
    importing.sweep(NOW)
    brought.refresh_from_db()
    assert (brought.taken, brought.already_there) == (0, 2)
    assert (brought.state, brought.taken_back, brought.kept_back) == ("undone", 2, 0)


def test_an_import_that_is_being_undone_does_not_end(
    brought: rows.Import, lead: rows.Person
) -> None:
    undo_import.begin_undo(brought.pk, lead)
    with pytest.raises(import_runs.Overtaken):
        run_import.end(brought, lead, NOW)
    brought.refresh_from_db()
    assert brought.state == "undoing"


def test_of_two_that_undo_an_import_the_later_one_changes_nothing(
    brought: rows.Import, lead: rows.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def twice(*told: Any) -> Any:
        yield from take_back(*told)
        yield from take_back(*told)

    take_back = undo_import.take_back
    monkeypatch.setattr(undo_import, "take_back", twice)
    undo_import.begin_undo(brought.pk, lead)
    importing.sweep(NOW)
    brought.refresh_from_db()
    assert (brought.state, brought.error) == ("undone", "")
    assert rows.Event.objects.filter(kind="import_undone").count() == 1


def test_of_two_jobs_one_gets_an_import(lead: rows.Person) -> None:
    row = uploaded(lead, ZENDESK)
    draw_import.start(row.pk, False, lead)
    assert import_runs.claim(row.pk, NOW)
    assert not import_runs.claim(row.pk, NOW)


def test_only_a_lead_or_an_administrator_may(brought: rows.Import, handler: rows.Person) -> None:
    for step in (
        lambda: uploaded(handler, ZENDESK),
        lambda: draw_import.start(brought.pk, True, handler),
        lambda: draw_import.keep_mapping(brought.pk, "x", handler, NOW),
        lambda: undo_import.begin_undo(brought.pk, handler),
    ):
        with pytest.raises(NotAllowed):
            step()


class TestAMappingUnderANameThatIsTaken:
    def drawn(
        self, by: rows.Person, hours: int, saved: str = "", source: str = "Old desk"
    ) -> rows.Import:
        file, at = (
            ContentFile(b"When,Words\n2026-05-07,Late\n", "a.csv"),
            NOW + timedelta(hours=hours),
        )
        row = draw_import.upload(file, "mapped", saved, by, at)
        columns = {
            "text": {"column": "Words"},
            "received": {"column": "When", "format": "%Y-%m-%d"},
        }
        told = {"source": source, "timezone": "Europe/London", "fields": columns}
        draw_import.map_columns(row.pk, told, None, by)
        return row

    def kept(self, row: rows.Import, by: rows.Person, hours: int) -> str:
        draw_import.keep_mapping(row.pk, "desk", by, NOW + timedelta(hours=hours))
        return str(rows.SavedMapping.objects.get().told["source"])

    def test_is_not_written_over_by_who_has_not_chosen_it(
        self, lead: rows.Person, administrator: rows.Person
    ) -> None:
        self.kept(self.drawn(lead, 0), lead, 1)
        with pytest.raises(MapError, match=f"{lead.name} keeps another mapping as desk"):
            self.kept(self.drawn(administrator, 2, source="Mine"), administrator, 3)
        chosen = self.drawn(administrator, 4, "desk", "Mine")
        assert self.kept(chosen, administrator, 5) == "Mine"

    def test_nor_by_who_chose_it_before_somebody_changed_it(
        self, lead: rows.Person, administrator: rows.Person
    ) -> None:
        first = self.drawn(lead, 0)
        self.kept(first, lead, 1)
        self.kept(self.drawn(administrator, 2, "desk", "Theirs"), administrator, 3)
        with pytest.raises(MapError, match=f"{administrator.name} keeps another mapping"):
            self.kept(first, lead, 4)


def test_orders_and_their_customers_are_written_once(lead: rows.Person) -> None:
    frame = pl.DataFrame({"who": ["17", "17"], "at": ["2026-03-02"] * 2, "sum": ["6.95", "-1"]})
    fields = {"customer": From("who"), "placed": From("at"), "amount": From("sum")}
    table = Table(2, TableMap("shop", fields), frame.lazy())
    for new in (1, 0):
        row = rows.Import.objects.create(
            kind="orders", format="mapped", source="shop", filename="x", sha256="0", size=1,
            made_at=NOW, by="Lena",
        )  # fmt: skip
        list(import_table.take(row, table, Tally(), lead, lambda: NOW))
        assert (row.taken, row.already_there) == (new, 1 - new)
    order = rows.Order.objects.get()
    assert (order.amount, order.refunded) == (Decimal("6.95"), Decimal("1.00"))
    assert order.customer.relationship == {}
    assert order.customer.source_key == "17"
