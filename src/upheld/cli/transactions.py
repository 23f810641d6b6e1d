"""Transactions from a file: who bought, on which day, for how much; every row told that is not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from .errors import Refused
from .reading import checked_path

_CUSTOMER = ("customer", "customer_id", "cust_id", "client_id", "client", "user_id", "id")
_DAY = ("date", "day", "invoice_date", "order_date", "placed_on", "purchase_date",
        "transaction_date", "timestamp", "datetime", "created_at")  # fmt: skip
_AMOUNT = ("amount", "total", "revenue", "sales", "value", "spend", "price_paid", "order_value")
_QUANTITY, _PRICE = ("quantity", "qty", "units"), ("unit_price", "price")
_CURRENCY = ("currency", "currency_code")
# CDNOW, as its authors publish it: master id, sample id, day, number of discs, dollars.
_CDNOW = ("master_id", "customer", "date", "discs", "amount")
_DAYS = ("%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d %b %Y", "%d-%b-%Y")


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns in the file, where they are not plain from their names."""

    customer: str = ""
    day: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Transactions:
    """`frame` has customer, day and amount; `left_out` says how many rows are not in it, by why."""

    frame: pl.DataFrame
    rows: int
    returns: int
    left_out: dict[str, int]


def read_transactions(file: str, told: Columns) -> Transactions:
    """Raises Refused for a file without these columns, or with two currencies."""
    frame = _short(_scan(checked_path(file), file))
    names = frame.collect_schema().names()
    _one_currency(frame, names, file)
    customer = _found(names, told.customer, _CUSTOMER, "--customer", file)
    day = _found(names, told.day, _DAY, "--date", file)
    read = frame.select(
        customer=pl.col(customer).cast(pl.String).str.strip_chars().replace("", None),
        day=_as_day(day, frame.collect_schema()[day]),
        amount=_amount(names, told.amount, file),
    )
    return _sorted_out(_collected(read, file))


def _scan(path: Path, file: str) -> pl.LazyFrame:
    try:
        with path.open("rb") as opened:
            start = opened.read(4096)
        if start.startswith(b"PAR1"):
            return pl.scan_parquet(path, glob=False)
        head = start.decode("utf-8-sig", errors="replace").splitlines()
        if head and re.fullmatch(r"[\s\d.]+", head[0]) and len(head[0].split()) == len(_CDNOW):
            return _blanks(path)
        return pl.scan_csv(path, infer_schema=False, separator=_separator(head), glob=False)
    except PolarsError as error:
        raise Refused(f"{file} cannot be read: {' '.join(str(error).split())[:200]}") from None


def _separator(head: Sequence[str]) -> str:
    first = head[0] if head else ""
    return max((",", ";", "\t"), key=first.count)


def _blanks(path: Path) -> pl.LazyFrame:
    """Columns kept apart by blanks, without a header, as the CDNOW sample comes."""
    lines = pl.scan_csv(path, has_header=False, separator="\x1f", new_columns=["line"], glob=False)
    parts = pl.col("line").cast(pl.String).str.extract_all(r"\S+")
    return lines.select(
        parts.list.get(at, null_on_oob=True).alias(n) for at, n in enumerate(_CDNOW)
    )


def _short(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Names in lower case with underscores: InvoiceDate and Invoice Date are invoice_date."""
    names = frame.collect_schema().names()
    short = [_snake(name) for name in names]
    return (
        frame.rename(dict(zip(names, short, strict=True))) if len({*short}) == len(names) else frame
    )


def _snake(name: str) -> str:
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"\W+", "_", apart).strip("_").lower()


def _found(names: Sequence[str], told: str, known: Sequence[str], option: str, file: str) -> str:
    wanted = _snake(told)
    if told and wanted not in names:
        raise Refused(f"{file} has no column {told}: it has {', '.join(names)}")
    found = wanted or next((name for name in known if name in names), "")
    if not found:
        raise Refused(f"{file}: no column is plainly the one: name it with {option} COLUMN")
    return found


def _amount(names: Sequence[str], told: str, file: str) -> pl.Expr:
    if not told and not set(_AMOUNT) & set(names):
        quantity = next((name for name in _QUANTITY if name in names), "")
        price = next((name for name in _PRICE if name in names), "")
        if quantity and price:
            return _number(quantity) * _number(price)
    return _number(_found(names, told, (*_AMOUNT, *_PRICE), "--amount", file))


def _number(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64, strict=False).fill_nan(None)


def _as_day(name: str, kind: pl.DataType) -> pl.Expr:
    if kind.is_temporal():
        return pl.col(name).cast(pl.Date)
    text = pl.col(name).cast(pl.String).str.strip_chars()
    start = text.str.replace(r"[T ]\d\d:\d\d.*$", "")
    return pl.coalesce(start.str.to_date(each, strict=False) for each in _DAYS)


def _one_currency(frame: pl.LazyFrame, names: Sequence[str], file: str) -> None:
    name = next((each for each in _CURRENCY if each in names), "")
    if not name:
        return
    found = frame.select(pl.col(name).unique().drop_nulls()).collect()[name].to_list()
    if len(found) > 1:
        told = ", ".join(sorted(map(str, found)))
        raise Refused(f"{file} holds amounts in {told}: give one file for each currency")


def _collected(read: pl.LazyFrame, file: str) -> pl.DataFrame:
    try:
        return read.collect()
    except PolarsError as error:
        raise Refused(f"{file} cannot be read: {' '.join(str(error).split())[:200]}") from None


def _sorted_out(read: pl.DataFrame) -> Transactions:
    why = {
        "no customer": pl.col("customer").is_null(),
        "no day that can be read": pl.col("day").is_null(),
        "no amount that can be read": pl.col("amount").is_null() | pl.col("amount").is_infinite(),
    }
    left_out, frame = {}, read
    for reason, wrong in why.items():
        kept = frame.filter(~wrong)
        if len(frame) > len(kept):
            left_out[reason] = len(frame) - len(kept)
        frame = kept
    returns = int(frame.select((pl.col("amount") < 0).sum()).item())
    return Transactions(frame, len(read), returns, left_out)
