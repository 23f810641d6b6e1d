"""Every order as a row of arrays, with what its customer did afterwards: read once, asked often."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upheld.core.placing import Placing
from upheld.store import as_one, standing
from upheld.store import models as rows

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]

# Between the numbers of two people there is room for every day that a calendar has.
_DAYS = 4_000_000
_EARLIER = np.array([1, 3, 7])  # none before, one or two, three to six, more


@dataclass(frozen=True)
class Passages:
    """All orders up to `today`, by person and day. `done` is when it was over for the customer: it
    came, or should have. Days are ordinals; `promised`, `came` and `returned` 0 where there is
    none; `touchpoint`, `persona`, `area`, `currency` and `item` index `names`.
    """

    today: date
    order: Ints
    person: Ints
    placed: Ints
    promised: Ints
    came: Ints
    returned: Ints
    touchpoint: Ints
    persona: Ints
    area: Ints
    currency: Ints
    item: Ints
    paid: Floats
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.order)

    @cached_property
    def done(self) -> Ints:
        return np.maximum(np.maximum(self.placed, self.promised), self.came)

    @cached_property
    def like(self) -> Ints:
        """Who can be compared: the same persona, touchpoint and currency, in the same year of ours,
        with about as many orders before."""
        first = np.searchsorted(self.person, self.person)
        earlier = np.searchsorted(_EARLIER, np.arange(len(self)) - first, side="right")
        year = (self.today.toordinal() - self.done) // 365
        parts = (self.persona, self.touchpoint, self.currency, earlier, year)
        told = np.zeros(len(self), dtype=np.int64)
        for part in parts:
            told = told * (int(part.max(initial=0)) + 2) + part + 1
        return np.unique(told, return_inverse=True)[1].astype(np.int64)

    @cached_property
    def _by_order(self) -> Ints:
        return np.argsort(self.order).astype(np.int64)

    @cached_property
    def _moments(self) -> Ints:
        return self.person * _DAYS + self.placed

    @cached_property
    def _summed(self) -> Floats:
        return np.concatenate([[0.0], np.cumsum(self.paid)])

    def _ends(self, within: timedelta) -> tuple[Ints, Ints]:
        """Where the orders placed within so long after each was done begin and end."""
        begin = self.person * _DAYS + self.done
        first = np.searchsorted(self._moments, begin, side="right")
        last = np.searchsorted(self._moments, begin + within.days, side="right")
        return first.astype(np.int64), last.astype(np.int64)

    def stayed_away(self, within: timedelta) -> Marks:
        """Whether they ordered nothing within so long after it was done."""
        first, last = self._ends(within)
        return np.asarray(last <= first)

    def spent(self, within: timedelta) -> Floats:
        first, last = self._ends(within)
        return np.asarray(self._summed[last] - self._summed[first])

    def followed(self, within: timedelta) -> Marks:
        """Whether so long has passed since it was done."""
        return np.asarray(self.done + within.days <= self.today.toordinal())

    def at(self, orders: Ints) -> Ints:
        """The rows of these orders; those that are not among them are left out."""
        if not len(self):
            return np.zeros(0, dtype=np.int64)
        place = np.searchsorted(self.order[self._by_order], orders)
        found = self._by_order[np.minimum(place, len(self) - 1)]
        return np.asarray(found[self.order[found] == orders])

    def last_before(self, person: int, day: int) -> int | None:
        """The row of the last order that a person had placed by a day."""
        place = int(np.searchsorted(self._moments, person * _DAYS + day, side="right")) - 1
        return place if place >= 0 and self.person[place] == person else None

    def first_of_each(self, marked: Marks) -> Marks:
        """Of each person the first that is marked, and no other."""
        at = np.flatnonzero(marked)
        by_time = at[np.lexsort((self.done[at], self.person[at]))]
        kept = np.ones(len(by_time), dtype=bool)
        kept[1:] = self.person[by_time][1:] != self.person[by_time][:-1]
        first = np.zeros(len(self), dtype=bool)
        first[by_time[kept]] = True
        return first

    def named(self, name: str) -> int:
        """The number of a name; -1 where no order has it."""
        return self.names.index(name) if name in self.names else -1


_COLUMNS = (
    "pk", "person", "placed_on", "promised_on", "delivered_on", "returned_on", "touchpoint", "item",
    "customer__persona", "customer__area", "currency", "amount", "delivery_paid", "refunded",
)  # fmt: skip


_WHOLE = (
    "order", "person", "placed", "promised", "came", "returned", "touchpoint", "persona", "area",
    "currency", "item",
)  # fmt: skip


def passages(by: Placing, today: date) -> Passages:
    """One statement, whatever there is."""
    found: Any = rows.Order.objects.filter(placed_on__lte=today).order_by()
    told = found.annotate(person=as_one.person_of()).values_list(*_COLUMNS)
    names: dict[str, int] = {}
    placed: dict[tuple[str, str], int] = {}

    def number(name: str) -> int:
        return names.setdefault(name, len(names))

    def where(nature: str, item: str) -> int:
        if (nature, item) not in placed:
            placed[nature, item] = number(standing.placed_order(nature, item, by))
        return placed[nature, item]

    each = [
        (
            pk, person, on.toordinal(), _day(promised, today), _day(came, today),
            _day(returned, today), where(nature, item), number(persona), number(area),
            number(currency), number(item), float(amount + delivery - refunded),
        )
        for pk, person, on, promised, came, returned, nature, item, persona, area, currency,
        amount, delivery, refunded in told.iterator(chunk_size=20_000)
    ]  # fmt: skip
    table = np.array(each, dtype=np.float64).reshape(-1, len(_WHOLE) + 1)
    table = table[np.lexsort((table[:, 0], table[:, 2], table[:, 1]))]
    whole = {name: table[:, at].astype(np.int64) for at, name in enumerate(_WHOLE)}
    return Passages(today=today, **whole, paid=table[:, len(_WHOLE)], names=tuple(names))


def _day(day: date | None, today: date) -> int:
    """What is still to come has not happened: a promised day ahead is none yet."""
    return day.toordinal() if day and day <= today else 0
