"""The pages of a list that may be of any length: no page costs more because the list is longer."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
else:
    _Paginator = Paginator

Listed = Callable[[Sequence[int]], Iterable[Any]]
A_PAGE = 25
# Nobody turns so many pages; who looks for what is further down asks for less.
MOST = 1_000


def up_to(count: int) -> str:
    """A count that was taken no further than this, in words where there are more."""
    return f"{count:,}" if count <= MOST else f"more than {MOST:,}"


class Pages(_Paginator):
    """The first `MOST` rows, in two statements: the numbers of them all, and the rows of a page.

    A search asks for its words once, however many cases hold them.
    """

    def __init__(self, found: "QuerySet[Any, Any]", listed: Listed) -> None:
        """`listed` reads the rows of these numbers, and asks nothing else of them."""
        super().__init__(found, A_PAGE)
        self.found, self.listed = found, listed

    @cached_property
    def _numbers(self) -> list[int]:
        return list(self.found.values_list("pk", flat=True)[: MOST + 1])

    @cached_property
    def count(self) -> int:
        return min(len(self._numbers), MOST)

    @property
    def numbers(self) -> list[int]:
        """Of all the rows that can be turned to."""
        return self._numbers[:MOST]

    @property
    def more(self) -> bool:
        """Whether there are rows beyond those that can be turned to."""
        return len(self._numbers) > MOST

    def page(self, number: int | str) -> "Page[Any]":
        number = self.validate_number(number)
        numbers = self._numbers[(number - 1) * A_PAGE : min(number * A_PAGE, MOST)]
        return Page(self._rows(numbers), number, self)

    def _rows(self, numbers: Sequence[int]) -> list[Any]:
        by_number = {row.pk: row for row in self.listed(numbers)} if numbers else {}
        return [by_number[each] for each in numbers if each in by_number]


class Counted(_Paginator):
    """The first `MOST` of rows whose number is known already: the rows of a page are all that is
    read, in one statement."""

    def __init__(self, count: int, read: Callable[[int], Sequence[Any]]) -> None:
        """`read` gives the rows of a page that begins after so many."""
        super().__init__((), A_PAGE)
        self.count, self.more, self._read = min(count, MOST), count > MOST, read

    def page(self, number: int | str) -> "Page[Any]":
        number = self.validate_number(number)
        return Page(self._read((number - 1) * A_PAGE), number, self)
