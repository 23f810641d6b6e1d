"""Many rows at once as columns, for what is worked out over all of them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

# So many rows are in memory as rows at a time: what is kept of them is columns.
_AT_ONCE = 20_000


def in_columns(told: "QuerySet[Any, Any]") -> Iterator[tuple[tuple[Any, ...], ...]]:
    """The columns of a `values_list`, for some rows after the others. One statement.

    They are as the database has them: to make each number one of Django's takes longer than all
    the rest. So an amount is cast to a number, and a day to an ordinal, by the query."""
    compiler = told.query.get_compiler(told.db)
    for some in compiler.execute_sql(chunked_fetch=True, chunk_size=_AT_ONCE):
        yield tuple(zip(*some, strict=True))
