"""From transactions to one line a customer: repeat purchases, the last of them, time observed."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_DAYS_A_WEEK = 7
_ALIKE = ("x", "t", "end", "count")


@dataclass(frozen=True, slots=True)
class History:
    """One row a customer, in the order of `ids`. Times are in weeks: `repeats` counts the days
    with a purchase after the first such day, `last` is when the last of them was and `observed`
    how long the customer was seen, both from the first purchase. `spent` is what a repeat
    purchase came to on average less what of everything was given back, 0 without one."""

    ids: pl.Series
    repeats: Floats
    last: Floats
    observed: Floats
    spent: Floats
    until: date

    def __len__(self) -> int:
        return len(self.repeats)

    def alike(self) -> "Alike":
        """Each different history once: most customers share theirs with many others."""
        seen = pl.DataFrame({"x": self.repeats, "t": self.last, "end": self.observed})
        each = seen.with_columns(at=pl.struct("x", "t", "end").rank("dense") - 1)
        once = each.group_by("at").agg(pl.all().first(), count=pl.len()).sort("at")
        x, t, end, count = (once[name].cast(pl.Float64).to_numpy() for name in _ALIKE)
        return Alike(x, t, end, count, each["at"].to_numpy())


@dataclass(frozen=True, slots=True)
class Alike:
    """Different histories and how many customers have each; `at` is each customer's own."""

    x: Floats
    t: Floats
    end: Floats
    count: Floats
    at: NDArray[np.uint32]


def histories(transactions: pl.LazyFrame, until: date) -> History:
    """What is known on the day `until` from rows of `customer`, `day` and `amount`.

    Purchases of one day are one (Fader, Hardie & Lee 2005 count days; counting weeks gives other
    parameters). Returns, whose amount is below nothing, are no purchases; a price of nothing is.
    What a customer gave back lowers each of their purchases by the same part.
    """
    amount = pl.col("amount")
    known = transactions.filter(pl.col("day") <= until)
    returned = known.group_by("customer").agg(
        kept=1 + amount.filter(amount < 0).sum() / amount.filter(amount > 0).sum()
    )
    days = known.filter(amount >= 0).group_by("customer", "day").agg(amount.sum())
    first = pl.col("day").min()
    repeats = pl.len() - 1
    told = (
        days.group_by("customer")
        .agg(
            repeats=repeats,
            last=(pl.col("day").max() - first).dt.total_days() / _DAYS_A_WEEK,
            observed=(pl.lit(until) - first).dt.total_days() / _DAYS_A_WEEK,
            spent=(pl.col("amount").sum() - pl.col("amount").sort_by("day").first()) / repeats,
        )
        .join(returned, on="customer", how="left")
        .with_columns(spent=pl.col("spent") * pl.col("kept").fill_nan(1).clip(0, 1))
        .sort("customer")
        .collect()
    )
    return History(
        ids=told["customer"],
        repeats=told["repeats"].cast(pl.Float64).to_numpy(),
        last=told["last"].to_numpy(),
        observed=told["observed"].to_numpy(),
        spent=told["spent"].fill_nan(0).to_numpy(),
        until=until,
    )
