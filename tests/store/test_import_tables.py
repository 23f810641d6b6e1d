"""What is written without a model names every column that may not be empty, and is all there."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection, models

from upheld.store import bulk
from upheld.store.counted import held_words
from upheld.store.imports import tables as import_tables
from upheld.store.models import Contact, Customer, Order


@pytest.mark.parametrize(
    ("kind", "columns"), [(Customer, import_tables._CUSTOMER), (Order, import_tables._ORDER)]
)
def test_a_column_that_may_not_be_null_is_named(
    kind: type[models.Model], columns: Sequence[str]
) -> None:
    fields = [each for each in kind._meta.concrete_fields if not each.primary_key]
    assert {each.column for each in fields if not each.null} <= {*columns}


CONTACT = ("customer_id", "at", "inbound", "channel", "summary", "author", "topic", "caused_by",
           "source", "source_key")  # fmt: skip


def contacts(count: int) -> list[tuple[Any, ...]]:
    """Of somebody who is new, each with a word of its own."""
    who = Customer.objects.create(name="Sally Hart").pk
    told = ("2026-07-01 14:30:00", True, "import")
    return [(who, *told, f"lamp{at}x", "", "", "", "phones", f"C{at}") for at in range(count)]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, 1_000, 1_001])
def test_each_of_many_rows_is_written_once_and_found_by_its_words_at_once(count: int) -> None:
    bulk.insert(Contact, CONTACT, contacts(count))
    assert Contact.objects.count() == count
    for at in {0, count - 1} if count else ():
        (found,) = held_words.holding(Contact.objects.all(), f"lamp{at}x")
        assert found.source_key == f"C{at}"


@pytest.mark.django_db
def test_many_rows_are_few_statements() -> None:
    """After each SQLite writes what it added to the index of words."""
    told = contacts(1_000)
    made: list[Any] = []

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        made.extend(params if many else [params])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        bulk.insert(Contact, CONTACT, told)
    assert len(made) <= 2
