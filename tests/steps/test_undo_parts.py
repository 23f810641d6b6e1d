"""What an import brought is taken back in parts, of which each costs a few statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.stories import NOW

from upheld.core.event_kinds import EventKind
from upheld.steps import may, undo_import
from upheld.store import models as rows
from upheld.store.imports import undone as import_undone
from upheld.store.record import events

BY = may.Operator()
pytestmark = pytest.mark.django_db


def an_import(kind: str, customers: int) -> rows.Import:
    """Of so many customers, each with an order and a contact where these came in."""
    row = rows.Import.objects.create(
        kind=kind, format="mapped", source="shop", filename="x", sha256="0", size=1, made_at=NOW,
        by="Lena", state="undoing",
    )  # fmt: skip
    for _ in range(customers):
        told = {"brought_by": row, "customer": rows.Customer.objects.create(brought_by=row)}
        if kind == "orders":
            rows.Order.objects.create(reference="7", placed_on=NOW, amount=1, **told)
        if kind == "contacts":
            rows.Contact.objects.create(at=NOW, inbound=True, channel="email", **told)
    return row


def statements(row: rows.Import) -> int:
    with CaptureQueriesContext(connection) as asked:
        list(undo_import.take_back(row.pk, BY, NOW))
    return len(asked)


@pytest.mark.parametrize("kind", import_undone.KINDS)
def test_as_many_statements_take_back_three_as_sixty(kind: str) -> None:
    statements(an_import(kind, 1))  # what a process asks once
    assert statements(an_import(kind, 3)) == statements(an_import(kind, 60))


@pytest.mark.parametrize("kind", import_undone.KINDS)
def test_what_stops_after_a_part_has_that_part_alone_and_goes_on(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_undone, "AT_ONCE", 2)
    row = an_import(kind, 5)
    (model,) = (each for each in (rows.Order, rows.Contact, rows.Customer)
                if each._meta.model_name == kind.removesuffix("s"))  # fmt: skip
    undoing = undo_import.take_back(row.pk, BY, NOW)
    assert next(undoing) == 2
    row.refresh_from_db()
    assert (row.state, row.taken_back, model.objects.count()) == ("undoing", 2, 3)
    assert sum(undo_import.take_back(row.pk, BY, NOW)) == 3
    row.refresh_from_db()
    assert (row.state, row.taken_back, row.kept_back) == ("undone", 5, 0)
    assert not model.objects.exists()
    assert not rows.Customer.objects.exists()


def test_of_a_part_stays_whoever_somebody_wrote_something_down_about() -> None:
    row = an_import("customers", 3)
    one, other, _ = rows.Customer.objects.order_by("pk")
    for number, kind in ((other.pk, EventKind.FIT_NOTED), (one.pk - 1, EventKind.CUSTOMER_MENDED)):
        events.append(events.Act(None, kind, "Lena", NOW, {"customer": number}))
    list(undo_import.take_back(row.pk, BY, NOW))
    row.refresh_from_db()
    assert list(rows.Customer.objects.all()) == [other]
    assert (row.taken_back, row.kept_back) == (2, 1)
