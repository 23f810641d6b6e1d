"""A mart: its columns, each with what it means, and the one statement that makes it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What stands in a column, as SQL's own types. Money is exact, in major units."""

    NUMBER = "BIGINT"
    MONEY = "DECIMAL(18, 2)"
    DECIMAL = "DOUBLE"
    TEXT = "VARCHAR"
    DAY = "DATE"
    MOMENT = "TIMESTAMP"
    IS_SO = "BOOLEAN"


@dataclass(frozen=True, slots=True)
class Column:
    """`unit` says what is counted. `personal` marks what tells of one person to whoever has the
    store beside it; names, addresses and what somebody wrote stand in no mart. What is `withheld`
    is null while a finding on any of that person's cases waits."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    personal: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Mart:
    """A table of many cases. `sql` is one SELECT over the rows of the store (`kept_...`) and the
    marts before it, in what DuckDB and Spark both understand; `key` tells its rows apart."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    sql: str

    @property
    def sums(self) -> bool:
        """Made of the marts before it alone, and so of what they show."""
        return "kept_" not in self.sql

    @property
    def statement(self) -> str:
        """The columns as they are declared, in their order and of their type."""
        cast = ", ".join(
            f"CAST({each.name} AS {each.kind}) AS {each.name}" for each in self.columns
        )
        return f"SELECT {cast} FROM ({self.sql}) AS made"


def number(name: str, meaning: str, unit: str = "", personal: bool = False) -> Column:
    return Column(name, Kind.NUMBER, meaning, unit, personal)


def text(name: str, meaning: str, personal: bool = False) -> Column:
    return Column(name, Kind.TEXT, meaning, personal=personal)


def money(name: str, meaning: str, unit: str = "in `currency`") -> Column:
    return Column(name, Kind.MONEY, meaning, unit)


def day(name: str, meaning: str) -> Column:
    return Column(name, Kind.DAY, meaning, "in the firm's zone")


def moment(name: str, meaning: str) -> Column:
    return Column(name, Kind.MOMENT, meaning, "UTC, whole seconds")


def is_so(name: str, meaning: str) -> Column:
    return Column(name, Kind.IS_SO, meaning)


CASE = number("case_number", "The case: UP-000414 is 414.", personal=True)
CUSTOMER = number(
    "customer_number",
    "Who complained or bought: customers that were merged are one.",
    personal=True,
)
CURRENCY = text("currency", "What the amounts are in (ISO 4217); amounts of two are never added.")
TOPIC = text("topic", "What it is about, as the firm or an import calls it; empty where unsaid.")
TOUCHPOINT = text("touchpoint", "Where in the journey it stands; empty where nowhere.")
