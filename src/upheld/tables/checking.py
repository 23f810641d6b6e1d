"""Checks a parsed cell against what is declared: names, kinds and values. Raises CellError."""

from collections.abc import Mapping

from upheld.tables.arithmetic import result_of
from upheld.tables.fields import Field
from upheld.tables.functions import AMOUNTS, FUNCTIONS, ORDERED
from upheld.tables.problems import CellError, did_you_mean, nearest
from upheld.tables.syntax import (
    Anything,
    Arithmetic,
    Call,
    Compare,
    Comparison,
    Endpoint,
    Expression,
    Interval,
    Literal,
    Name,
    Negate,
    Simple,
    Test,
    written,
)
from upheld.tables.values import Kind, Scalar, is_a

Fields = Mapping[str, Field]
Kinds = frozenset[Kind]

_ALL = frozenset(Kind)
_SIGNED = AMOUNTS | {Kind.DURATION, Kind.MONTHS}


def check_test(test: Test, column: Field, names: Fields) -> None:
    """Raises CellError unless every part of the test can be asked of the column."""
    match test:
        case Anything():
            return
        case Compare() | Interval():
            _check_simple(test, column, names)
        case _:
            for part in test.tests:
                _check_simple(part, column, names)


def check_output(tree: Expression, output: Field, names: Fields) -> None:
    """Raises CellError unless the expression always gives a value that the output may hold."""
    _check_spelling(tree, output, names)
    kinds = kinds_of(tree, names)
    if output.kind not in kinds:
        raise CellError(
            f"{written(tree)} is {_list(kinds)}, but {output.name} is {output.kind}",
            f"Write a {output.kind}",
        )
    if output.values:
        _check_values(tree, output, names)


def kinds_of(tree: Expression, names: Fields) -> Kinds:
    """The kinds the expression may have: a bare number may be money, and null anything."""
    match tree:
        case Literal(value):
            return _ALL if value is None else frozenset(kind for kind in Kind if is_a(kind, value))
        case Name(name):
            return frozenset({_known(name, names).kind})
        case Negate(operand):
            return _some(kinds_of(operand, names) & _SIGNED, tree)
        case Arithmetic():
            return _arithmetic(tree, names)
        case Comparison():
            return _comparison(tree, names)
        case Call():
            return _call(tree, names)
        case _:
            message = f"{written(tree)} is more than a cell of a policy may say"
            raise CellError(message, "Make it a rule of its own")


def _check_simple(test: Simple, column: Field, names: Fields) -> None:
    if isinstance(test, Compare):
        ordered = test.operator not in ("=", "!=")
        _check_endpoint(test.endpoint, column, names, ordered)
    else:
        _check_endpoint(test.low, column, names, ordered=True)
        _check_endpoint(test.high, column, names, ordered=True)
        _check_interval(test)


def _check_endpoint(endpoint: Endpoint, column: Field, names: Fields, ordered: bool) -> None:
    _check_spelling(endpoint, column, names)
    kinds = kinds_of(endpoint, names)
    if column.kind not in kinds:
        raise CellError(
            f"{written(endpoint)} is {_list(kinds)}, but {column.name} is {column.kind}",
            f"Compare it with a {column.kind}",
        )
    if ordered and (endpoint == Literal(None) or not _has_order(column)):
        what = "null" if endpoint == Literal(None) else column.name
        raise CellError(f"{what} has no smaller and greater", "List the values instead")
    if column.values:
        _check_values(endpoint, column, names)


def _has_order(column: Field) -> bool:
    # Texts of a declared list would be compared by the alphabet, which no author means.
    return column.kind in ORDERED or (column.kind is Kind.STRING and not column.values)


def _check_interval(test: Interval) -> None:
    match test:
        case Interval(Literal(low), Literal(high), low_closed, high_closed):
            empty = _above(low, high) or (low == high and not (low_closed and high_closed))
            if empty:
                raise CellError(f"{written(test)} holds nothing", "Put the smaller end first")


def _above(low: Scalar, high: Scalar) -> bool:
    return bool(low > high)  # type: ignore[operator]  # both are of the column's kind


def _check_values(tree: Expression, field: Field, names: Fields) -> None:
    match tree:
        case Literal(str() as text) if text not in field.values:
            raise CellError(
                f'"{text}" is not a value of {field.name}', did_you_mean(text, field.values)
            )
        case Name(name) if not set(names[name].values) <= set(field.values) or not (
            names[name].values
        ):
            raise CellError(
                f"{name} may hold what {field.name} may not",
                f"Declare values for {name} that {field.name} has too",
            )


def _check_spelling(tree: Expression, field: Field, names: Fields) -> None:
    """A bare word where values are declared is most likely one of them, misspelt."""
    if field.values and isinstance(tree, Name) and tree.name not in names:
        near = nearest(tree.name, [*field.values, *names])
        values = f"Use one of {', '.join(sorted(field.values))}"
        mend = f"Did you mean {near}" if near else values
        raise CellError(f"{tree.name} is not a value of {field.name}", mend)


def _arithmetic(tree: Arithmetic, names: Fields) -> Kinds:
    left, right = kinds_of(tree.left, names), kinds_of(tree.right, names)
    if tree.operator == "/" and right >= AMOUNTS:
        right = frozenset({Kind.NUMBER})  # half a price is a price: a bare divisor is no money
    found = {result_of(tree.operator, one, other) for one in left for other in right}
    return _some(frozenset(kind for kind in found if kind), tree)


def _comparison(tree: Comparison, names: Fields) -> Kinds:
    both = kinds_of(tree.left, names) & kinds_of(tree.right, names)
    if tree.operator not in ("=", "!="):
        both &= ORDERED | {Kind.STRING}
    _some(both, tree)
    return frozenset({Kind.BOOLEAN})


def _call(tree: Call, names: Fields) -> Kinds:
    function = FUNCTIONS.get(tree.function)
    if function is None:
        raise CellError(
            f"{tree.function} is no function", did_you_mean(tree.function, [*FUNCTIONS, "date"])
        )
    count = len(tree.arguments)
    if count < function.fewest or (function.most is not None and count > function.most):
        raise CellError(
            f"{tree.function} takes {function.fewest} value{'s' * (function.fewest > 1)}",
            f"It has {count} here",
        )
    given = [kinds_of(argument, names) for argument in tree.arguments]
    if function.places and Kind.NUMBER not in given.pop():
        raise CellError("the number of places is no number", "Write it as 2")
    return _gives(tree, given, function.takes, function.gives)


def _gives(tree: Call, given: list[Kinds], takes: Kinds, gives: Kind | None) -> Kinds:
    if gives is not None:
        return frozenset({gives})
    return _some(takes.intersection(*given), tree)


def _some(kinds: Kinds, tree: Expression) -> Kinds:
    if not kinds:
        raise CellError(
            f"{written(tree)} mixes kinds that do not go together",
            "Compare and add like with like",
        )
    return kinds


def _known(name: str, names: Fields) -> Field:
    if name not in names:
        mend = f'{did_you_mean(name, names)}; put text in double quotes, "{name}"'
        raise CellError(f"{name} is no name that this table may read", mend)
    if names[name].many:
        raise CellError(f"{name} holds many values", "Read a table that gives one")
    return names[name]


def _list(kinds: Kinds) -> str:
    return " or ".join(sorted(kinds))
