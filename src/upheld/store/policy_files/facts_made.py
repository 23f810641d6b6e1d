"""What a fact is made of in facts.yaml: read, and refused where the fact cannot be that."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from upheld.core.records import LENGTHS
from upheld.tables import Field, Kind
from upheld.tables.checking import check_output, kinds_of
from upheld.tables.checks.units import unit_of
from upheld.tables.dmn.feel import Scope, feel_expression
from upheld.tables.problems import CellError
from upheld.tables.syntax import (
    Arithmetic,
    Call,
    Expression,
    If,
    Literal,
    Logic,
    Name,
    Opposite,
    written,
)


def made_of(text: str, fact: Field, names: Mapping[str, Field]) -> Expression:
    """What a fact is made of. Raises CellError unless it is what the fact may be, in its unit."""
    tree = feel_expression(text, Scope(frozenset(names)))
    for branch in _branches(tree, names):
        if isinstance(branch, Logic | Opposite):
            _check_truth(branch, names)
            branch = Literal(True)
        counted = fact.kind is Kind.NUMBER and fact.unit in LENGTHS
        if not (counted and Kind.DURATION in kinds_of(branch, names)):
            # Whether a column's text is one of the fact's values shows when a record is read.
            check_output(
                branch, replace(fact, values=()) if isinstance(branch, Name) else fact, names
            )
        unit = unit_of(branch, names)
        if unit and unit != fact.unit and not _converts(branch):
            told = f"{written(branch)} is in {unit} and {fact.name} in {fact.unit or 'no unit'}"
            raise CellError(told, f"Convert it, as {written(branch)} / 24")
    return tree


def _branches(tree: Expression, names: Mapping[str, Field]) -> Iterator[Expression]:
    """What it may come to: itself, or each branch of its ifs, whose conditions are checked."""
    if isinstance(tree, If):
        _check_truth(tree.condition, names)
        yield from _branches(tree.then, names)
        yield from _branches(tree.otherwise, names)
    else:
        yield tree


def _check_truth(tree: Expression, names: Mapping[str, Field]) -> None:
    match tree:
        case Logic(_, left, right):
            _check_truth(left, names)
            _check_truth(right, names)
        case Opposite(operand):
            _check_truth(operand, names)
        case _:
            if Kind.BOOLEAN not in kinds_of(tree, names):
                raise CellError(f"{written(tree)} is neither so nor not so", "Compare it")


def _converts(tree: Expression) -> bool:
    """Whether the author multiplies or divides, which is how a unit becomes another."""
    match tree:
        case Arithmetic(operator, left, right):
            return operator in ("*", "/") or _converts(left) or _converts(right)
        case Call(_, arguments):
            return any(map(_converts, arguments))
    return False
