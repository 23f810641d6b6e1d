"""Decisions of somebody who was erased: made from the same facts, without a word of theirs.

The document and the record keep kinds, facts, amounts and rules, so that each is made again as it
was. What people wrote goes from both alike, wherever it was copied to.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import zip_longest
from typing import Any

from upheld.store import models as rows
from upheld.store.record import replay

from .said import Said
from .words import GONE, Words

# The fields that hold what people wrote, in the document and in what was made of it.
_WRITTEN = frozenset({"statement", "because", "evidence", "name", "fit_evidence"})


def empty(ids: Iterable[int], words: Words) -> None:
    for row in rows.Decision.objects.filter(pk__in=list(ids)).iterator(chunk_size=200):
        told = Said(frozenset(_written(row.document)))
        row.document = _without(_bare(row.document), told, words)
        row.record = _without(row.record, told, words, ours=_by_rules(row))
        row.over_budget = ""
        row.save(update_fields=["document", "record", "over_budget"])


def take_out(ids: Iterable[int], told: Said, words: Words) -> None:
    """The same for what one of several people wrote: what the others did stays."""
    for row in rows.Decision.objects.filter(pk__in=list(ids)).iterator(chunk_size=200):
        row.document = _without(row.document, told, words)
        row.record = _without(row.record, told, words, ours=_by_rules(row))
        row.over_budget = words.out_of(row.over_budget, GONE)
        row.save(update_fields=["document", "record", "over_budget"])


def _by_rules(row: rows.Decision) -> Any:
    """What the rules make of a document that has no word of theirs any more. It is ours, though
    somebody quoted it or is called as it begins; nothing where it cannot be made again."""
    with suppress(*replay.HINDERED):
        return replay.again(row).record
    return None


def _written(document: Mapping[str, Any]) -> Iterator[str]:
    """What people wrote."""
    customer = document.get("customer") or {}
    yield from map(str, customer.get("fit_evidence") or ())
    for each in document.get("allegations") or ():
        written = [each.get("statement"), each.get("because"), *(each.get("evidence") or ())]
        yield from (text for text in written if isinstance(text, str) and text)
    if name := customer.get("name"):
        yield name


def _bare(document: Mapping[str, Any]) -> dict[str, Any]:
    """Without where each fact came from, which no table reads."""
    allegations = [
        {name: value for name, value in each.items() if name != "provenance"}
        for each in document.get("allegations") or ()
    ]
    told = {name: value for name, value in document.items() if name != "context"}
    return {**told, "allegations": allegations}


def _without(value: Any, told: Said, words: Words, name: str = "", ours: Any = None) -> Any:
    """The same with each text that was written by somebody taken out: where it is all of a field
    that holds such texts, and inside of longer ones where it is a sentence and no code. What is
    also at this place in `ours` stays."""
    if isinstance(value, dict):
        others = ours if isinstance(ours, dict) else {}
        return {n: _without(each, told, words, n, others.get(n)) for n, each in value.items()}
    if isinstance(value, list):
        pairs = zip_longest(value, ours[: len(value)] if isinstance(ours, list) else ())
        return [_without(each, told, words, name, other) for each, other in pairs]
    if not isinstance(value, str) or not value or value == ours:
        return value
    if name in _WRITTEN and told.is_all_of(value):
        return GONE
    return words.out_of(told.out_of(value), GONE)
