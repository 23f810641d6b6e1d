"""The operators of S-FEEL: which kinds each takes, what it gives, and how it is worked out.

A null operand, a division by zero and a result out of range give null (DMN 1.3, clause 10.3.2).
"""

import calendar
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from upheld.tables.problems import CellError
from upheld.tables.values import DECIMAL128, PYTHON, Kind, Months, Scalar, class_of

Work = Callable[[Any, Any], Scalar]

# A model that doubles a text from decision to decision would fill the memory with a page of XML.
_LONGEST_TEXT = 20_000
_MOST_MONTHS = 12 * 999_999_999  # the years that a date of FEEL may have (DMN 1.3, 10.3.2.3.4)


def result_of(operator: str, left: Kind, right: Kind) -> Kind | None:
    """The kind that `left operator right` has, or None where it has no meaning."""
    return _KINDS.get((operator, left, right))


def work_out(operator: str, left: Scalar, right: Scalar) -> Scalar:
    """`left operator right`; null when either is null or the result cannot be given.

    Raises CellError for a text that is too long."""
    if left is None or right is None:
        return None
    try:
        return finite(_WORK[operator, class_of(left), class_of(right)](left, right))
    except CellError:
        raise
    except (KeyError, OverflowError, TypeError, ValueError):
        return None  # kinds that do not go together: only a DMN model can bring them here


def negated(value: Scalar) -> Scalar:
    """`-value`; null stays null."""
    match value:
        case Decimal():
            return DECIMAL128.minus(value)
        case timedelta():
            return -value
        case Months(count):
            return Months(-count)
    return None


def finite(value: Scalar) -> Scalar:
    """`value`, or null where it is no finite number or a duration out of range."""
    match value:
        case Decimal() if not value.is_finite():
            return None
        case Months(count) if abs(count) > _MOST_MONTHS:
            return None
    return value


def _together(one: str, other: str) -> str:
    if len(one) + len(other) > _LONGEST_TEXT:
        message = f"a text of more than {_LONGEST_TEXT:,} signs would come of adding two"
        raise CellError(message, "Add fewer texts to each other")
    return one + other


def _shift_months(start: date, length: Months) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + length.count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return start.replace(year=year, month=month + 1, day=min(start.day, last))


def _turn(start: time, length: timedelta) -> time:
    return (datetime.combine(date(2000, 1, 1), start) + length % timedelta(days=1)).time()


def _apart(end: time, start: time) -> timedelta:
    day = date(2000, 1, 1)
    return datetime.combine(day, end) - datetime.combine(day, start)


def _times(length: timedelta, factor: Decimal) -> timedelta:
    micros = Decimal(length // timedelta(microseconds=1))
    return timedelta(microseconds=int(DECIMAL128.multiply(micros, factor).to_integral_value()))


def _ratio(one: int, other: int | Decimal) -> Decimal:
    return DECIMAL128.divide(Decimal(one), Decimal(other))


def _split(length: timedelta, divisor: Decimal) -> Scalar:
    return _times(length, DECIMAL128.divide(Decimal(1), divisor)) if divisor else None


_NUMBER, _MONEY, _DATE, _TIME = Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.TIME
_MOMENT, _LENGTH, _MONTHS = Kind.DATETIME, Kind.DURATION, Kind.MONTHS
_TICK = timedelta(microseconds=1)

_TABLE: tuple[tuple[Kind, str, Kind, Kind, Work], ...] = (
    (_NUMBER, "+", _NUMBER, _NUMBER, DECIMAL128.add),
    (_NUMBER, "-", _NUMBER, _NUMBER, DECIMAL128.subtract),
    (_NUMBER, "*", _NUMBER, _NUMBER, DECIMAL128.multiply),
    (_NUMBER, "/", _NUMBER, _NUMBER, DECIMAL128.divide),
    (_NUMBER, "**", _NUMBER, _NUMBER, DECIMAL128.power),
    (_MONEY, "+", _MONEY, _MONEY, DECIMAL128.add),
    (_MONEY, "-", _MONEY, _MONEY, DECIMAL128.subtract),
    (_MONEY, "*", _NUMBER, _MONEY, DECIMAL128.multiply),
    (_NUMBER, "*", _MONEY, _MONEY, DECIMAL128.multiply),
    (_MONEY, "/", _NUMBER, _MONEY, DECIMAL128.divide),
    (_MONEY, "/", _MONEY, _NUMBER, DECIMAL128.divide),
    # A date stands for its midnight, so an hour before it is the day before: Python adds that way
    # (the day part, rounded down) but does not subtract that way.
    (_DATE, "+", _LENGTH, _DATE, lambda start, length: start + length),
    (_DATE, "-", _LENGTH, _DATE, lambda start, length: start + -length),
    (_DATE, "+", _MONTHS, _DATE, _shift_months),
    (_DATE, "-", _MONTHS, _DATE, lambda start, length: _shift_months(start, Months(-length.count))),
    (_DATE, "-", _DATE, _LENGTH, lambda end, start: end - start),
    (_MOMENT, "+", _LENGTH, _MOMENT, lambda start, length: start + length),
    (_MOMENT, "-", _LENGTH, _MOMENT, lambda start, length: start - length),
    (_MOMENT, "-", _MOMENT, _LENGTH, lambda end, start: end - start),
    (_TIME, "+", _LENGTH, _TIME, _turn),
    (_TIME, "-", _LENGTH, _TIME, lambda start, length: _turn(start, -length)),
    (_TIME, "-", _TIME, _LENGTH, _apart),
    (_LENGTH, "+", _LENGTH, _LENGTH, lambda one, other: one + other),
    (_LENGTH, "-", _LENGTH, _LENGTH, lambda one, other: one - other),
    (_LENGTH, "*", _NUMBER, _LENGTH, _times),
    (_LENGTH, "/", _NUMBER, _LENGTH, _split),
    (_MONTHS, "+", _MONTHS, _MONTHS, lambda one, other: Months(one.count + other.count)),
    (_MONTHS, "-", _MONTHS, _MONTHS, lambda one, other: Months(one.count - other.count)),
)
# What FEEL adds to S-FEEL (DMN 1.3, tables 45 to 55). DMN models may say it; the cells of a policy
# may not, so the table of kinds, by which they are checked, leaves it out.
_FEEL: tuple[tuple[Kind, str, Kind, Work], ...] = (
    (Kind.STRING, "+", Kind.STRING, _together),
    (_MOMENT, "+", _MONTHS, _shift_months),
    (_MOMENT, "-", _MONTHS, lambda start, length: _shift_months(start, Months(-length.count))),
    (_LENGTH, "+", _DATE, lambda length, start: start + length),
    (_LENGTH, "+", _MOMENT, lambda length, start: start + length),
    (_LENGTH, "+", _TIME, lambda length, start: _turn(start, length)),
    (_MONTHS, "+", _DATE, lambda length, start: _shift_months(start, length)),
    (_MONTHS, "+", _MOMENT, lambda length, start: _shift_months(start, length)),
    (_NUMBER, "*", _LENGTH, lambda factor, length: _times(length, factor)),
    (_LENGTH, "/", _LENGTH, lambda one, other: _ratio(one // _TICK, other // _TICK)),
    (_MONTHS, "*", _NUMBER, lambda length, factor: Months(int(length.count * factor))),
    (_NUMBER, "*", _MONTHS, lambda factor, length: Months(int(length.count * factor))),
    (_MONTHS, "/", _NUMBER, lambda length, divisor: Months(int(_ratio(length.count, divisor)))),
    (_MONTHS, "/", _MONTHS, lambda one, other: _ratio(one.count, other.count)),
)
_KINDS = {(operator, left, right): result for left, operator, right, result, _ in _TABLE}
_WORK = {(op, PYTHON[left], PYTHON[right]): work for left, op, right, _, work in _TABLE} | {
    (op, PYTHON[left], PYTHON[right]): work for left, op, right, work in _FEEL
}
