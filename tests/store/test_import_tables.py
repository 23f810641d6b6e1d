"""What is written without a model names every column that may not be empty."""

from collections.abc import Sequence

import pytest
from django.db import models

from upheld.store import import_tables
from upheld.store.models import Customer, Order


@pytest.mark.parametrize(
    ("kind", "columns"), [(Customer, import_tables._CUSTOMER), (Order, import_tables._ORDER)]
)
def test_a_column_that_may_not_be_null_is_named(
    kind: type[models.Model], columns: Sequence[str]
) -> None:
    fields = [each for each in kind._meta.concrete_fields if not each.primary_key]
    assert {each.column for each in fields if not each.null} <= {*columns}
