"""Customers and contacts by the words that they hold, however many there are.

Each word that is asked for begins a word of theirs, in any order, as both engines find by an index.
The index follows the rows by itself: triggers of SQLite's, an index over an expression on
PostgreSQL. So whatever is changed, erased or taken back is found as it is now, and no step has to
know of it.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import connection
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from . import models as rows
from .search import words_of

T = TypeVar("T", bound=Model)
_LONGEST_QUERY = 100
# Whose words, in which columns, and how PostgreSQL reads them: a name has no endings.
_READ: Mapping[type[Model], tuple[str, tuple[str, ...]]] = {
    rows.Customer: ("simple", ("name", "email", "phone")),
    rows.Contact: ("upheld", ("summary",)),
}
# So many are looked up on SQLite in the time that walking from the newest on takes.
_FEW = 10_000


def holding(found: "QuerySet[T]", query: str, *numbers: int) -> "QuerySet[T]":
    """Those of these rows that hold every word of it, and those of these numbers; all of them of a
    query without a word, as among cases."""
    words = words_of(query[:_LONGEST_QUERY])
    if not words:
        return found
    if connection.vendor == "postgresql":
        return found.filter(_said(found.model, words) | Q(pk__in=numbers))
    return _by_sqlite(found, " ".join(f'"{word}"*' for word in words), numbers)


def _by_sqlite(found: "QuerySet[T]", asked: str, numbers: tuple[int, ...]) -> "QuerySet[T]":
    """As cases are found (store/search.py): few by their numbers, many by walking."""
    index = f"{found.model._meta.model_name}_search"
    told = f"SELECT rowid FROM {index} WHERE {index} MATCH %s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({told} LIMIT {_FEW + 1})", [asked])
        (count,) = cursor.fetchone()
    held = RawSQL(told, [asked])
    if count <= _FEW:
        return found.filter(Q(pk__in=held) | Q(pk__in=numbers))
    walked: QuerySet[T] = found.alias(number=F("pk") + 0)
    return walked.filter(Q(number__in=held) | Q(number__in=numbers))


def _said(model: type[Model], words: list[str]) -> Any:
    """In the words of the index (migration 0042), which a value in a place would not be."""
    read, columns = _READ[model]
    told = Func(
        *map(F, columns),
        template=f"to_tsvector('{read}', upheld_plain(%(expressions)s))",
        arg_joiner=" || ' ' || ",
    )
    asked = " & ".join(f"'{word}':*" for word in words)
    return Func(
        told, Value(asked), template=f"%(expressions)s)", arg_joiner=f" @@ to_tsquery('{read}', ",
        output_field=BooleanField(),
    )  # fmt: skip
