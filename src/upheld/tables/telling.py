"""Tells values to people: "£12.50", "2 November 2026", and `because` templates filled in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from string import Formatter

from upheld.tables import values
from upheld.tables.fields import Field
from upheld.tables.problems import CellError, did_you_mean
from upheld.tables.values import DECIMAL128, Kind, Months, Value

_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "AUD": "A$"}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with `{name}` places: pairs of the text before a place and its name."""

    parts: tuple[tuple[str, str | None], ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for _, name in self.parts if name is not None)


def read_template(text: str) -> Template:
    """The template of a `because` cell. Raises CellError where a place is not a plain name."""
    try:
        pieces = list(Formatter().parse(text))
    except ValueError:
        raise CellError("a { or } stands alone", "Write {{ or }} for the sign itself") from None
    for _, name, spec, conversion in pieces:
        if name == "" or spec or conversion:
            raise CellError("a place in { } is not a plain name", "Write {name} and nothing more")
    return Template(tuple((before, name) for before, name, _, _ in pieces))


def check_template(template: Template, known: Collection[str]) -> None:
    """Raises CellError where a place names nothing that the table knows."""
    for name in sorted(template.names - set(known)):
        raise CellError(f"{{{name}}} is no input or output here", did_you_mean(name, known))


def untold(template: Template) -> str:
    """The text that `read_template` reads as this template."""
    parts = (
        before.replace("{", "{{").replace("}", "}}") + ("" if name is None else f"{{{name}}}")
        for before, name in template.parts
    )
    return "".join(parts)


def fill(
    template: Template, facts: Mapping[str, Value], fields: Mapping[str, Field], currency: str
) -> str:
    """The sentence with every place told."""
    told = (
        before + ("" if name is None else tell(facts.get(name), fields[name], currency))
        for before, name in template.parts
    )
    return "".join(told)


def tell(value: Value, field: Field, currency: str) -> str:
    """One value for a reader; null is "unknown", and declared values lose their underscores."""
    match value:
        case None:
            return "unknown"
        case tuple():
            return ", ".join(tell(item, field, currency) for item in value)
        case bool():
            return "yes" if value else "no"
        case Decimal() if field.kind is Kind.MONEY:
            return tell_money(value, currency)
        case Decimal():
            return f"{DECIMAL128.normalize(DECIMAL128.plus(value)):f}"
        case str():
            return value.replace("_", " ") if field.values else str(value)
    return _tell_time(value)


def tell_case(case: Mapping[str, Value], fields: Mapping[str, Field], currency: str) -> str:
    """An example case for a reader: what is known of it, and that all else is not."""
    known = {name: value for name, value in case.items() if value is not None}
    told = [f"{name} is {tell(value, fields[name], currency)}" for name, value in known.items()]
    rest = [] if len(known) == len(case) else ["all else unknown" if known else "all unknown"]
    return ", ".join([*told, *rest])


def tell_money(amount: Decimal, currency: str) -> str:
    """`amount` with the sign of its ISO 4217 `currency`, to the minor unit: "£1,200.00"."""
    exact = values.to_minor_unit(amount, currency)
    sign = _SIGNS.get(currency, f"{currency} ")
    return f"{'-' if exact < 0 else ''}{sign}{abs(exact):,}"


def _tell_time(value: date | time | datetime | timedelta | Months) -> str:
    match value:
        case datetime():
            return f"{_tell_date(value)} at {value:%H:%M} {value.tzname() or ''}".rstrip()
        case date():
            return _tell_date(value)
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            return _tell_duration(value)
        case Months(count):
            years, months = divmod(abs(count), 12)
            return _tell_parts(((years, "year"), (months, "month")), "month", count < 0)


def _tell_date(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _tell_duration(length: timedelta) -> str:
    minutes, seconds = divmod(int(abs(length).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "day"), (hours, "hour"), (minutes, "minute"), (seconds, "second"))
    return _tell_parts(parts, "day", length < timedelta(0))


def _tell_parts(parts: tuple[tuple[int, str], ...], unit: str, negative: bool) -> str:
    told = [f"{count} {name}{'' if count == 1 else 's'}" for count, name in parts if count]
    return ("minus " if negative else "") + (" ".join(told) or f"0 {unit}s")
