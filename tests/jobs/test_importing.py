"""An import runs for whoever asked for it, and only as long as they may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from tests.core.imports.test_helpdesks import ZENDESK, changed
from tests.desk.reading import text
from tests.steps.test_imports import uploaded
from tests.stories import NOW

from upheld.core.words import Role
from upheld.jobs import importing
from upheld.steps import draw_import, import_table, keep_people, may, run_import, undo_import
from upheld.store.imports import runs as import_runs
from upheld.store.models import Case, Customer, Event, Import, Person

Leaves = Callable[[Person, Person], None]


def made_a_handler(person: Person, administrator: Person) -> None:
    keep_people.give_role(person.pk, Role.HANDLER, administrator, NOW)


def let_go(person: Person, administrator: Person) -> None:
    keep_people.let_go(person.pk, administrator, NOW)


BOTH = pytest.mark.parametrize(
    ("leaves", "why"),
    [
        (made_a_handler, "the role handler may not import; these may: administrator, lead"),
        (let_go, "Lena Brandt has left"),
    ],
    ids=["made a handler", "let go"],
)


@pytest.fixture
def tickets(lead: Person, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Three tickets that Lena began to bring in, one to a chunk."""
    monkeypatch.setattr(run_import, "CHUNK", 1)
    row = uploaded(lead, ZENDESK, changed(ZENDESK, id=2), changed(ZENDESK, id=3))
    draw_import.start(row.pk, False, lead)
    return row


@pytest.fixture
def customers(lead: Person, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Three customers that Lena began to bring in, one to a chunk."""
    monkeypatch.setattr(import_table, "_PEOPLE", 1)
    lines = b"Id,Name\n17,Ann Ash\n18,Ben Bay\n19,Cid Coe\n"
    row = draw_import.upload(ContentFile(lines, "in.csv"), "customers", "", lead, NOW)
    draw_import.start(row.pk, False, lead)
    return row


def swept(row: Import) -> Import:
    importing.sweep(NOW)
    row.refresh_from_db()
    return row


def after_the_first_chunk(
    monkeypatch: pytest.MonkeyPatch, module: Any, chunk: str, then: Callable[[], None]
) -> None:
    """What somebody does elsewhere, as soon as one chunk was written."""
    real = getattr(module, chunk)

    def written(*told: Any) -> Any:
        came = real(*told)
        monkeypatch.setattr(module, chunk, real)
        then()
        return came

    monkeypatch.setattr(module, chunk, written)


@BOTH
def test_it_does_not_begin_for_somebody_who_may_not_import_any_more(
    tickets: Import, lead: Person, administrator: Person, client: Client, leaves: Leaves, why: str
) -> None:
    leaves(lead, administrator)
    row = swept(tickets)
    assert (row.state, row.done, Case.objects.count()) == ("failed", 0, 0)
    client.force_login(administrator)
    assert (
        f"It stopped: Lena Brandt asked for it and may not any more ({why}): it stays as far as it "
        "came, and another lead may begin it again or undo it."
    ) in text(client.get(f"/imports/{row.pk}/"))


@BOTH
def test_it_stops_before_the_next_chunk_and_another_goes_on_in_their_own_name(
    tickets: Import, lead: Person, administrator: Person, monkeypatch: pytest.MonkeyPatch,
    leaves: Leaves, why: str,
) -> None:  # fmt: skip
    after_the_first_chunk(
        monkeypatch, run_import, "_take_chunk", lambda: leaves(lead, administrator)
    )
    row = swept(tickets)
    assert (row.state, row.done, Case.objects.count()) == ("failed", 1, 1)
    assert why in row.error
    draw_import.start(row.pk, False, administrator)
    row = swept(row)
    assert (row.state, row.done, row.taken, row.error) == ("done", 3, 3, "")
    names = Event.objects.filter(kind="received").order_by("number").values_list("by", flat=True)
    assert [*names] == ["Lena Brandt", "Amos Bell", "Amos Bell"]


@BOTH
def test_a_table_stops_before_its_next_chunk_and_is_undone_by_another(
    customers: Import, lead: Person, administrator: Person, monkeypatch: pytest.MonkeyPatch,
    leaves: Leaves, why: str,
) -> None:  # fmt: skip
    after_the_first_chunk(monkeypatch, import_table, "_take", lambda: leaves(lead, administrator))
    row = swept(customers)
    assert (row.state, row.done, row.taken) == ("failed", 1, 1)
    assert Customer.objects.count() == 1
    assert why in row.error
    undo_import.begin_undo(row.pk, administrator)
    row = swept(row)
    assert (row.state, row.taken_back, Customer.objects.count()) == ("undone", 1, 0)
    assert Event.objects.get(kind="import_undone").by == "Amos Bell"


@pytest.mark.parametrize("kind", ["orders", "contacts"])
def test_a_table_that_stopped_and_goes_on_counts_what_came_in_before(
    kind: str, lead: Person, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_table, "_CHUNK", 1)
    lines = {
        "orders": b"Order,Customer,Date,Total\nA1,17,2026-01-05,9\nA2,18,2026-01-06,9\n",
        "contacts": b"Id,Customer,Time,Text\n1,17,2026-01-05,Late\n2,18,2026-01-06,Late\n",
    }
    row = draw_import.upload(ContentFile(lines[kind], "in.csv"), kind, "", lead, NOW)
    draw_import.start(row.pk, False, lead)
    after_the_first_chunk(
        monkeypatch, import_table, "_take", lambda: made_a_handler(lead, administrator)
    )
    row = swept(row)
    assert (row.state, row.done, row.taken) == ("failed", 1, 1)
    draw_import.start(row.pk, False, administrator)
    row = swept(row)
    assert (row.state, row.done, row.taken, row.already_there) == ("done", 2, 2, 0)


@BOTH
def test_it_is_not_undone_for_somebody_who_may_not_any_more(
    tickets: Import, lead: Person, administrator: Person, monkeypatch: pytest.MonkeyPatch,
    leaves: Leaves, why: str,
) -> None:  # fmt: skip
    row = swept(tickets)
    undo_import.begin_undo(row.pk, lead)
    monkeypatch.setattr(undo_import, "_CHUNK", 1)
    after_the_first_chunk(monkeypatch, undo_import, "_chunk", lambda: leaves(lead, administrator))
    row = swept(row)
    assert (row.state, row.taken_back, Case.objects.count()) == ("failed", 1, 2)
    assert why in row.error
    undo_import.begin_undo(row.pk, administrator)
    row = swept(row)
    assert (row.state, row.taken_back, row.error, Case.objects.count()) == ("undone", 3, "", 0)


def test_who_may_still_import_in_another_role_goes_on(
    tickets: Import, lead: Person, administrator: Person
) -> None:
    keep_people.give_role(lead.pk, Role.ADMINISTRATOR, administrator, NOW)
    assert swept(tickets).state == "done"


def test_what_the_operator_began_to_undo_goes_on(tickets: Import) -> None:
    row = swept(tickets)
    undo_import.begin_undo(row.pk, may.Operator())
    assert import_runs.waiting(NOW) == [row.pk]
    assert swept(row).state == "undone"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("customers", {"customer": "Nowhere"}),
        ("orders", {"customer": "Id", "order": "Nowhere", "placed": "On", "amount": "Sum"}),
        ("contacts", {"customer": "Id", "at": "Nowhere", "summary": "Said"}),
        ("mapped", {"text": "Nowhere"}),
    ],
)
def test_one_whose_mapping_names_a_column_that_is_not_there_fails_and_says_what_to_do(
    lead: Person, kind: str, fields: dict[str, str]
) -> None:
    lines = b"Id,On,Sum,Said\n17,2026-05-07,9.50,Hello\n"
    row = draw_import.upload(ContentFile(lines, "in.csv"), kind, "", lead, NOW)
    told = {name: {"column": column} for name, column in fields.items()}
    Import.objects.filter(pk=row.pk).update(
        mapping={"source": "shop", "fields": told}, state="waiting", asked_by=lead
    )
    assert (swept(row).state, row.claimed_at) == ("failed", None)
    assert "no column 'Nowhere'" in row.error
    assert "name one that it has in the mapping" in row.error
    assert not Customer.everything.exists()
    assert not import_runs.waiting(NOW)
