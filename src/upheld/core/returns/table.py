"""A return: its rows, the sums that must come out, and what nobody has verified."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .complaint import Period

Cell = str | int | Decimal


@dataclass(frozen=True, slots=True)
class Check:
    """Two sides that were counted apart and must be the same.

    `of_a_part` marks one that the check of the whole holds as well.
    """

    name: str
    left: Mapping[str, Decimal | int]
    right: Mapping[str, Decimal | int]
    of_a_part: bool = False

    @property
    def holds(self) -> bool:
        return sum(self.left.values()) == sum(self.right.values())

    def __str__(self) -> str:
        return f"{self.name}: {_side(self.left)} = {_side(self.right)}"


def _side(side: Mapping[str, Decimal | int]) -> str:
    return " + ".join(f"{name} {value:,}" for name, value in side.items()) or "0"


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader of the file must know. `verified` says that its source was read."""

    about: str
    text: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Return:
    """What a regulator is told of one period. `totals` is the last row of a table of sums."""

    name: str
    title: str
    period: Period
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    checks: tuple[Check, ...]
    notes: tuple[Note, ...]
    nil: bool
    unanswered: tuple[str, ...] = ()

    @property
    def adds_up(self) -> bool:
        return all(check.holds for check in self.checks)

    @property
    def told_checks(self) -> tuple[Check, ...]:
        """The checks that a person reads: those of the whole, and every part that differs."""
        return tuple(check for check in self.checks if not (check.of_a_part and check.holds))

    @property
    def failing(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.holds)


def balance(name: str, found: Sequence[int]) -> Check:
    """Outstanding at the start, opened, reopened against closed and outstanding at the end."""
    start, opened, reopened, closed, end = found
    return Check(
        name,
        {"outstanding at start": start, "opened": opened, "reopened": reopened},
        {"closed": closed, "outstanding at end": end},
    )
