"""Customers and contacts by the words that they hold, however many there are.

Each word that is asked for begins a word of theirs, in any order, as both engines find by an index.
The index follows the rows by itself: triggers of SQLite's, an index over an expression on
PostgreSQL. So whatever is changed, erased or taken back is found as it is now, and no step has to
know of it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from upheld.store import models as rows
from upheld.store.search import words_of

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
    query without a word, as among cases. On SQLite, as cases are (store/search.py), few are looked
    up by their numbers, and of many the rows are walked from the newest on."""
    words = words_of(query[:_LONGEST_QUERY])
    if connection.vendor != "sqlite" or not _many(found.model, words):
        return looked_up(found, query, *numbers)
    walked: QuerySet[Any] = found.alias(number=F("pk") + 0)
    return walked.filter(Q(number__in=_found(found.model, words)) | Q(number__in=numbers))


def looked_up(found: "QuerySet[T]", query: str, *numbers: int) -> "QuerySet[T]":
    """The same where few rows are asked of: how many hold the words is not counted first."""
    words = words_of(query[:_LONGEST_QUERY])
    if not words:
        return found
    held = Q(pk__in=_found(found.model, words)) if connection.vendor == "sqlite" else None
    return found.filter((held or _said(found.model, words)) | Q(pk__in=numbers))


def _many(model: type[Model], words: Sequence[str]) -> bool:
    if not words:
        return False
    told = _found(model, words)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({told.sql} LIMIT {_FEW + 1})", told.params)
        (count,) = cursor.fetchone()
    return bool(count > _FEW)


def _found(model: type[Model], words: Sequence[str]) -> RawSQL:
    index = f"{model._meta.model_name}_search"
    asked = " ".join(f'"{word}"*' for word in words)
    return RawSQL(f"SELECT rowid FROM {index} WHERE {index} MATCH %s", [asked])


def _said(model: type[Model], words: Sequence[str]) -> Any:
    """In the words of the index (migration 0042), which a value in a place would not be."""
    read, columns = _READ[model]
    told = Func(
        *map(F, columns),
        template=f"to_tsvector('{read}', upheld_plain(%(expressions)s))",
        arg_joiner=" || ' ' || ",
    )
    asked = " & ".join(f"'{word}':*" for word in words)
    return Func(
        told, Value(asked), template="%(expressions)s)", arg_joiner=f" @@ to_tsquery('{read}', ",
        output_field=BooleanField(),
    )  # fmt: skip
