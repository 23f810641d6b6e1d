"""Full-text search over cases: one face, SQLite's FTS5 or PostgreSQL's text search behind it."""

import re
from collections.abc import Iterable
from unicodedata import combining, normalize

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from .models import Case

# Letters and digits only, without accents: both engines are given the same words to find.
_WORD = re.compile(r"[^\W_]+")
_LONGEST_QUERY = 300


def index(case_ids: Iterable[int]) -> None:
    """Writes what the cases say now into the index, inside the caller's transaction."""
    cases = Case.objects.filter(pk__in=list(case_ids)).select_related("customer")
    rows = [(case.pk, _text(case)) for case in cases.prefetch_related(*_TOLD)]
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE[connection.vendor], rows)


_TOLD = ("allegations", "evidence", "letters", "contacts")
_WRITE = {
    "sqlite": "INSERT OR REPLACE INTO case_search(rowid, words) VALUES (%s, %s)",
    "postgresql": (
        "INSERT INTO case_search(case_id, words) VALUES (%s, to_tsvector('upheld', %s)) "
        "ON CONFLICT (case_id) DO UPDATE SET words = EXCLUDED.words"
    ),
}
_FIND = {
    "sqlite": "SELECT rowid FROM case_search WHERE case_search MATCH %s",
    "postgresql": "SELECT case_id FROM case_search WHERE words @@ to_tsquery('upheld', %s)",
}
# PostgreSQL refuses an index entry of a megabyte; words beyond this are found in the case itself.
_MOST = 200_000


def _text(case: Case) -> str:
    customer = case.customer
    parts = [case.reference, case.subject, case.text, case.demand, case.topic]
    parts += [customer.name, customer.email, *map(str, case.particulars.values())]
    parts += [allegation.statement for allegation in case.allegations.all()]
    parts += [evidence.text for evidence in case.evidence.all()]
    parts += [f"{letter.subject} {letter.body}" for letter in case.letters.all()]
    parts += [contact.summary for contact in case.contacts.all()]
    return " ".join(_words("\n".join(part for part in parts if part)[:_MOST]))


def _words(text: str) -> list[str]:
    bare = "".join(c for c in normalize("NFKD", text.lower()) if not combining(c))
    return _WORD.findall(bare)


def matching(cases: "QuerySet[Case]", query: str) -> "QuerySet[Case]":
    """The cases that hold every word of `query`; the last word may be unfinished."""
    words = _words(query[:_LONGEST_QUERY])
    if not words:
        return cases
    found = RawSQL(_FIND[connection.vendor], [_expression(words)])
    return cases.filter(pk__in=found)


def _expression(words: list[str]) -> str:
    if connection.vendor == "sqlite":
        return " ".join(f'"{word}"' for word in words) + "*"
    return " & ".join(f"'{word}'" for word in words) + ":*"
