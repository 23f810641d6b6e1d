"""Works out a tree on the facts of one case, in the three-valued logic of DMN.

A test that meets something unknown (the value or an endpoint) is unknown, and an unknown test
does not match: `not("a")` does not match null. Only the word null speaks of the unknown:
`null` matches it and `not(null)` matches all that is known.
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from upheld.tables.arithmetic import negated, work_out
from upheld.tables.functions import call
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
    Not,
    OneOf,
    Simple,
    Test,
)
from upheld.tables.values import Scalar, Value

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
    known = endpoint.value if isinstance(endpoint, Literal) else facts.get(endpoint.name)
    if value is None or known is None:
        return None
    return _COMPARE[comparator](value, known)


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
    if tree.operator not in ("=", "!=") and (left is None or right is None):
        return None
    return _COMPARE[tree.operator](left, right)


def _name(tree: Name, facts: Facts) -> Scalar:
    value = facts.get(tree.name)
    assert not isinstance(value, tuple), f"{tree.name} is a list"
    return value


def _call(tree: Call, facts: Facts) -> Scalar:
    return call(tree.function, tuple(evaluate(argument, facts) for argument in tree.arguments))


def _arithmetic(tree: Arithmetic, facts: Facts) -> Scalar:
    return work_out(tree.operator, evaluate(tree.left, facts), evaluate(tree.right, facts))


_TESTS: dict[type, Callable[[Any, Value, Facts], Truth]] = {
    Anything: lambda test, value, facts: True,
    Compare: _compare,
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
}
