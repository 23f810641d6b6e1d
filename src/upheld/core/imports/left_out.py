"""Why a line of a table cannot be taken: the first reason of each, by whole columns."""

from datetime import date

import polars as pl

from upheld.tables.values import is_kept, other_places

from . import cells, made_of
from .arrival import A_NUL, ANOTHER_ADDRESS, NO_ADDRESS, Reaches
from .table_map import CHOICES, DATES, TableMap

# What a column of the store holds, in characters.
_LONGEST = {"customer": 80, "order": 40, "name": 200, "email": 254, "phone": 40, "area": 20,
            "came_by": 60, "campaign": 60, "key": 80, "author": 200, "topic": 60,
            "summary": 100_000}  # fmt: skip
_MOST = 9_999_999_999 * cells.PARTS
_MOST_MINUTES = 99_999
_NOT_KEPT = [code for code in other_places() if not is_kept(code)]
_EARLIEST = date(1990, 1, 1)


def why(given: TableMap, frame: pl.DataFrame, today: date, reaches: Reaches) -> pl.Expr:
    """The first reason for which a line cannot be taken; null for one that can."""
    reasons = {"no customer": pl.col("__customer").is_null()}
    for name, most in _LONGEST.items():
        if f"__{name}" in frame.columns:
            column = pl.col(f"__{name}")
            reasons[f"{name} longer than {most} characters"] = column.str.len_chars() > most
            reasons[f"{name} with {A_NUL}"] = column.str.contains("\0", literal=True)
    if "email" in given.fields:
        reasons[f"email: {NO_ADDRESS}: {ANOTHER_ADDRESS}"] = _unreached(pl.col("__email"), reaches)
    for name in CHOICES[given.kind]:
        if name in given.fields:
            meant, said = pl.col(f"__{name}"), pl.col(f"__told_{name}")
            reasons[f"{name}: not in the mapping"] = said.is_not_null() & meant.is_null()
    reasons |= _dates_amiss(given, today)
    if given.kind == "orders":
        reasons |= _amounts_amiss(given)
    if given.kind == "contacts" and given.fields.keys() & {"minutes", "seconds"}:
        reasons |= _minutes_amiss(given)
    told = (pl.when(found).then(pl.lit(why)) for why, found in reasons.items())
    return pl.coalesce(*told)


# Most addresses are so and short, and then mail can reach them: the others are asked about, each
# once.
_SHORT = 64
_USUAL = (
    r"^[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$"
)


def _unreached(address: pl.Expr, reaches: Reaches) -> pl.Expr:
    def asked(told: pl.Series) -> pl.Series:
        usual = told.str.contains(_USUAL) & (told.str.len_bytes() <= _SHORT)
        unusual = told.filter(~usual).unique()
        wrong = [each for each in unusual if not reaches(each)]
        return told.is_in(pl.Series(wrong, dtype=pl.String).implode())

    return address.map_batches(asked, return_dtype=pl.Boolean)


def _dates_amiss(given: TableMap, today: date) -> dict[str, pl.Expr]:
    reasons = {}
    for name in DATES[given.kind]:
        if name in given.fields:
            there = pl.col(f"__{name}").is_not_null() if name == "joined" else pl.lit(True)
            day = _day(name, given)
            reasons[f"{name}: no date that can be read"] = day.is_null() & there
            reasons[f"{name}: date in the future"] = day > today
            reasons[f"{name}: date before {_EARLIEST.year}"] = day < _EARLIEST
    return reasons


def _day(name: str, given: TableMap) -> pl.Expr:
    if name == "at":
        return pl.col("__at").dt.convert_time_zone(given.zone).dt.date()
    return cells.day(given.fields[name])


def _amounts_amiss(given: TableMap) -> dict[str, pl.Expr]:
    amount, fields = made_of.worth(given.fields), given.fields
    currency = made_of.currency(fields, given.currency)
    order = "__customer", made_of.reference(fields)
    reasons = {
        "no amount that can be read": amount.is_null(),
        "amount too large": amount.abs() > _MOST,
        "currency: amounts with more than two decimals are not kept": currency.is_in(_NOT_KEPT),
    }
    # What stands there is given to the coin; what one of many costs may be finer.
    if "amount" in fields or "quantity" not in fields:
        finer = (amount % cells.coin(currency) != 0).any().over(order)
        reasons["order with an amount finer than the smallest coin of its currency"] = finer
    if "amount" not in fields and "quantity" in fields:
        both = (cells.number("__quantity") < 0) & (cells.number("__price") < 0)
        reasons["quantity and price are both negative"] = both
    if "currency" in fields:
        reasons["currency: no code such as GBP"] = ~cells.is_code("__currency")
        several = pl.col("__currency").drop_nulls().n_unique().over(order)
        reasons["one order in several currencies"] = several > 1
    return reasons


def _minutes_amiss(given: TableMap) -> dict[str, pl.Expr]:
    name = "minutes" if "minutes" in given.fields else "seconds"
    found = made_of.minutes(given.fields)
    unread = pl.col(f"__{name}").is_not_null() & found.is_null()
    return {
        f"{name}: no number that can be read": unread,
        f"{name}: less than none": found < 0,
        f"{name}: more than {_MOST_MINUTES:,} minutes": found > _MOST_MINUTES * 100,
    }
