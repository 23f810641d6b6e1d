"""Every order as a row of arrays, with what its customer did afterwards: read once, asked often."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from django.db.models import F, FloatField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from upheld.core.placing import Placing
from upheld.store import models as rows
from upheld.store.counted import standing
from upheld.store.counted.ordinals import ordinal
from upheld.store.made_once import made_once
from upheld.store.merged import as_one
from upheld.store.sql.in_columns import in_columns

from .bought import DAYS, Ints

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
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
    def who(self) -> Ints:
        """Each person's number among all of them, from 0: what is summed by person is summed so."""
        new = self.person[1:] != self.person[:-1]
        return np.concatenate([np.zeros(min(len(self), 1), np.int64), np.cumsum(new)])

    def people(self, marked: Marks) -> int:
        """How many people have an order that is marked."""
        return int(np.count_nonzero(np.bincount(self.who[marked])))

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
        return self.person * DAYS + self.placed

    @cached_property
    def _sums(self) -> dict[int, Floats]:
        return {}

    def _summed(self, currency: int) -> Floats:
        if currency not in self._sums:
            paid = np.where(self.currency == currency, self.paid, 0.0)
            self._sums[currency] = np.concatenate([[0.0], np.cumsum(paid)])
        return self._sums[currency]

    @cached_property
    def _known(self) -> dict[timedelta, tuple[Ints, Ints]]:
        return {}

    def _ends(self, within: timedelta) -> tuple[Ints, Ints]:
        """Where the orders placed within so long after each was done begin and end."""
        if within not in self._known:
            begin = self.person * DAYS + self.done
            first = np.searchsorted(self._moments, begin, side="right")
            last = np.searchsorted(self._moments, begin + within.days, side="right")
            self._known[within] = first.astype(np.int64), last.astype(np.int64)
        return self._known[within]

    def stayed_away(self, within: timedelta) -> Marks:
        """Whether they ordered nothing within so long after it was done."""
        first, last = self._ends(within)
        return np.asarray(last <= first)

    def spent(self, within: timedelta, currency: int) -> Floats:
        """What was kept of the orders placed within so long after each was done, in this currency:
        amounts of two are never added."""
        first, last = self._ends(within)
        summed = self._summed(currency)
        return np.asarray(summed[last] - summed[first])

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
        place = int(np.searchsorted(self._moments, person * DAYS + day, side="right")) - 1
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


_DAYS_OF = {
    "placed": "placed_on", "promised": "promised_on", "came": "delivered_on",
    "returned": "returned_on",
}  # fmt: skip
_NAMED = {"persona": "customer__persona", "area": "customer__area", "currency": "currency"}


class _Numbers(dict[Any, int]):
    """The number of each; a new one gets the next."""

    def __missing__(self, each: Any) -> int:
        self[each] = found = len(self)
        return found

    def of(self, some: Iterable[Any]) -> Ints:
        return np.fromiter(map(self.__getitem__, some), np.int64)


def passages(by: Placing, today: date) -> Passages:
    """One statement, whatever there is."""
    columns, names = _every(by)
    placed = columns["placed"] <= today.toordinal()
    return _in_order(today, {name: each[placed] for name, each in columns.items()}, names)


@made_once
def _every(by: Placing) -> tuple[dict[str, NDArray[Any]], tuple[str, ...]]:
    """Every order in columns, those that are dated ahead too, and the names that they index. What
    is bought very often is placed once."""
    names, kinds = _Numbers(), _Numbers()
    parts: defaultdict[str, list[NDArray[Any]]] = defaultdict(list)
    for chunk in chain((dict.fromkeys(("person", *_READ), ()),), _chunks()):
        for name in ("order", "person", *_DAYS_OF):
            parts[name].append(np.array(chunk[name], np.int64))
        for name in _NAMED:
            parts[name].append(names.of(chunk[name]))
        parts["paid"].append(np.array(chunk["paid"], np.float64))
        parts["kind"].append(kinds.of(zip(chunk["nature"], chunk["item"], strict=True)))
    found = {name: np.concatenate(some) for name, some in parts.items()}
    kind = found.pop("kind")
    at = (standing.placed_order(nature, item, by) for nature, item in kinds)
    found["touchpoint"] = names.of(at)[kind]
    found["item"] = names.of(item for _, item in kinds)[kind]
    return found, tuple(names)


# What is read of each order beside whose it is, as the database tells it.
_READ: Mapping[str, Any] = {
    "order": F("pk"),
    "nature": F("touchpoint"),
    "item": F("item"),
    **{name: ordinal(day) for name, day in _DAYS_OF.items()},
    **{name: F(column) for name, column in _NAMED.items()},
    "paid": Cast(F("amount") + F("delivery_paid") - F("refunded"), FloatField()),
}


def _chunks() -> Iterator[Mapping[str, tuple[Any, ...]]]:
    """The orders as columns by name, so many at once. Whose each is hangs on who looks."""
    read = {"person": as_one.person_of(), **_READ}
    for columns in in_columns(rows.Order.objects.order_by().values_list(*read.values())):
        yield dict(zip(read, columns, strict=True))


def _in_order(today: date, columns: Mapping[str, NDArray[Any]], names: tuple[str, ...]) -> Passages:
    """By person and day. What is still to come has not happened: a promised day ahead is none."""
    order = np.lexsort((columns["order"], columns["placed"], columns["person"]))
    told = {name: column[order] for name, column in columns.items()}
    for name in ("promised", "came", "returned"):
        told[name][told[name] > today.toordinal()] = 0
    return Passages(today=today, **told, names=names)
