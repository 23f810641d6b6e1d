"""The values a table reads and gives: their kinds, how they are read, written and told."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A years-months duration in whole months (DMN 10.3.2.3.8): P1Y2M is fourteen."""

    count: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.count), 12)
        parts = f"{years}Y" * bool(years) + f"{months}M" * bool(months or not years)
        return f"{'-' * (self.count < 0)}P{parts}"


Scalar = str | Decimal | bool | date | time | datetime | timedelta | Months | None
# A table that may fire many rules (rule order, output order, collect) gives a tuple.
Value = Scalar | tuple[Scalar, ...]


class Kind(StrEnum):
    """The types an author may declare. Money is a Decimal in the policy's one currency."""

    STRING = "string"
    NUMBER = "number"
    MONEY = "money"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    DURATION = "duration"
    MONTHS = "years-months duration"


PYTHON: dict[Kind, type] = {
    Kind.STRING: str,
    Kind.NUMBER: Decimal,
    Kind.MONEY: Decimal,
    Kind.BOOLEAN: bool,
    Kind.DATE: date,
    Kind.TIME: time,
    Kind.DATETIME: datetime,
    Kind.DURATION: timedelta,
    Kind.MONTHS: Months,
}

# DMN 10.3.2.3.1: FEEL numbers are IEEE 754-2008 decimal128. No traps: what is not a finite
# number (a division by zero, an overflow) becomes null, as FEEL has it.
DECIMAL128 = Context(prec=34, Emin=-6143, Emax=6144, traps=[])

# ISO 4217 minor units that are not two decimal places.
_MINOR_UNITS = {
    **dict.fromkeys(
        ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
         "VUV", "XAF", "XOF", "XPF"), 0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}  # fmt: skip
# With so many decimals every amount is kept (the columns of store/).
MOST_PLACES = 2


def is_a(kind: Kind, value: object) -> bool:
    """Whether `value` is a proper value of `kind`; null is one of every kind."""
    if value is None:
        return True
    if isinstance(value, Decimal):
        return PYTHON[kind] is Decimal and value.is_finite()
    # datetime is a subclass of date, and a text may be a StrEnum member.
    return type(value) is PYTHON[kind] or (kind is Kind.STRING and isinstance(value, str))


def class_of(value: Value) -> type:
    """The class that says what kind `value` is; a text may be a StrEnum member."""
    return str if isinstance(value, str) else type(value)


def places(currency: str) -> int:
    """How many decimals an amount in `currency` has (ISO 4217): 2 for pounds, 0 for yen."""
    return _MINOR_UNITS.get(currency, 2)


def is_kept(currency: str) -> bool:
    """Whether an amount in `currency` is kept as it is, to its smallest coin."""
    return places(currency) <= MOST_PLACES


def other_places() -> dict[str, int]:
    """How many decimals each currency has that has not two."""
    return dict(_MINOR_UNITS)


def to_minor_unit(amount: Decimal, currency: str) -> Decimal:
    """`amount` rounded half up to the smallest coin of `currency` (ISO 4217).

    NaN where the amount has more than the 34 digits of a FEEL number.
    """
    coin = Decimal(1).scaleb(-places(currency))
    exact = amount.quantize(coin, rounding=ROUND_HALF_UP, context=DECIMAL128)
    return DECIMAL128.plus(exact)  # no minus before a zero


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAYS = re.compile(r"(-)?P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,6})?)S)?)?")
_MONTHS = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?")


def duration(text: str) -> timedelta | Months:
    """ISO 8601 `P1DT2H` or `P1Y2M`. Raises ValueError for any other text, and for a mixture."""
    if text.lstrip("-") in ("P", ""):
        raise ValueError(text)
    if days := _DAYS.fullmatch(text):
        sign, d, h, m, s = days.groups(default="0")
        micros = int(Decimal(s) * 1_000_000)
        length = timedelta(days=int(d), hours=int(h), minutes=int(m), microseconds=micros)
        return -length if sign == "-" else length
    if months := _MONTHS.fullmatch(text):
        sign, y, m = months.groups(default="0")
        count = int(y) * 12 + int(m)
        return Months(-count if sign == "-" else count)
    raise ValueError(text)


def iso_duration(length: timedelta) -> str:
    """`length` as ISO 8601 writes it: what `duration` reads back."""
    seconds, micros = divmod(abs(length) // timedelta(microseconds=1), 1_000_000)
    days, seconds = divmod(seconds, 86_400)
    fraction = f".{micros:06d}" if micros else ""
    clock = f"T{seconds}{fraction}S" if seconds or micros else ""
    day = f"{days}D" if days or not clock else ""
    return f"{'-' * (length < timedelta(0))}P{day}{clock}"


def decimal(text: str) -> Decimal:
    """A finite number. Raises ValueError for any other text, also for what Python alone takes for
    one: digits of other scripts, and an underscore between them."""
    if not text.isascii() or "_" in text:
        raise ValueError(text)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite():
        raise ValueError(text)
    return number


def clock(text: str) -> time:
    """A local time of day. Raises ValueError for another text or one with an offset."""
    moment = time.fromisoformat(text)
    if moment.tzinfo is not None:
        raise ValueError(text)
    return moment


def instant(text: str) -> datetime:
    """A moment with its offset from UTC. Raises ValueError without one: local time is ambiguous."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def day(text: str) -> date:
    """A calendar date written YYYY-MM-DD. Raises ValueError for any other text."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)
