"""Days and amounts as files write them: one way for a whole column, and every doubt told."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

_DAY_FIRST = ("%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y", "%d-%m-%y")
_MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y", "%m-%d-%y")
_PLAIN = ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d.%m.%y", "%d %b %Y",
          "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y")  # fmt: skip
# What follows a day: T10:30:00Z, 10:30, 9:05 PM.
_TIME = r"[T ]+\d{1,2}:\d{2}.*$"
_WEEKDAY = r"^(?i)(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? "
_SECONDS, _MILLISECONDS = r"^\d{9,10}$", r"^\d{12,13}$"
# Spaces of every kind, apostrophes between thousands, and signs and codes of currencies.
_AROUND = r"[\s\u00a0\u202f'’\p{Sc}A-Za-z]"
_AMOUNT = r"^\W*([A-Z]{3}\b)?[\W\d]*([A-Z]{3})?\W*$"
_SCIENTIFIC = r"^[+-]?\d+(\.\d+)?[eE][+-]?\d+$"
_MARKS = r"\p{Sc}|\b[A-Z]{3}\b"


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a column, and what a person should know of how they were read."""

    days: pl.Series
    doubt: str = ""


def read_days(column: pl.Series, month_first: bool) -> Days:
    """By the one way of writing that reads most of the column; what it cannot read is empty."""
    if column.dtype.is_temporal():
        return Days(column.cast(pl.Date))
    text = column.cast(pl.String).str.strip_chars().str.replace(r"\.0$", "")
    text = text.str.replace(_TIME, "").str.replace(_WEEKDAY, "")
    once = text.drop_nulls().unique(maintain_order=True)
    if len(once) and once.str.contains(_SECONDS).all():
        return Days(pl.from_epoch(text.cast(pl.Int64)).cast(pl.Date))
    if len(once) and once.str.contains(_MILLISECONDS).all():
        return Days(pl.from_epoch(text.cast(pl.Int64), "ms").cast(pl.Date))
    ways = (*_PLAIN, *(_MONTH_FIRST + _DAY_FIRST if month_first else _DAY_FIRST + _MONTH_FIRST))
    read = {way: once.str.to_date(way, strict=False) for way in ways}
    best = max(ways, key=lambda way: _goodness(read[way]))
    days = text.replace_strict(once, read[best], default=None, return_dtype=pl.Date)
    return Days(days, _either_way(read, best))


def _goodness(days: pl.Series) -> int:
    """How many it reads; a year of two digits read as one of four is nobody's year."""
    return int((days.dt.year() >= _FIRST_YEAR).sum())


_FIRST_YEAR = 1970


def _either_way(read: dict[str, pl.Series], best: str) -> str:
    """What to tell where day and month could stand the other way round just as well."""
    twins = dict(zip(_DAY_FIRST, _MONTH_FIRST, strict=True))
    twins |= {month: day for day, month in twins.items()}
    if best not in twins or _goodness(read[twins[best]]) < _goodness(read[best]):
        return ""
    if best in _DAY_FIRST:
        return "days are read with the day first; where the month is, say --month-first"
    return "days are read with the month first, as you said"


def read_amounts(column: pl.Series) -> pl.Series:
    """£1,234.50, 1.234,50 €, (12.00), 12.00- and -12: as numbers; what is none is empty."""
    if column.dtype.is_numeric():
        return column.cast(pl.Float64).fill_nan(None)
    text = column.cast(pl.String).str.strip_chars()
    exact = text.filter(text.str.contains(_SCIENTIFIC).fill_null(False))
    if len(exact):
        return text.cast(pl.Float64, strict=False).fill_nan(None)
    text = text.str.replace_all(_AROUND, "").str.replace_all("[−–]", "-")
    below = text.str.contains(r"^\(.*\)$|^-|-$").fill_null(False)
    bare = text.str.replace_all(r"[()+-]", "")
    commas = _decimal_commas(bare)
    number = (
        bare.str.replace_all(r"\.", "").str.replace(",", ".")
        if commas
        else (bare.str.replace_all(",", ""))
    )
    amount = number.cast(pl.Float64, strict=False)
    return pl.select(pl.when(below).then(-amount).otherwise(amount)).to_series()


def _decimal_commas(text: pl.Series) -> bool:
    """Whether a comma parts the pence: some value shows it, and none shows a point that does."""
    comma = text.str.contains(r",\d{1,2}$|\.\d{3},").fill_null(False).any()
    point = text.str.contains(r"\.\d{1,2}$|,\d{3}\.").fill_null(False).any()
    return bool(comma and not point)


def currencies(column: pl.Series) -> list[str]:
    """The signs and codes of currencies in a column of amounts, each once."""
    if column.dtype.is_numeric():
        return []
    found = column.cast(pl.String).str.extract_all(_MARKS).explode().drop_nulls()
    return sorted(found.unique().to_list())


def reads_as_days(column: pl.Series) -> bool:
    """Whether nearly all that stands there is a day."""
    some = column.drop_nulls().head(200)
    if some.dtype.is_numeric() or not len(some):
        return False
    return _nearly_all(read_days(some, month_first=False).days)


_NEARLY = 0.9


def reads_as_amounts(column: pl.Series) -> bool:
    """Whether nearly all that stands there is an amount, and no number of somebody, as C001."""
    some = column.drop_nulls().head(200)
    plain = some.cast(pl.String).str.strip_chars().str.contains(_AMOUNT)
    return bool(len(some)) and bool(plain.all()) and _nearly_all(read_amounts(some))


def _nearly_all(read: pl.Series) -> bool:
    return read.null_count() < len(read) * (1 - _NEARLY)


def first_of(names: Sequence[str], known: Sequence[str]) -> str:
    return next((name for name in known if name in names), "")
