"""What each person bought and complained of, and when: read once, for looking ahead and back from
any number of days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import F, FloatField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from upheld.store import models as rows
from upheld.store.counted.ordinals import ordinal
from upheld.store.made_once import made_once
from upheld.store.merged import as_one
from upheld.store.sql.in_columns import in_columns

Ints = NDArray[np.int64]

# Between the numbers of two people there is room for every day that a calendar has.
DAYS = 4_000_000
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Bought:
    """Every order, by person and day: `moments` tell both, `kept` is what was paid of it and not
    given back, in hundredths, in the currency of `names` that `currency` says."""

    moments: Ints
    kept: Ints
    currency: Ints
    names: tuple[str, ...]

    def between(self, person: Ints, after: Ints, until: Ints) -> tuple[Ints, Ints]:
        """Where the orders of each person begin and end that were placed after a day and until
        another, which is within; days are ordinals."""
        first, last = (
            np.searchsorted(self.moments, person * DAYS + day, side="right").astype(np.int64)
            for day in (after, until)
        )
        return first, last

    def spent(self, first: Ints, last: Ints, currency: str) -> Ints:
        """What was kept of the orders from one place to another, of those in this currency."""
        wanted = self.names.index(currency) if currency in self.names else -1
        kept = np.where(self.currency == wanted, self.kept, 0)
        summed = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])
        return np.asarray(summed[last] - summed[first])


@made_once
def bought() -> Bought:
    """One statement."""
    kept = Cast(F("amount") - F("refunded"), FloatField())
    told = rows.Order.objects.order_by().values_list(
        as_one.person_of(), ordinal("placed_on"), kept, "currency"
    )
    numbers: dict[str, int] = {}
    parts: list[tuple[Ints, Ints, Ints]] = []
    for person, day, amount, currency in in_columns(told):
        parts.append((
            np.array(person, np.int64) * DAYS + np.array(day, np.int64),
            np.rint(np.array(amount, np.float64) * 100).astype(np.int64),
            np.array([numbers.setdefault(each, len(numbers)) for each in currency], np.int64),
        ))  # fmt: skip
    nothing = np.zeros(0, np.int64)
    columns = zip(*parts, strict=True) if parts else ((nothing,),) * 3
    moments, amounts, currencies = (np.concatenate(each) for each in columns)
    order = np.argsort(moments, kind="stable")
    return Bought(moments[order], amounts[order], currencies[order], tuple(numbers))


@made_once
def complaints() -> Mapping[int, Sequence[datetime]]:
    """When each person complained, in its order. One statement."""
    found: defaultdict[int, list[datetime]] = defaultdict(list)
    told = rows.Case.objects.order_by("received_at").annotate(person=as_one.person_of())
    for person, at in told.values_list("person", "received_at").iterator(chunk_size=_AT_ONCE):
        found[person].append(at)
    return found
