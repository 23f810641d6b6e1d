"""Works out a tree on the facts of one case, in the three-valued logic of DMN.

A test that meets something unknown (the value or an endpoint) is unknown, and an unknown test
does not match: `not("a")` does not match null. Only the word null speaks of the unknown:
`null` matches it and `not(null)` matches all that is known.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from upheld.tables.arithmetic import negated, work_out
from upheld.tables.functions import call
from upheld.tables.syntax import (
    Anything,
    Apply,
    Arithmetic,
    Call,
    Compare,
    Comparison,
    Endpoint,
    Expression,
    If,
    Interval,
    Literal,
    Logic,
    Name,
    Negate,
    Not,
    OneOf,
    Opposite,
    Same,
    Simple,
    Test,
)
from upheld.tables.values import Scalar, Value, class_of

Facts = Mapping[str, Value]
Truth = bool | None

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def matches(test: Test, value: Value, facts: Facts) -> Truth:
    """Whether `value` passes the test: True, False, or None for unknown."""
    return _TESTS[type(test)](test, value, facts)


def evaluate(tree: Expression, facts: Facts) -> Scalar:
    """The value of an expression; a fact that is missing is null."""
    return _EXPRESSIONS[type(tree)](tree, facts)


def _against(comparator: str, endpoint: Endpoint, value: Value, facts: Facts) -> Truth:
    known = _known(endpoint, facts)
    if value is None or known is None:
        return None
    return _ordered(comparator, value, known)


def _known(endpoint: Endpoint, facts: Facts) -> Value:
    return endpoint.value if isinstance(endpoint, Literal) else facts.get(endpoint.name)


def _ordered(comparator: str, left: Value, right: Value) -> Truth:
    # Kinds that differ, and a local with a zoned time, compare as unknown (DMN 1.3, table 54).
    # Only a DMN model can mix them; and Python would say that true is 1.
    if class_of(left) is not class_of(right):
        return None
    try:
        return _COMPARE[comparator](left, right)
    except TypeError:
        return None


def _same(test: Same, value: Value, facts: Facts) -> Truth:
    known = _known(test.endpoint, facts)
    if value is None or known is None:
        return value is known
    return _ordered("=", value, known)


def _compare(test: Compare, value: Value, facts: Facts) -> Truth:
    if isinstance(test.endpoint, Literal) and test.endpoint.value is None:
        return (value is None) == (test.operator == "=")
    return _against(test.operator, test.endpoint, value, facts)


def _interval(test: Interval, value: Value, facts: Facts) -> Truth:
    low = _against(">=" if test.low_closed else ">", test.low, value, facts)
    high = _against("<=" if test.high_closed else "<", test.high, value, facts)
    return False if low is False or high is False else low and high


def _any(tests: tuple[Simple, ...], value: Value, facts: Facts) -> Truth:
    found: Truth = False
    for test in tests:
        truth = matches(test, value, facts)
        if truth:
            return True
        if truth is None:
            found = None
    return found


def _none(tests: tuple[Simple, ...], value: Value, facts: Facts) -> Truth:
    truth = _any(tests, value, facts)
    return None if truth is None else not truth


def _comparison(tree: Comparison, facts: Facts) -> Truth:
    left, right = evaluate(tree.left, facts), evaluate(tree.right, facts)
    # DMN 1.3, table 53: equality knows null; an order with null is null.
    if left is None or right is None:
        equal = {"=": left is right, "!=": left is not right}
        return equal.get(tree.operator)
    return _ordered(tree.operator, left, right)


def _name(tree: Name, facts: Facts) -> Scalar:
    value = facts.get(tree.name)
    if isinstance(value, tuple):  # a list of one is its item (DMN 1.3, clause 10.3.2.9.4)
        return value[0] if len(value) == 1 else None
    return value


def _call(tree: Call, facts: Facts) -> Scalar:
    return call(tree.function, tuple(_arguments(tree, facts)))


def _arguments(tree: Call, facts: Facts) -> Iterator[Scalar]:
    for argument in tree.arguments:
        value = facts.get(argument.name) if isinstance(argument, Name) else None
        if isinstance(value, tuple):
            yield from value  # `sum(fees)` of a list is the sum of its items
        else:
            yield evaluate(argument, facts)


def _logic(tree: Logic, facts: Facts) -> Truth:
    """DMN 1.3, tables 48 and 49: what is no truth value counts as unknown."""
    decisive = tree.operator == "or"
    left, right = evaluate(tree.left, facts), evaluate(tree.right, facts)
    if left is decisive or right is decisive:
        return decisive
    return not decisive if left is right is (not decisive) else None


def _opposite(tree: Opposite, facts: Facts) -> Truth:
    value = evaluate(tree.operand, facts)
    return not value if isinstance(value, bool) else None


def _if(tree: If, facts: Facts) -> Scalar:
    chosen = tree.then if evaluate(tree.condition, facts) is True else tree.otherwise
    return evaluate(chosen, facts)


def _apply(tree: Apply, facts: Facts) -> Scalar:
    inner: dict[str, Value] = {}
    for parameter, argument in zip(tree.parameters, tree.arguments, strict=True):
        inner |= passed(parameter, argument, facts)
    return evaluate(tree.body, inner)


def passed(parameter: str, argument: Expression, facts: Facts) -> dict[str, Value]:
    """The argument under the parameter's name; a structure goes with all its parts."""
    if not isinstance(argument, Name):
        return {parameter: evaluate(argument, facts)}
    whole = argument.name
    return {
        parameter + name[len(whole) :]: value
        for name, value in facts.items()
        if name == whole or name.startswith(f"{whole}.")
    }


def _arithmetic(tree: Arithmetic, facts: Facts) -> Scalar:
    return work_out(tree.operator, evaluate(tree.left, facts), evaluate(tree.right, facts))


_TESTS: dict[type, Callable[[Any, Value, Facts], Truth]] = {
    Anything: lambda test, value, facts: True,
    Compare: _compare,
    Same: _same,
    Interval: _interval,
    OneOf: lambda test, value, facts: _any(test.tests, value, facts),
    Not: lambda test, value, facts: _none(test.tests, value, facts),
}
_EXPRESSIONS: dict[type, Callable[[Any, Facts], Scalar]] = {
    Literal: lambda tree, facts: tree.value,
    Name: _name,
    Negate: lambda tree, facts: negated(evaluate(tree.operand, facts)),
    Arithmetic: _arithmetic,
    Comparison: _comparison,
    Call: _call,
    Logic: _logic,
    Opposite: _opposite,
    If: _if,
    Apply: _apply,
}
