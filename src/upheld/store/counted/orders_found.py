"""Orders by a word or by where in the journey they stand, however many there are.

To look at every order takes seconds where there are a million. Few things have a name, though: each
is read once from an index, and where few orders hold what is asked for, they are looked up by their
numbers. Where many do, the newest are walked through until there are enough.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from upheld.core.placing import Placing
from upheld.store import models as rows

from . import standing

Orders = QuerySet[Any, Any]
# A firm that writes every order's words anew has no things with a name.
_MOST_THINGS = 5_000
# So many are looked up in the time that walking to as many as a list shows takes.
_FEW = 20_000
# The names of so many are read once; of more, by each statement that asks for their orders.
_FEW_NAMED = 2_000
# One step of the index a thing: the orders of it are not read.
_THINGS = f"""
WITH RECURSIVE found(item) AS (
    SELECT min(item) FROM store_order
    UNION ALL
    SELECT (SELECT min(item) FROM store_order WHERE item > found.item)
    FROM found WHERE found.item IS NOT NULL
)
SELECT item FROM found WHERE item IS NOT NULL LIMIT {_MOST_THINGS + 1}
"""


def things() -> list[str] | None:
    """What was ever bought, each once; None where that is very much."""
    with connection.cursor() as cursor:
        cursor.execute(_THINGS)
        found = [item for (item,) in cursor.fetchall()]
    return found if len(found) <= _MOST_THINGS else None


def with_words(found: Orders, query: str) -> Orders:
    """Those of which each word is in what was bought, in whose it is, or is their number."""
    words = query.lower().split()
    named = things() if words else None
    for word in words:
        found = found.filter(_holds(word, named))
    if not words or named is None:
        return found
    return _few_looked_up(found, _with_words(words, named))


def _holds(word: str, things: Iterable[str] | None) -> Q:
    return _is_of(word, things) | Q(customer__name__icontains=word) | _numbered(word)


def _is_of(word: str, things: Iterable[str] | None) -> Q:
    if things is None:
        return Q(item__icontains=word)
    return Q(item__in=[each for each in things if word in each.lower()])


def _numbered(word: str) -> Q:
    """However it was typed; by its index, as without regard to case there is none."""
    return Q(reference__in=(word, word.upper(), word.capitalize()))


def is_of(words: Collection[str]) -> Q:
    """Of orders: those with one of these words in what was bought, in small letters."""
    named, found = things(), Q()
    for word in words:
        found |= _is_of(word, named)
    return found


def _with_words(words: Sequence[str], things: Iterable[str]) -> Iterator[Orders]:
    """All that may hold every word, and others: by what was bought where that says all of them, by
    whose it is for what it leaves out, and by number."""
    every = rows.Order.everything.order_by()
    whole, left_out = list[str](), set[frozenset[str]]()
    for thing in things:
        missing = frozenset(word for word in words if word not in thing.lower())
        left_out.add(missing)
        if not missing:
            whole.append(thing)
    yield every.filter(item__in=whole)
    for missing in _least(left_out - {frozenset()} | {frozenset(words)}):
        yield every.filter(customer__in=_named(missing))
    for word in words:
        yield every.filter(_numbered(word))


def _named(words: Iterable[str]) -> "Orders | list[int]":
    """The numbers of the customers whose name holds each of these words, or a query for them where
    they are many."""
    named = rows.Customer.everything.order_by()
    for word in words:
        named = named.filter(name__icontains=word)
    numbers = list(named.values_list("pk", flat=True)[: _FEW_NAMED + 1])
    return numbers if len(numbers) <= _FEW_NAMED else named.values("pk")


def _least(sets: Collection[frozenset[str]]) -> list[frozenset[str]]:
    """Whoever has all words of a larger one has those of the smaller in it."""
    return [each for each in sets if not any(other < each for other in sets)]


def standing_at(found: Orders, touchpoints: Collection[str], by: Placing) -> Orders:
    """Those that stand at one of these touchpoints of the journey."""
    named, told = things(), standing.orders(found)
    if named is None:
        return told.filter(standing__in=standing.standings(told, "order", touchpoints, by))
    there = [
        (nature, thing)
        for nature in standing.NATURES
        for thing in named
        if standing.placed_order(nature, thing, by) in touchpoints
    ]
    walked = told.filter(standing__in=[standing.of_order(*each) for each in there])
    return _few_looked_up(walked, _of_natures(there))


def _of_natures(there: Collection[tuple[str, str]]) -> Iterator[Orders]:
    for nature in standing.NATURES:
        things = [thing for of, thing in there if of == nature]
        yield rows.Order.everything.order_by().filter(touchpoint=nature, item__in=things)


def _few_looked_up(walked: Orders, parts: Iterable[Orders]) -> Orders:
    """The orders that a walk finds, by their numbers where the parts, which hold them all, are few
    enough."""
    first, *others = (each.values("pk") for each in parts)
    numbers = first.union(*others, all=True)
    few = numbers[: _FEW + 1].count() <= _FEW
    return walked.filter(pk__in=numbers) if few else walked
