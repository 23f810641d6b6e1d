"""The firm's own records: what the row of one source says of a case.

A source says which columns its records have and how each fact follows from them. What is missing
stays missing, and what cannot be read, or stands there twice, is asked about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from upheld.tables import Field, Kind, Policy, Value
from upheld.tables.evaluate import evaluate
from upheld.tables.fields import read_value
from upheld.tables.problems import CellError
from upheld.tables.syntax import Expression, names_in
from upheld.tables.values import DECIMAL128

# A difference of two days or moments becomes a number in the unit of its fact.
LENGTHS = {
    "days": timedelta(days=1),
    "hours": timedelta(hours=1),
    "minutes": timedelta(minutes=1),
}
_YES, _NO = {"true", "yes", "1"}, {"false", "no", "0"}


class Key(StrEnum):
    """By what a record is looked up: the order's reference, or the customer's e-mail address."""

    ORDER = "order"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the records are asked with: the day of receipt, today, and each key that is known."""

    received_on: date
    asked_on: date
    keys: Mapping[Key, str]

    @property
    def days(self) -> dict[str, Value]:
        return {"received_on": self.received_on, "asked_on": self.asked_on}


DAYS = {name: Field(name, Kind.DATE) for name in ("received_on", "asked_on")}


@dataclass(frozen=True, slots=True)
class Source:
    """One of the firm's records, as facts.yaml declares it.

    `currency` is an ISO 4217 code, `currency_column` names the column that holds one; `facts` says
    what each fact is made of. Where a source is `optional`, no record is no question.
    """

    name: str
    keys: frozenset[Key]
    columns: Mapping[str, Field]
    facts: Mapping[str, Expression]
    currency: str = ""
    currency_column: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A typed fact, and the columns of the record (or the days) that it follows from."""

    value: Value
    columns: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source says: facts by name, what kept it from saying more, and the query."""

    source: str
    query: str
    facts: Mapping[str, Told] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()


def read_rows(
    source: Source, query: str, rows: Sequence[Mapping[str, Any]], asked: Asked, policy: Policy
) -> Reading:
    """The facts that the one record gives. None and several are a question, never a guess."""
    reading = Reading(source.name, query)
    by = " and ".join(f"{key} {asked.keys[key]}" for key in sorted(source.keys))
    if not rows and source.optional:
        return reading
    if not rows:
        trouble = f"{source.name}: there is no record of {by}. Is that the right one?"
        return replace(reading, troubles=(trouble,))
    if len(rows) > 1:
        trouble = f"{source.name}: there is more than one record of {by}. Which one is it?"
        return replace(reading, troubles=(trouble,))
    return _read_row(source, reading, rows[0], asked, policy)


def _read_row(
    source: Source, reading: Reading, row: Mapping[str, Any], asked: Asked, policy: Policy
) -> Reading:
    values: dict[str, Value] = asked.days
    broken: dict[str, str] = _foreign(source, row, policy.currency)
    for name, column in source.columns.items():
        try:
            values[name] = _typed(column, row.get(name), policy.currency)
        except CellError as error:
            broken[name] = f"{name}: {error.message}. {error.mend}."
    facts: dict[str, Told] = {}
    troubles = list(dict.fromkeys(f"{source.name}: {told}" for told in broken.values()))
    for name, tree in source.facts.items():
        # Made of a column that cannot be read, it would be a guess.
        if broken.keys() & names_in(tree):
            continue
        try:
            told = _fact(policy.inputs[name], tree, values, policy.currency)
        except CellError as error:
            troubles.append(f"{source.name}: {name}: {error.message}. {error.mend}.")
            continue
        facts |= {name: told} if told else {}
    return replace(reading, facts=facts, troubles=tuple(troubles))


def _foreign(source: Source, row: Mapping[str, Any], ours: str) -> dict[str, str]:
    """The columns of money that are in another currency, or in one that nobody named."""
    theirs = source.currency
    if source.currency_column:
        theirs = str(row.get(source.currency_column) or "").strip().upper()
    if theirs == ours:
        return {}
    said = f"the amounts are in {theirs}" if theirs else "the record names no currency"
    told = f"{said} and the policy counts in {ours}: convert them by hand and record the facts"
    return {name: told for name, column in source.columns.items() if column.kind is Kind.MONEY}


def _typed(column: Field, raw: Any, currency: str) -> Value:
    """A column's value as its declared kind; blank is unknown. Raises CellError."""
    given = raw.strip() if isinstance(raw, str) else raw
    if given is None or given == "":
        return None
    match column.kind:
        case Kind.BOOLEAN:
            given = _truth(given)
        case Kind.DATE:
            given = _day(given)
        case Kind.STRING if not isinstance(given, bool):
            given = str(given)
    return read_value(column, given, currency)


def _truth(given: Any) -> Any:
    """SQLite keeps 1 and 0, and people write yes and no."""
    told = str(given).lower()
    return True if told in _YES else False if told in _NO else given


def _day(given: Any) -> Any:
    """The calendar day as the record has it, without its time of day."""
    if isinstance(given, datetime):
        return given.date()
    return given[:10] if isinstance(given, str) and given[10:11] in ("T", " ") else given


def _fact(fact: Field, tree: Expression, values: Mapping[str, Value], currency: str) -> Told | None:
    """The fact that the columns make, if they do. Raises CellError for one that it may not be."""
    value = evaluate(tree, values)
    if value is None:
        return None
    columns = {name: values[name] for name in sorted(names_in(tree))}
    return Told(read_value(fact, _counted(value, fact), currency), columns)


def _counted(value: Any, fact: Field) -> Any:
    """A length of time as the number of its fact's unit: nine days are 9."""
    if isinstance(value, timedelta) and fact.kind is Kind.NUMBER:
        parts = Decimal(value // timedelta(microseconds=1))
        return DECIMAL128.divide(parts, Decimal(LENGTHS[fact.unit] // timedelta(microseconds=1)))
    return value
