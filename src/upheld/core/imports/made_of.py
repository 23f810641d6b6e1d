"""What the lines of a table come to: customers, orders and contacts, each once."""

import hashlib
from collections.abc import Mapping

import polars as pl

from upheld.core.words import Channel

from . import cells
from .columns import From

IN, OUT = "in", "out"
Fields = Mapping[str, From]
Made = tuple[pl.DataFrame, dict[str, int]]


def customers(good: pl.DataFrame, fields: Fields) -> Made:
    """One customer a number; the last line of a number is what holds."""
    named = {name: pl.col(f"__{name}") for name in fields if name != "joined"}
    joined = cells.day(fields["joined"]) if "joined" in fields else pl.lit(None, pl.Date)
    lines = good.select(**named, joined=joined)
    taken = lines.unique("customer", keep="last", maintain_order=True)
    return taken, {"lines of a customer who stands there again": lines.height - taken.height}


def orders(good: pl.DataFrame, fields: Fields, usual: str = "") -> Made:
    """Lines of one number are one order. Without a number, those of one customer at one moment are.

    What is negative was returned: it is given back of the order that it stands in. What many cost
    of which one is less than the smallest coin adds up first, and is then told to the coin.
    """
    lines = good.select(
        customer="__customer",
        reference=reference(fields),
        numbered=_or_null("order", fields).is_not_null(),
        day=cells.day(fields["placed"]),
        item=pl.col("__item") if "item" in fields else pl.lit(""),
        area=_or_null("area", fields),
        campaign=_or_null("campaign", fields),
        currency=_or_null("currency", fields),
        coin=cells.coin(currency(fields, usual)),
        worth=worth(fields),
    )
    sold, returned = pl.col("worth") > 0, pl.col("worth") < 0
    taken = lines.group_by("customer", "reference", maintain_order=True).agg(
        day=pl.coalesce(pl.col("day").filter(~returned).min(), pl.col("day").min()),
        returned=pl.col("day").filter(returned).max(),
        item=pl.col("item").drop_nulls().first(),
        lines=pl.len(),
        amount=pl.col("worth").filter(sold).sum(),
        refunded=-pl.col("worth").filter(returned).sum(),
        area=pl.col("area").drop_nulls().first(),
        campaign=pl.col("campaign").drop_nulls().first(),
        currency=pl.col("currency").drop_nulls().first(),
        coin=pl.col("coin").first(),
    )
    coined = taken.with_columns(_to_the_coin("amount"), _to_the_coin("refunded")).drop("coin")
    finer = (coined["amount"] != taken["amount"]) | (coined["refunded"] != taken["refunded"])
    return coined, {**_of_orders(lines, coined), _COINED: int(finer.sum())}


_COINED = "orders of quantities and prices, rounded to the smallest coin of their currency"


def _to_the_coin(name: str) -> pl.Expr:
    """Never negative, with the half of a coin rounded up."""
    coin = pl.col("coin")
    return (pl.col(name) + coin // 2) // coin * coin


def currency(fields: Fields, usual: str) -> pl.Expr:
    """What each line is in: as it says, or what is usual."""
    return pl.coalesce(_or_null("currency", fields), pl.lit(usual or None, pl.String))


def worth(fields: Fields) -> pl.Expr:
    """What a line comes to, in ten-thousandths of a unit; null for what is no amount."""
    if "amount" in fields:
        return cells.amount(cells.number("__amount"))
    many = cells.number("__quantity") if "quantity" in fields else 1
    return cells.amount(cells.number("__price") * many)


def reference(fields: Fields) -> pl.Expr:
    """What an order is called: its number, or the moment of its lines."""
    unnumbered = pl.format("no number, {}", pl.col("__placed").str.slice(0, 29))
    return pl.coalesce(_or_null("order", fields), unnumbered)


def _or_null(name: str, fields: Fields) -> pl.Expr:
    return pl.col(f"__{name}") if name in fields else pl.lit(None, pl.String)


def _of_orders(lines: pl.DataFrame, taken: pl.DataFrame) -> dict[str, int]:
    alone = (taken["amount"] == 0) & (taken["refunded"] > 0)
    return {
        "lines without a number, put together by customer and moment": int(
            (~lines["numbered"]).sum()
        ),
        "lines that were returned": int((lines["worth"] < 0).sum()),
        "lines that cost nothing": int((lines["worth"] == 0).sum()),
        "orders that are returns alone": int(alone.sum()),
        "orders of which more came back than was sold": int(
            ((taken["refunded"] > taken["amount"]) & ~alone).sum()
        ),
        "orders returned before they were placed, as they are dated": int(
            (taken["returned"] < taken["day"]).sum()
        ),
    }


def contacts(good: pl.DataFrame, fields: Fields) -> Made:
    """One contact a line. It is known by its number there, or else by all that was read of it.

    The oldest comes first: the indexes by the moment are written from one end to the other. A
    customer has the address of the line that stands first all the same."""
    read = good.select(
        customer="__customer",
        email=pl.col("__email").str.to_lowercase() if "email" in fields else pl.lit(""),
        at="__at",
        inbound=pl.col("__direction") != OUT if "direction" in fields else pl.lit(True),
        channel=_or("channel", fields, Channel.IMPORT.value),
        summary=_or("summary", fields, ""),
        author=_or("author", fields, ""),
        topic=_or("topic", fields, ""),
        caused_by=_or("caused_by", fields, ""),
        minutes=minutes(fields),
        key=_or_null("key", fields),
    )
    unkeyed = read["key"].null_count()
    taken = read.with_columns(key=pl.coalesce("key", _digests())) if unkeyed else read
    alike = taken.unique("key", keep="last", maintain_order=True)
    addressed = alike.with_columns(pl.col("email").first().over("customer"))
    return addressed.sort("at", maintain_order=True), {
        "lines without a number, known by what they say": unkeyed,
        "lines of a contact that stands there again": taken.height - alike.height,
        "contacts of which nobody said who caused them": int((alike["caused_by"] == "").sum()),
        "contacts without the minutes that they took": alike["minutes"].null_count(),
    }


def _or(name: str, fields: Fields, otherwise: str) -> pl.Expr:
    return pl.col(f"__{name}").fill_null(otherwise) if name in fields else pl.lit(otherwise)


def minutes(fields: Fields) -> pl.Expr:
    """What a contact took, in whole hundredths of a minute; null where nobody said."""
    if "minutes" in fields:
        found = cells.number("__minutes")
    elif "seconds" in fields:
        found = cells.number("__seconds") / 60
    else:
        found = pl.lit(None, pl.Float64)
    return (found * 100).round().cast(pl.Int64, strict=False)


def _digests() -> pl.Expr:
    """The same for the same words in every version of every library: it is kept."""
    told = pl.struct("customer", "at", "inbound", "channel", "summary", "author", "topic")
    return told.map_batches(
        lambda rows: pl.Series([_digest(tuple(each.values())) for each in rows], dtype=pl.String),
        return_dtype=pl.String,
    )


def _digest(told: tuple[object, ...]) -> str:
    return hashlib.sha256("\x1f".join(map(str, told)).encode()).hexdigest()
