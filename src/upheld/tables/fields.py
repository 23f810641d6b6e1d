"""A declared name: what it holds, which values it may take, and how its values are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType

from upheld.tables import values
from upheld.tables.evaluate import matches
from upheld.tables.problems import CellError, did_you_mean
from upheld.tables.syntax import Test, written
from upheld.tables.values import Kind, Months, Scalar


@dataclass(frozen=True, slots=True)
class Field:
    """An input, an output or a rollup, as policy.yaml declares it.

    `of` names the list whose rows it belongs to (an output of a table with `each`); `many` says
    that it is a tuple, the outputs of all the rules that fired.
    """

    name: str
    kind: Kind
    values: tuple[str, ...] = ()
    domain: Test | None = None
    unit: str = ""
    about: str = ""
    means: str = ""
    default: Scalar = None
    of: str = ""
    many: bool = False


def read_value(field: Field, raw: object, currency: str) -> Scalar:
    """A JSON or YAML value as the field's kind. Raises CellError outside its values or domain."""
    if raw is None:
        return None
    value = _typed(field, raw, currency)
    if field.values and value not in field.values:
        raise CellError(f"{value} is not one of its values", did_you_mean(str(value), field.values))
    if field.domain is not None and not matches(field.domain, value, {}):
        domain = written(field.domain)
        raise CellError(f"{raw} is outside its domain {domain}", f"Give a value that is {domain}")
    return value


def _typed(field: Field, raw: object, currency: str) -> Scalar:
    try:
        value = _READERS[field.kind](raw)
    except (ValueError, OverflowError):
        example = _EXAMPLES[field.kind]
        wanted = "an amount" if field.kind is Kind.MONEY else f"a {field.kind}"
        raise CellError(f"{raw!r} is not {wanted}", f"Give it as {example}") from None
    if field.kind is Kind.MONEY and isinstance(value, Decimal):
        return _exact(value, currency)
    return value


def _exact(amount: Decimal, currency: str) -> Decimal:
    exact = values.to_minor_unit(amount, currency)
    if not exact.is_finite():
        raise CellError(f"{amount} is too large for an amount", "Correct the number")
    if exact != amount:
        raise CellError(f"{amount} is finer than the smallest coin of {currency}", f"Give {exact}")
    return exact


def _string(raw: object) -> str:
    if not isinstance(raw, str):
        raise ValueError(raw)
    return str(raw)


def _number(raw: object) -> Decimal:
    # A float comes from JSON or YAML; its shortest writing is what its author wrote. True, which
    # Python counts among the numbers, does not write as one.
    if not isinstance(raw, int | float | Decimal | str):
        raise ValueError(raw)
    return values.decimal(str(raw))


def _boolean(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    known = {"true": True, "false": False}
    if not isinstance(raw, str) or raw not in known:
        raise ValueError(raw)
    return known[raw]


def _date(raw: object) -> date:
    return raw if type(raw) is date else values.day(_string(raw))


def _time(raw: object) -> time:
    return values.clock(raw.isoformat() if isinstance(raw, time) else _string(raw))


def _datetime(raw: object) -> datetime:
    return values.instant(raw.isoformat() if isinstance(raw, datetime) else _string(raw))


def _duration(raw: object) -> timedelta:
    length = raw if isinstance(raw, timedelta) else values.duration(_string(raw))
    if not isinstance(length, timedelta):
        raise ValueError(raw)
    return length


def _months(raw: object) -> Months:
    length = raw if isinstance(raw, Months) else values.duration(_string(raw))
    if not isinstance(length, Months):
        raise ValueError(raw)
    return length


_READERS: Mapping[Kind, Callable[[object], Scalar]] = MappingProxyType(
    {
        Kind.STRING: _string,
        Kind.NUMBER: _number,
        Kind.MONEY: _number,
        Kind.BOOLEAN: _boolean,
        Kind.DATE: _date,
        Kind.TIME: _time,
        Kind.DATETIME: _datetime,
        Kind.DURATION: _duration,
        Kind.MONTHS: _months,
    }
)
_EXAMPLES = {
    Kind.STRING: 'text, such as "late" (YAML reads a bare yes, no, on, off or number otherwise)',
    Kind.NUMBER: "a number, such as 9 or 0.75",
    Kind.MONEY: "an amount, such as 12.50",
    Kind.BOOLEAN: "true or false",
    Kind.DATE: "a date, such as 2026-11-02",
    Kind.TIME: 'a local time in quotes, such as "14:30:00"',
    Kind.DATETIME: 'a moment with its offset, such as "2026-11-02T14:30:00Z"',
    Kind.DURATION: "a length, such as P1DT2H",
    Kind.MONTHS: "a length, such as P1Y2M",
}
