"""The rows of a file that whoever looks may see: of what is another team's own none, whichever file
names it once more.

A row names it by the number that a case, a customer, a contact or an order has where it came from,
or says what it said. Which column has the number, and what the file comes from, is what a mapping
says, which anybody may write: so each cell is looked at, and a number counts wherever it is from.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from upheld.store import models as rows
from upheld.store.imports.lines import Line, Sheet, digest_of, key_of

from . import seen

_NUMBERS = (
    (rows.Case, "source_key"), (rows.Customer, "source_key"), (rows.Contact, "source_key"),
    (rows.Order, "reference"),
)  # fmt: skip
_NOTE = "rows that name what is another team's own are not shown"
_AT_ONCE, _FIRST = 200, 1


def shown(sheet: Sheet) -> Sheet:
    if not seen.hides():
        return sheet
    lines = sheet.lines
    return replace(sheet, lines=lambda: _shown(lines()), notes=(*sheet.notes, _NOTE))


def _shown(lines: Iterator[Line]) -> Iterator[Line]:
    while some := list(islice(lines, _AT_ONCE)):
        cells = [_names(line) for line in some]
        hidden = _hidden(set[str]().union(*cells))
        yield from (line for line, told in zip(some, cells, strict=True) if not told & hidden)


def _names(line: Line) -> set[str]:
    told = _texts((*line.values.values(), *line.cells))
    return told | {key_of(digest_of(line.values), _FIRST)}


def problems(row: rows.Import) -> "QuerySet[rows.ImportProblem]":
    """What was amiss with the rows that were not taken."""
    return (
        row.problems.exclude(row__in=[*_hidden_rows(row)]) if seen.hides() else row.problems.all()
    )


def _hidden_rows(row: rows.Import) -> Iterator[int]:
    told = row.problems.exclude(cells=[]).values_list("row", "cells").iterator()
    while some := list(islice(told, _AT_ONCE)):
        cells = {number: _texts(each) for number, each in some}
        hidden = _hidden(set[str]().union(*cells.values()))
        yield from (number for number, each in cells.items() if each & hidden)


def _texts(cells: Iterable[Any]) -> set[str]:
    """What stands in them; of a record of JSON what stands in its fields."""
    found = {str(each).strip() for each in cells if not isinstance(each, dict | list)}
    for text in [each for each in found if each.startswith("{")]:
        with suppress(ValueError):
            found |= _texts(json.loads(text).values())
    return found - {""}


def _hidden(texts: Collection[str]) -> set[str]:
    """Those that are the number of something that is kept from whoever looks."""
    found: set[str] = set()
    for kind, name in _NUMBERS:
        named: Any = {f"{name}__in": texts}
        theirs: Any = kind.objects.filter(**named).order_by().values("pk")
        every = kind.everything.filter(**named, taken_back_at=None).order_by()
        found.update(every.exclude(pk__in=theirs).values_list(name, flat=True))
    return found
