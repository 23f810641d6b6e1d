"""What stands in the cells of a table, read by whole columns: texts, numbers, days and moments."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import polars as pl

from upheld.tables.values import other_places

from .columns import From
from .moments import ISO, UNIX, read_moment

PARTS = 10_000  # of one unit of money: a price of a tenth of a penny adds up exactly
_CODE = r"^[A-Z]{3}$"


def text(given: From) -> pl.Expr:
    """What stands there as text without blanks around it; a number without the .0 of a float."""
    if given.constant:
        return pl.lit(given.constant)
    plain = pl.col(given.column).cast(pl.String).str.strip_chars()
    return plain.str.replace(r"^(-?\d+)\.0$", "$1").replace("", None)


def choice(given: From, among: Sequence[str]) -> pl.Expr:
    """One of `among`, as it stands or as the mapping says what it means; null for anything else."""
    meant = {each: each for each in among}
    meant |= {each.casefold(): value for each, value in given.values.items()}
    plain = text(given)
    lowered = plain.str.to_lowercase()
    found = lowered.replace_strict(meant, default=given.otherwise or None, return_dtype=pl.String)
    return pl.when(plain.is_not_null()).then(found)


def number(name: str) -> pl.Expr:
    """The column `name` of texts as numbers; null for what is none."""
    found = pl.col(name).cast(pl.Float64, strict=False)
    return pl.when(found.is_finite()).then(found)


def amount(worth: pl.Expr) -> pl.Expr:
    """Units of money as whole ten-thousandths of one."""
    parts = (worth * PARTS).round()
    return pl.when(parts.abs() < 2**62).then(parts).cast(pl.Int64, strict=False)


def coin(currency: pl.Expr) -> pl.Expr:
    """The smallest coin of each currency, in ten-thousandths of a unit."""
    coins = {code: PARTS // 10**places for code, places in other_places().items()}
    return currency.replace_strict(coins, default=PARTS // 100, return_dtype=pl.Int64)


def is_code(name: str) -> pl.Expr:
    """Whether the column `name` holds a currency's code (ISO 4217)."""
    return pl.col(name).str.contains(_CODE)


def day(given: From) -> pl.Expr:
    """The day as it is written: no order is moved to another day by a zone."""
    if given.constant:
        return pl.lit(given.constant).str.to_date("%Y-%m-%d", strict=False)
    plain = pl.col(given.column).cast(pl.String).str.strip_chars()
    if given.format == ISO:
        return plain.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    if given.format == UNIX:
        return pl.from_epoch(plain.cast(pl.Int64, strict=False)).dt.date()
    if "%H" not in given.format:
        return plain.str.to_date(given.format, strict=False)
    timed = plain.str.replace(r"(\d\d:\d\d):\d\d$", "$1")
    return timed.str.to_datetime(given.format, strict=False).dt.date()


def moment(given: From, zone: str) -> pl.Expr:
    """The moment in UTC, as a complaint's is read; null for what is none."""
    where = ZoneInfo(zone)

    def read(told: pl.Series) -> pl.Series:
        known = {each: _moment(each, given.format, where) for each in told.unique().drop_nulls()}
        found = [known.get(each) for each in told]
        return pl.Series(told.name, found, pl.Datetime("us", "UTC"))

    return text(given).map_batches(read, return_dtype=pl.Datetime("us", "UTC"))


def _moment(plain: str, written: str, zone: ZoneInfo) -> datetime | None:
    try:
        return read_moment(plain, written, zone).astimezone(UTC)
    except ValueError:
        return None


def counted(told: Mapping[str, int]) -> dict[str, int]:
    """What there is any of."""
    return {name: count for name, count in told.items() if count}
