"""Transactions from a file: who bought, on which day, for how much; every row told that is not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from .errors import Refused
from .reading import checked_path
from .transactions_read import (
    currencies,
    first_of,
    read_amounts,
    read_days,
    reads_as_amounts,
    reads_as_days,
)

_CUSTOMER = ("customer", "customer_id", "customer_number", "customer_no", "customer_key",
             "customer_email", "cust_id", "cust", "client_id", "client", "user_id", "user",
             "account_id", "account", "member_id", "member", "household", "buyer", "email",
             "id")  # fmt: skip
_DAY = ("date", "day", "invoice_date", "order_date", "placed_on", "placed", "purchase_date",
        "transaction_date", "sale_date", "ordered_at", "ordered_on", "purchased_at", "created_at",
        "created", "timestamp", "datetime", "time", "dt")  # fmt: skip
_AMOUNT = ("amount", "total", "total_amount", "total_price", "order_total", "order_value",
           "net_amount", "line_total", "revenue", "sales", "value", "dollar_value", "spend",
           "price_paid", "paid", "turnover", "amt")  # fmt: skip
_QUANTITY, _PRICE = ("quantity", "qty", "units", "count"), ("unit_price", "price")
_CURRENCY = ("currency", "currency_code", "ccy")
_NUMBER = ("invoice", "invoice_no", "invoice_number", "order", "order_id", "order_no",
           "order_number", "transaction_id", "transaction", "receipt", "reference")  # fmt: skip
# CDNOW, as its authors publish it: master id, sample id, day, number of discs, dollars.
_CDNOW = ("master_id", "customer", "date", "discs", "amount")
_PARTS = (",", ";", "\t", "|")
# Beside the days two columns: who bought, and then for how much.
_BESIDE_DAYS = 2
_EARLIEST = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns in the file, where they are not plain from their names."""

    customer: str = ""
    day: str = ""
    amount: str = ""
    month_first: bool = False


@dataclass(frozen=True, slots=True)
class Transactions:
    """`frame` has customer, day and amount; `left_out` says how many rows are not in it, by why,
    and `doubts` what a person should know of how the file was read."""

    frame: pl.DataFrame
    rows: int
    returns: int
    left_out: dict[str, int]
    doubts: tuple[str, ...] = ()


def read_transactions(file: str, told: Columns, today: date | None = None) -> Transactions:
    """What is dated after `today` is left out. Raises Refused for a file without these columns, or
    with two currencies."""
    frame = _short(_frame(checked_path(file), file))
    names = frame.columns
    _one_currency(frame, first_of(names, _CURRENCY), file)
    customer = _found(frame, told.customer, _CUSTOMER, "--customer", file)
    day = _found(frame, told.day, _DAY, "--date", file)
    days = read_days(frame[day], told.month_first)
    number = first_of([name for name in names if name not in (customer, day)], _NUMBER)
    read = pl.DataFrame(
        {
            "customer": _text(frame[customer]),
            "day": days.days,
            "amount": _amount(frame, told.amount, {customer, day}, file),
            "copy": frame.select(~pl.struct(pl.all()).is_first_distinct()).to_series(),
        }
    )
    doubts = [days.doubt] if days.doubt else []
    doubts += _guessed("" if told.customer else customer, "" if told.day else day)
    return _sorted_out(read, doubts, bool(number), today)


def _frame(path: Path, file: str) -> pl.DataFrame:
    try:
        with path.open("rb") as opened:
            start = opened.read(4096)
        if start.startswith(b"PAR1"):
            return pl.read_parquet(path, glob=False)
        if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            raise Refused(f"{file} is a workbook: save its sheet as CSV")
        if not start.strip():
            raise Refused(f"{file} is empty: it needs a row for each purchase")
        return _text_frame(path, start.decode("utf-8-sig", errors="replace").splitlines())
    except PolarsError as error:
        raise Refused(f"{file} cannot be read: {' '.join(str(error).split())[:200]}") from None


def _text_frame(path: Path, head: Sequence[str]) -> pl.DataFrame:
    first = next((line for line in head if line.strip()), "")
    part = max(_PARTS, key=first.count)
    if part not in first and len(first.split()) > 1:
        return _blanks(path, first)
    named = bool(re.search("[A-Za-z]", first))
    return pl.read_csv(
        path, infer_schema=False, separator=part, glob=False, encoding="utf8-lossy",
        has_header=named, truncate_ragged_lines=True,
    )  # fmt: skip


def _blanks(path: Path, first: str) -> pl.DataFrame:
    """Columns kept apart by blanks, with a header or, as the CDNOW sample comes, without."""
    lines = pl.read_csv(
        path, has_header=False, separator="\x1f", new_columns=["line"], glob=False,
        infer_schema=False, encoding="utf8-lossy", quote_char=None,
    )  # fmt: skip
    parts = pl.col("line").str.extract_all(r"\S+")
    names, skip = (first.split(), 1) if re.search("[A-Za-z]", first) else (_names(first), 0)
    return lines.slice(skip).select(
        parts.list.get(at, null_on_oob=True).alias(name) for at, name in enumerate(names)
    )


def _names(first: str) -> Sequence[str]:
    count = len(first.split())
    return _CDNOW if count == len(_CDNOW) else [f"column_{at + 1}" for at in range(count)]


def _short(frame: pl.DataFrame) -> pl.DataFrame:
    """Names in lower case with underscores: InvoiceDate and Invoice Date are invoice_date."""
    short = [_snake(name) for name in frame.columns]
    return (
        frame.rename(dict(zip(frame.columns, short, strict=True)))
        if (len({*short}) == len(short))
        else frame
    )


def _snake(name: str) -> str:
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"\W+", "_", apart).strip("_").lower()


def _found(
    frame: pl.DataFrame, told: str, known: Sequence[str], option: str, file: str,
    taken: frozenset[str] = frozenset(),
) -> str:  # fmt: skip
    """The column by what was told, by its name, by a part of its name, or by what stands in it."""
    names, wanted = frame.columns, _snake(told)
    if told and wanted not in names:
        raise Refused(f"{file} has no column {told}: it has {', '.join(names)}")
    free = [name for name in names if name not in taken]
    found = wanted or first_of(free, known) or _only(_named_like(free, known))
    found = found or _only(_like(frame, free, option))
    if not found:
        raise Refused(
            f"{file}: no column is plainly the one ({', '.join(names)}): name it with "
            f"{option} COLUMN"
        )
    return found


def _only(found: Sequence[str]) -> str:
    return found[0] if len(found) == 1 else ""


def _named_like(names: Sequence[str], known: Sequence[str]) -> list[str]:
    """Names of which a known one is a part: date_of_order, amount_gbp."""
    words = {word for word in known if len(word) > 3}
    return [name for name in names if words & {*name.split("_")}]


def _like(frame: pl.DataFrame, names: Sequence[str], option: str) -> list[str]:
    """Columns by what stands in them: days, amounts, and before both whoever bought."""
    days = [name for name in names if reads_as_days(frame[name])]
    if option == "--date":
        return days
    rest = [name for name in names if name not in days]
    amounts = [name for name in rest if reads_as_amounts(frame[name])]
    if option == "--amount":
        return amounts[-1:]
    if len(rest) == _BESIDE_DAYS or all(name.startswith("column_") for name in names):
        return rest[:1] if len(rest) > 1 else []
    return [name for name in rest if name not in amounts]


def _text(column: pl.Series) -> pl.Series:
    """Who bought as text without blanks around it; a number without the .0 of a float."""
    text = column.cast(pl.String).str.strip_chars().str.replace(r"^(\d+)\.0$", "$1")
    return text.replace("", None)


def _amount(frame: pl.DataFrame, told: str, taken: set[str], file: str) -> pl.Series:
    names = frame.columns
    quantity, price = first_of(names, _QUANTITY), first_of(names, _PRICE)
    if not told and not first_of(names, _AMOUNT) and quantity and price:
        return read_amounts(frame[quantity]) * read_amounts(frame[price])
    known = (*_AMOUNT, *_PRICE)
    name = _found(frame, told, known, "--amount", file, frozenset(taken))
    _told_apart(currencies(frame[name]), file)
    return read_amounts(frame[name])


def _one_currency(frame: pl.DataFrame, name: str, file: str) -> None:
    if name:
        codes = frame[name].cast(pl.String).str.strip_chars().str.to_uppercase()
        _told_apart(sorted({*codes.drop_nulls()} - {""}), file)


def _told_apart(found: Sequence[str], file: str) -> None:
    if len(found) > 1:
        raise Refused(
            f"{file} holds amounts in {', '.join(found)}: give one file for each currency"
        )


def _sorted_out(
    read: pl.DataFrame, doubts: Sequence[str], numbered: bool, today: date | None
) -> Transactions:
    why = {
        "no customer": pl.col("customer").is_null(),
        "no day that can be read": pl.col("day").is_null(),
        "no amount that can be read": pl.col("amount").is_null() | pl.col("amount").is_infinite(),
        f"a day before {_EARLIEST.year}": pl.col("day") < _EARLIEST,
        "a day in the future": pl.col("day") > (today or date.max),
    }
    left_out, frame = {}, read
    for reason, wrong in why.items():
        kept = frame.filter(~wrong)
        if len(frame) > len(kept):
            left_out[reason] = len(frame) - len(kept)
        frame = kept
    copies = int(frame["copy"].sum())
    if copies and numbered:
        left_out["all that a row before has, its number too"] = copies
        frame = frame.filter(~pl.col("copy"))
    doubts = (*doubts, *_doubts(0 if numbered else copies, frame))
    returns = int((frame["amount"] < 0).sum())
    told = frame.select("customer", "day", "amount")
    return Transactions(told, len(read), returns, left_out, doubts)


def _guessed(customer: str, day: str) -> Iterator[str]:
    """Columns that no name told, only what stands in them."""
    for what, name, known in (("customers", customer, _CUSTOMER), ("days", day, _DAY)):
        if name and name not in known and not _named_like([name], known):
            yield f"{what} are taken from the column {name}, by what stands in it"


def _doubts(copies: int, frame: pl.DataFrame) -> Iterator[str]:
    if copies:
        yield f"{copies:,} rows say what one before says: without numbers of orders they are kept"
    bought = frame.filter(pl.col("amount") >= 0)["customer"].unique()
    alone = frame["customer"].n_unique() - len(bought)
    if alone:
        yield f"{alone:,} customers have returns alone, and are not told"
