"""Values between two others: whether there are any, and one that a reader takes in at a glance.

Each ordered kind is laid on whole numbers (cents, days, microseconds), so that "between" is
counted and not guessed: between £0.00 and £0.01 there is nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction
from typing import Any

from upheld.tables.values import Kind, Months, Scalar, to_minor_unit

_MICRO = timedelta(microseconds=1)
_SECOND = 1_000_000
_CLOCK = (86_400 * _SECOND, 3_600 * _SECOND, 60 * _SECOND, _SECOND, 1)
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Grid:
    """`place` lays a value on the whole numbers (a fraction stands between two of them), `value`
    reads one back. `steps` are the round distances, the coarsest first; `usual` is a plain value.
    """

    place: Callable[[Any], Fraction | int]
    value: Callable[[int], Scalar]
    steps: tuple[int, ...]
    whole: int
    usual: int
    first: int | None = None
    last: int | None = None


def between(kind: Kind, low: Scalar, high: Scalar, currency: str) -> Scalar:
    """A plain value above `low` and below `high` (null: no end), or None where there is none."""
    if kind is Kind.STRING:
        return _text_between(low, high)  # type: ignore[arg-type]  # the ends are of the kind
    grid = _grid(kind, low, high, currency)
    first = grid.first if low is None else _after(grid.place(low))
    last = grid.last if high is None else _before(grid.place(high))
    if first is not None and last is not None and first > last:
        return None
    return grid.value(_plain(grid, first, last, low is None, high is None))


def exists(kind: Kind, value: Scalar, currency: str) -> bool:
    """Whether a fact of the kind can have the value: an amount of half a cent cannot."""
    if kind is Kind.MONEY and isinstance(value, Decimal):
        return to_minor_unit(value, currency) == value
    return True


def _text_between(low: str | None, high: str | None) -> str | None:
    """A text that sorts after `low` and before `high`, or None where there is none."""
    least = "" if low is None else f"{low}\0"
    if high is not None and not least < high:
        # The next text after `low` is `low` and one more character, the first there is.
        return None
    for plain in ("text", f"{low or ''}a", f"{low or ''} "):
        if (low is None or low < plain) and (high is None or plain < high):
            return plain
    return least


def _after(place: Fraction | int) -> int:
    return place // 1 + 1


def _before(place: Fraction | int) -> int:
    return -(-place // 1) - 1


def _plain(grid: _Grid, first: int | None, last: int | None, bottom: bool, top: bool) -> int:
    """The roundest place from `first` to `last`, near the end that the author wrote."""
    if bottom and top:
        wanted = grid.usual
    elif top and first is not None:
        wanted = (first - 1) // grid.whole * grid.whole + grid.whole
    elif bottom and last is not None:
        wanted = -(-(last + 1) // grid.whole) * grid.whole - grid.whole
    else:
        assert first is not None
        assert last is not None
        return _roundest(grid.steps, first, last)
    if first is not None:
        wanted = max(wanted, first)
    return wanted if last is None else min(wanted, last)


def _roundest(steps: tuple[int, ...], first: int, last: int) -> int:
    middle = (first + last) // 2
    for step in steps:
        found = (middle + step // 2) // step * step
        if first <= found <= last:
            return found
    return middle


def _grid(kind: Kind, low: Scalar, high: Scalar, currency: str) -> _Grid:
    match kind:
        case Kind.NUMBER:
            ends = [end for end in (low, high) if isinstance(end, Decimal)]
            return _numbers(max((_places(end) for end in ends), default=0) + 1)
        case Kind.MONEY:
            return _numbers(_places(to_minor_unit(Decimal(0), currency)))
    return _GRIDS[kind]


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int), "facts hold no NaN"
    return max(-exponent, 0)


# As many digits as there are: Python writes no whole number of more than 4,300 out as text.
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


def _numbers(places: int) -> _Grid:
    unit = 10**places
    steps = tuple(10**power for power in range(places + 7, -1, -1))
    return _Grid(
        lambda number: Fraction(number) * unit, lambda at: _number(at, places), steps, unit, 0
    )


def _number(at: int, places: int) -> Decimal:
    exact = Decimal(at).scaleb(-places, _EXACT)
    whole = exact == exact.to_integral_value()
    return exact.to_integral_value() if whole else exact


def _since_midnight(moment: time) -> int:
    length = timedelta(
        hours=moment.hour,
        minutes=moment.minute,
        seconds=moment.second,
        microseconds=moment.microsecond,
    )
    return length // _MICRO


def _reach(moment: datetime) -> int:
    return (moment.replace(tzinfo=UTC) - _EPOCH) // _MICRO


_GRIDS = {
    Kind.DATE: _Grid(
        date.toordinal,
        date.fromordinal,
        (1,),
        whole=1,
        usual=_EPOCH.toordinal(),
        first=1,
        last=date.max.toordinal(),
    ),
    Kind.TIME: _Grid(
        _since_midnight,
        lambda at: (_EPOCH + at * _MICRO).time(),
        _CLOCK,
        whole=_CLOCK[1],
        usual=12 * _CLOCK[1],
        first=0,
        last=_CLOCK[0] - 1,
    ),
    Kind.DATETIME: _Grid(
        lambda moment: (moment - _EPOCH) // _MICRO,
        lambda at: _EPOCH + at * _MICRO,
        _CLOCK,
        whole=_CLOCK[0],
        usual=0,
        first=_reach(datetime.min),  # noqa: DTZ901  # given its zone there
        last=_reach(datetime.max),  # noqa: DTZ901
    ),
    Kind.DURATION: _Grid(
        lambda length: length // _MICRO,
        lambda at: at * _MICRO,
        _CLOCK,
        whole=_CLOCK[0],
        usual=_CLOCK[0],
        first=timedelta.min // _MICRO,
        last=timedelta.max // _MICRO,
    ),
    Kind.MONTHS: _Grid(lambda length: length.count, Months, (1200, 120, 12, 1), whole=12, usual=12),
}
