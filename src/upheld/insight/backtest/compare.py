"""Two decisions on each of many cases: what differs, in which direction, and what it costs."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import polars as pl

from .decided import CASES, Decided
from .twice import CASE, POINT

WAYS = ("more", "less", "otherwise", "same")
MEASURES = [name for name in CASES if name not in (CASE, "problem", "cost_a_year")]
_REMEDY = ("kind", "amount", "chooser", "days")


@dataclass(frozen=True, slots=True)
class Compared:
    """`cases`: a row for each case, every measure as NAME and NAME+ (before and after), `changed`,
    `owed.way`, `goodwill.way` and `way` (all that the customer gets). `lost`: a row for each point
    that gives less than before, with the source that it rested on.
    """

    cases: pl.DataFrame
    lost: pl.DataFrame


def compare(before: Decided, after: Decided) -> Compared:
    """What the change makes of each case; `before` and `after` hold the same cases in order."""
    both = before.cases.join(after.cases, on=CASE, suffix="+", maintain_order="left")
    points = _points(before, after)
    joined = both.join(_of_points(points), on=CASE, how="left", maintain_order="left")
    decided = pl.col("problem").is_null() & pl.col("problem+").is_null()
    differs = [pl.col(name).ne_missing(pl.col(f"{name}+")) for name in MEASURES]
    owed = _way("owed", "remedies", pl.col("otherwise"))
    goodwill = _way(
        "goodwill", "help", pl.col("goodwill.kind").ne_missing(pl.col("goodwill.kind+"))
    )
    cases = joined.with_columns(
        (pl.col("owed") + pl.col("goodwill")).alias("given"),
        (pl.col("owed+") + pl.col("goodwill+")).alias("given+"),
        (pl.col("remedies") + pl.col("help").cast(pl.Int64)).alias("more"),
        (pl.col("remedies+") + pl.col("help+").cast(pl.Int64)).alias("more+"),
        changed=decided & (reduce(or_, differs) | pl.col("otherwise") | pl.col("found")),
    ).with_columns(
        pl.when(decided).then(owed).alias("owed.way"),
        pl.when(decided).then(goodwill).alias("goodwill.way"),
        pl.when(decided).then(_way("given", "more", pl.lit(False))).alias("way"),
    )  # fmt: skip
    return Compared(
        cases.drop("more", "more+", "otherwise", "found", "remedies", "remedies+"), _lost(points)
    )


def _points(before: Decided, after: Decided) -> pl.DataFrame:
    keys = [CASE, POINT]
    return before.points.join(after.points, on=keys, suffix="+", maintain_order="left")


def _of_points(points: pl.DataFrame) -> pl.DataFrame:
    """By case: how many remedies there are, whether one differs, and whether a finding does."""
    differs = reduce(or_, (pl.col(name).ne_missing(pl.col(f"{name}+")) for name in _REMEDY))
    found = pl.col("finding").ne_missing(pl.col("finding+"))
    return points.group_by(CASE).agg(
        pl.col("kind").count().cast(pl.Int64).alias("remedies"),
        pl.col("kind+").count().cast(pl.Int64).alias("remedies+"),
        differs.any().alias("otherwise"),
        found.any().alias("found"),
    )


def _way(amount: str, count: str, otherwise: pl.Expr) -> pl.Expr:
    """More or less money; of the same money, more or fewer things; else something else or not."""
    ways = pl.Enum(WAYS)
    money = pl.col(f"{amount}+") - pl.col(amount)
    things = pl.col(f"{count}+").cast(pl.Int64) - pl.col(count).cast(pl.Int64)
    sign = pl.when(money != 0).then(money.sign()).otherwise(things.sign())

    def word(text: str) -> pl.Expr:
        return pl.lit(text, ways)

    return (
        pl.when(sign > 0).then(word("more"))
        .when(sign < 0).then(word("less"))
        .when(otherwise).then(word("otherwise"))
        .otherwise(word("same"))
    )  # fmt: skip


def _lost(points: pl.DataFrame) -> pl.DataFrame:
    amount, later = pl.col("amount"), pl.col("amount+").fill_null(0)
    gone = pl.col("kind").is_not_null() & pl.col("kind+").is_null()
    lost = points.filter(gone | (later < amount))
    return lost.select(CASE, pl.col("source").fill_null(""), (amount - later).alias("amount"))


def by(frame: pl.DataFrame, *keys: str, **sums: pl.Expr) -> list[dict[str, Any]]:
    """The sums for each group, in the order of the keys."""
    grouped = frame.group_by(*keys).agg(pl.len().cast(pl.Int64).alias("cases"), **sums)
    return grouped.sort(*keys).to_dicts()
