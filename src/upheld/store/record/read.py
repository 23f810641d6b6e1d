"""The record read from one end to the other, whatever somebody wrote into it beside us; and marks
for numbers of rows that take little memory."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import DatabaseError
from django.db.models import QuerySet

from upheld.store.models import Event

_AT_ONCE = 500
_A_PAGE = 4096
# What a day that is none, bytes that are no text, or JSON that is none come to.
_UNREADABLE = (ValueError, TypeError, OverflowError, DatabaseError)


def read(
    found: "QuerySet[Event]", names: Sequence[str], *, newest_first: bool = False
) -> Iterator[tuple[int, tuple[Any, ...] | None]]:
    """The number and these columns of each event; None for one that cannot be read at all."""
    order, beyond = ("-number", "number__lt") if newest_first else ("number", "number__gt")
    told, last = found.order_by(order).values_list("number", *names), None
    while True:
        left = told if last is None else told.filter(**{beyond: last})
        page = list(_page(left))
        yield from page
        if len(page) < _AT_ONCE:
            return
        last = page[-1][0]


def _page(left: "QuerySet[Any, Any]") -> Iterable[tuple[int, tuple[Any, ...] | None]]:
    try:
        return [(number, rest) for number, *rest in left[:_AT_ONCE]]
    except _UNREADABLE:
        numbers = list(left.values_list("number", flat=True)[:_AT_ONCE])
        return [(number, _one(left, number)) for number in numbers]


def _one(left: "QuerySet[Any, Any]", number: int) -> tuple[Any, ...] | None:
    try:
        return tuple(left.get(number=number)[1:])
    except _UNREADABLE:
        return None


class Marks:
    """Which numbers were told of: a byte for each, in pages that are there once one of theirs was.
    A row put in with a number far beyond all others stops nothing."""

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}

    def add(self, number: int) -> bool:
        """Whether it is the first time."""
        at = number // _A_PAGE
        page = self._pages.get(at) or self._pages.setdefault(at, bytearray(_A_PAGE))
        fresh, page[number % _A_PAGE] = not page[number % _A_PAGE], 1
        return fresh

    def __contains__(self, number: int) -> bool:
        page = self._pages.get(number // _A_PAGE)
        return page is not None and bool(page[number % _A_PAGE])
