"""What a table answered, and why: every rule with the cell that stopped it.

What is made by the dozen for one case is a named tuple: a third of the work of a dataclass.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from upheld.tables.problems import RuleRef
from upheld.tables.values import Value


class Answer(NamedTuple):
    """A table's outputs for one case, the rules that fired, why (rendered) and by what source."""

    table: str
    outputs: Mapping[str, Value]
    fired: tuple[RuleRef, ...]
    because: str
    source: str


class Stop(NamedTuple):
    """The first cell that kept a rule from matching: its column, its text, and the case's value."""

    column: str
    test: str
    value: Value


class Line(NamedTuple):
    """One rule. `stopped` is None when its cells all match; `fired` says the hit policy took it."""

    rule: RuleRef
    fired: bool
    stopped: Stop | None


@dataclass(frozen=True, slots=True)
class Change:
    """What one column would have to be: an example, and all that would do, in words."""

    column: str
    value: Value
    to: Value
    told: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The smallest change of a case that alters its answer, and the answer that it leads to."""

    changes: tuple[Change, ...]
    outputs: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Trace:
    """An answer with the names that the table read and a line for every rule, in row order.

    `nearest` is None where it was not asked for, or where no small change alters the answer.
    """

    answer: Answer
    read: Mapping[str, Value]
    lines: tuple[Line, ...]
    nearest: Nearest | None = None
