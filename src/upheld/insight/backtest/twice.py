"""A loss is made good once, over columns: `core.twice`, for the points of many cases at once."""

from functools import reduce
from operator import and_

import polars as pl

from upheld.core.twice import NOWHERE, TWICE, WHOM
from upheld.core.words import FindingResult

CASE, POINT = "(case)", "(point)"
# The points of one complaint that ask for money are compared each with each, up to so many.
MOST = 8

_UNKNOWN = ("owed.kind", "owed.amount", "owed.chooser", "owed.days")
_MONEY = ("price_back", "delivery_back", "already_refunded")
_PAID = ("price_paid", "delivery_paid")
_RANK = "(rank)"


def once(points: pl.DataFrame) -> pl.DataFrame:
    """The points, those in doubt turned into a question to a colleague.

    `points` has a row for each point with what its tables gave, `(case)` and `(point)`.
    """
    doubted = pl.concat([_beyond_the_price(points), _covered_by_none(points)])
    if doubted.is_empty():
        return points
    # Where both speak, core.twice lets the second have the word.
    told = doubted.unique([CASE, POINT], keep="last")
    joined = points.join(told, on=[CASE, POINT], how="left", maintain_order="left")
    asked = pl.col("(doubt)").is_not_null()
    unknown = [pl.when(~asked).then(pl.col(name)).alias(name) for name in _UNKNOWN]
    question = pl.coalesce("(doubt)", pl.col("owed.question").cast(pl.String))
    whom = pl.when(asked).then(pl.lit(WHOM)).otherwise(pl.col("owed.ask_whom").cast(pl.String))
    return joined.with_columns(
        *unknown, question.alias("owed.question"), whom.alias("owed.ask_whom")
    ).drop("(doubt)")


def crowded(points: pl.DataFrame) -> pl.Series:
    """The cases with more points that ask for money than are compared here."""
    counts = points.filter(_asks_for_money()).group_by(CASE).len()
    return counts.filter(pl.col("len") > MOST)[CASE]


def remedied() -> pl.Expr:
    """Whether a point gives a remedy."""
    given = pl.col("owed.kind").cast(pl.String).fill_null("none") != "none"
    return given & pl.col("owed.question").is_null()


def _asks_for_money() -> pl.Expr:
    return remedied() & (pl.col("price_back").fill_null(0) != 0)


def _beyond_the_price(points: pl.DataFrame) -> pl.DataFrame:
    """The points with which the money that comes back would pass what was paid."""
    money = points.filter(_asks_for_money()).select(
        CASE,
        POINT,
        *(pl.col(name).fill_null(0) for name in _MONEY),
        *_PAID,
        pl.col("covered_by_another").eq_missing(False).alias("free"),
        pl.int_range(pl.len()).over(CASE).alias(_RANK),
    )
    several = money.filter(pl.len().over(CASE) > 1)
    bought = several.filter(pl.col(_RANK) == 0).with_columns(pl.lit(0).alias("purchase"))
    doubted = []
    for rank in several[_RANK].unique().sort().to_list()[1:MOST]:
        bought, doubts = _one_more(bought, several.filter(pl.col(_RANK) == rank))
        doubted.append(doubts.select(CASE, POINT, pl.lit(TWICE).alias("(doubt)")))
    empty = pl.DataFrame(schema={**{name: points.schema[name] for name in (CASE, POINT)},
                                 "(doubt)": pl.String})  # fmt: skip
    return pl.concat([empty, *doubted])


def _one_more(bought: pl.DataFrame, more: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The purchases of each case with one more point, and the points that do not fit theirs.

    A purchase is a row: what was paid for it as far as it is known, and what comes back so far.
    """
    pairs = more.join(bought, on=CASE, suffix="+")
    theirs = pairs.filter(_same()).sort("purchase").unique(CASE, keep="first")
    joins, doubts = theirs.filter(_fits()), theirs.filter(~_fits())
    new = more.join(theirs, on=CASE, how="anti").with_columns(pl.col(_RANK).alias("purchase"))
    grown = joins.select(
        CASE,
        POINT,
        *(_together()[name].alias(name) for name in _MONEY),
        *(pl.coalesce(name, f"{name}+").alias(name) for name in _PAID),
        (pl.col("free") & pl.col("free+")).alias("free"),
        _RANK,
        "purchase",
    )
    kept = bought.join(grown, on=[CASE, "purchase"], how="anti")
    return pl.concat([kept, grown, new.select(kept.columns)], how="vertical_relaxed"), doubts


def _same() -> pl.Expr:
    """Whether it may be the same purchase: what was paid agrees wherever it is known."""
    return reduce(and_, ((pl.col(n) == pl.col(f"{n}+")).fill_null(True) for n in _PAID))


def _together() -> dict[str, pl.Expr]:
    back, delivery_back, refunded = ((pl.col(n), pl.col(f"{n}+")) for n in _MONEY)
    most = pl.max_horizontal(*refunded)
    return dict(zip(_MONEY, (back[0] + back[1], delivery_back[0] + delivery_back[1], most),
                    strict=True))  # fmt: skip


def _fits() -> pl.Expr:
    price, delivery = (pl.coalesce(name, f"{name}+") for name in _PAID)
    back, delivery_back, refunded = _together().values()
    paid = price + delivery.fill_null(0) - refunded
    within_price = price.is_null() | (back <= paid)
    left = pl.max_horizontal(delivery - refunded, pl.lit(0))
    within_delivery = delivery.is_null() | (delivery_back <= left)
    free = pl.col("free") & pl.col("free+")
    return (free | (within_price & within_delivery)).fill_null(False)


def _covered_by_none(points: pl.DataFrame) -> pl.DataFrame:
    """The first found point of a case where each found one says that another covers it."""
    finding = pl.col("finding").cast(pl.String).fill_null(FindingResult.UNDETERMINED)
    found = finding.is_in([FindingResult.SUBSTANTIATED, FindingResult.PARTLY])
    covered = pl.col("covered_by_another").eq_missing(True)
    told = points.select(CASE, POINT, finding.alias("finding"), found.alias("found"),
                         covered.alias("covered"))  # fmt: skip
    known = (pl.col("finding") != FindingResult.UNDETERMINED).all().over(CASE)
    all_covered = (pl.col("covered") | ~pl.col("found")).all().over(CASE)
    doubted = told.filter(known & all_covered).filter("found")
    first = doubted.unique(CASE, keep="first", maintain_order=True)
    return first.select(CASE, POINT, pl.lit(NOWHERE).alias("(doubt)"))
