"""While a list comes in people file: nobody waits for the whole of it."""

from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest
from django.core.files.base import ContentFile
from django.db import connection, connections, transaction
from tests.conftest import person
from tests.stories import NOW, a_complaint
from tests.waiting import PATIENCE

from upheld.core.words import Role
from upheld.jobs import importing
from upheld.steps import draw_import, import_table
from upheld.steps.receive import receive
from upheld.store.imports import tables as import_tables
from upheld.store.models import Case, Customer, Import, Person

CUSTOMERS = "customer,name,email\nc1,Sally Hart,sally@example.org\nc2,Bob Vale,bob@example.org\n"


def taken_in(by: Person, text: str) -> Import:
    row = draw_import.upload(ContentFile(text.encode(), "all.csv"), "customers", "", by, NOW)
    draw_import.start(row.pk, False, by)
    importing.sweep(NOW)
    row.refresh_from_db()
    return row


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_list_of_people_who_are_here_holds_up_nobody_who_files() -> None:
    """SQLite lets one write at a time."""
    lead = person("Lena Brandt", Role.LEAD)
    row = taken_in(lead, CUSTOMERS)
    here = pl.DataFrame({"customer": ["c1", "c2"], "email": ["sally@example.org", ""]})

    def file() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10s'")
        receive(a_complaint(email="new@example.org"), lead, NOW)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        numbers, *_ = import_tables.customers(row, here)
        pool.submit(file).result(timeout=PATIENCE)
    assert numbers.height == 2
    assert Case.objects.count() == 1


def test_people_come_in_some_at_a_time_and_whoever_files_has_a_turn(
    lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert import_table._PEOPLE <= 2_000
    monkeypatch.setattr(import_table, "_PEOPLE", 1)
    wrote: list[int] = []
    customers = import_tables.customers

    def counted(row: Import, told: pl.DataFrame) -> import_tables.People:
        wrote.append(told.height)
        return customers(row, told)

    monkeypatch.setattr(import_tables, "customers", counted)
    assert taken_in(lead, CUSTOMERS).done == 2
    assert (wrote, Customer.objects.count()) == ([1, 1], 2)
