"""The tree of S-FEEL (OMG DMN 1.3, clause 9): what a cell says, free of how it was written.

`written` gives text that parses back to the same tree. The nodes from Logic to Apply, and Same,
are FEEL beyond S-FEEL: they come from DMN models alone, a policy's cells cannot say them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal as Word

from upheld.tables.values import Months, Scalar, iso_duration

Comparator = Word["=", "!=", "<", "<=", ">", ">="]
Operator = Word["+", "-", "*", "/", "**"]


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as it stands: a number, a text, a date, true, false or null."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Name:
    """An input, a rollup or an output of an earlier table."""

    name: str


@dataclass(frozen=True, slots=True)
class Negate:
    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    operator: Operator
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Comparison:
    operator: Comparator
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """`a and b`, `a or b`."""

    operator: Word["and", "or"]
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Opposite:
    """`not(a)` of a truth value."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class If:
    """`if a then b else c`; anything but true chooses c."""

    condition: "Expression"
    then: "Expression"
    otherwise: "Expression"


@dataclass(frozen=True, slots=True)
class Apply:
    """A call of a function that the model defines: its body reads its parameters alone."""

    function: str
    parameters: tuple[str, ...]
    arguments: tuple["Expression", ...]
    body: "Expression" = field(compare=False, repr=False)


Endpoint = Literal | Name
Expression = (
    Literal | Name | Negate | Arithmetic | Comparison | Call | Logic | Opposite | If | Apply
)


@dataclass(frozen=True, slots=True)
class Anything:
    """`-`: matches every value, null too."""


@dataclass(frozen=True, slots=True)
class Compare:
    """`< 5`; a bare endpoint is `=`."""

    operator: Comparator
    endpoint: Endpoint


@dataclass(frozen=True, slots=True)
class Same(Compare):
    """A bare endpoint in a DMN table, whose equality knows null: `not("a")` matches null there."""


@dataclass(frozen=True, slots=True)
class Interval:
    """`[low..high]`; a round or an outward bracket leaves its endpoint out."""

    low: Endpoint
    high: Endpoint
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class OneOf:
    """`a, b`: any of them."""

    tests: tuple[Compare | Interval, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """`not(a, b)`: none of them."""

    tests: tuple[Compare | Interval, ...]


Simple = Compare | Interval
Test = Anything | Compare | Interval | OneOf | Not


@lru_cache(maxsize=8192)
def names_in(tree: Test | Expression) -> frozenset[str]:
    """Every name the tree reads. Checks and proofs ask it of the same cells thousands of times."""
    if isinstance(tree, Name):
        return frozenset({tree.name})
    return frozenset[str]().union(*map(names_in, _parts(tree)))


def numbers_in(tree: Test | Expression) -> Iterator[Decimal]:
    """Every number that is written in the tree, without its sign."""
    match tree:
        case Literal(Decimal() as number):
            yield number
        case _:
            for part in _parts(tree):
                yield from numbers_in(part)


def _parts(tree: Test | Expression) -> tuple[Test | Expression, ...]:
    match tree:
        case Compare(_, endpoint):
            return (endpoint,)
        case Interval(low, high, _, _):
            return low, high
        case OneOf(parts) | Not(parts) | Call(_, parts) | Apply(_, _, parts):
            return parts
        case Negate(operand) | Opposite(operand):
            return (operand,)
        case Arithmetic(_, left, right) | Comparison(_, left, right) | Logic(_, left, right):
            return left, right
        case If(condition, then, otherwise):
            return condition, then, otherwise
        case _:
            return ()


def written(tree: Test | Expression) -> str:
    """The tree as S-FEEL text."""
    match tree:
        case Anything():
            return "-"
        case Compare("=", endpoint):
            return written(endpoint)
        case Compare(operator, endpoint):
            return f"{operator} {written(endpoint)}"
        case Interval(low, high, low_closed, high_closed):
            start, end = "[" if low_closed else "(", "]" if high_closed else ")"
            return f"{start}{written(low)}..{written(high)}{end}"
        case OneOf(tests):
            return _listed(tests)
        case Not(tests):
            return f"not({_listed(tests)})"
        case _:
            return _expression(tree)


def _expression(tree: Expression) -> str:
    match tree:
        case Literal(value):
            return _literal(value)
        case Name(name):
            return name
        case Negate(operand):
            return f"-({_expression(operand)})"
        case Opposite(operand):
            return f"not({_expression(operand)})"
        case (
            Arithmetic(operator, left, right)
            | Comparison(operator, left, right)
            | Logic(operator, left, right)
        ):
            return f"{_operand(left)} {operator} {_operand(right)}"
        case If(condition, then, otherwise):
            parts = (_expression(part) for part in (condition, then, otherwise))
            return "if {} then {} else {}".format(*parts)
        case Call(function, arguments) | Apply(function, _, arguments):
            return f"{function}({_listed(arguments)})"


def _operand(tree: Expression) -> str:
    text = _expression(tree)
    return f"({text})" if isinstance(tree, Arithmetic | Comparison | Logic | If) else text


def _listed(trees: tuple[Test, ...] | tuple[Expression, ...]) -> str:
    return ", ".join(written(tree) for tree in trees)


def _literal(value: Scalar) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return f"{value:f}"
        case datetime():
            return f'date and time("{value.isoformat()}")'
        case date():
            return f'date("{value.isoformat()}")'
        case time():
            return f'time("{value.isoformat()}")'
        case timedelta():
            return f'duration("{iso_duration(value)}")'
        case Months():
            return f'duration("{value}")'
