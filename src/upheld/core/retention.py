"""How long a complaint is kept: the rules of its regime, the firm's own period, and the last day.

A record that a law wants is kept to the end of its period, whoever asks; after it, or where no law
speaks, it is erased when somebody asks or the firm's own period is over.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Begins(StrEnum):
    """The day that a period runs from."""

    RECEIPT = "receipt"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Period:
    """One rule on how long the record of a complaint is kept: at least `months`, from the day that
    `begins`. `kinds` are the complaints that it is for, empty for every kind.

    `months` is None where no period is known: then `source` says what was looked at, and the firm
    states its own. `law` is false for the firm's own period, which refuses nothing; `verified`
    tells whether somebody read `source`.
    """

    id: str
    regime: str
    kinds: tuple[str, ...]
    months: int | None
    begins: Begins
    clause: str
    source: str
    verified: bool
    law: bool = True

    @property
    def known(self) -> bool:
        return self.months is not None

    @property
    def words(self) -> str:
        if self.months is None:
            return "no legal period known: the firm states one"
        return f"{told_months(self.months)} from {self.begins}"


@dataclass(frozen=True, slots=True)
class Until:
    """The last day on which something is kept, by which rule; `until` is None while the period has
    not begun, as for a case that is open."""

    period: Period
    until: date | None

    def over(self, today: date) -> bool:
        return self.until is not None and self.until < today


def until(period: Period, received_on: date, closed_on: date | None) -> Until:
    """The last day of a period that is known. A year from 29 February ends on the 28th."""
    assert period.months is not None, period
    began = received_on if period.begins is Begins.RECEIPT else closed_on
    return Until(period, began and months_on(began, period.months))


def longest(found: Iterable[Until]) -> Until | None:
    """The one that ends last; one that has not begun ends after every other."""
    return max(found, key=lambda each: each.until or date.max, default=None)


def months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def told_months(months: int) -> str:
    """36 as `3 years`, 18 as `18 months`."""
    number, unit = (months, "month") if months % 12 else (months // 12, "year")
    return f"{number} {unit}{'' if number == 1 else 's'}"
