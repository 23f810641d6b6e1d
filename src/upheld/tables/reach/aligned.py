"""Bins that fit a whole policy.

Names whose values pass from one to the other (an output that is an input as it stands, the most
of a column, a test against a name) share their cut points, so that a set of bins of the one is
the same set of the other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from upheld.tables.bins import Bins, boxed, column_bins
from upheld.tables.fields import Field
from upheld.tables.parser import parse_test
from upheld.tables.policy import Policy
from upheld.tables.rollups import How
from upheld.tables.syntax import (
    Compare,
    Endpoint,
    Interval,
    Literal,
    Name,
    Not,
    OneOf,
    Simple,
    Test,
    names_in,
)
from upheld.tables.values import Scalar

# No rows count 0 and sum to 0, and one row counts 1: bins of their own.
_ROLLED = (parse_test("0"), parse_test("1"))


def asked_tests(policy: Policy) -> dict[str, dict[Test, None]]:
    """The tests that the policy's tables and rollups ask of each name, each test once."""
    asked: dict[str, dict[Test, None]] = {name: {} for name in policy.names}
    for table in policy.tables.values():
        for rule in table.rules:
            for cell in rule.cells:
                asked[cell.column][cell.test] = None
    for rollup in policy.rollups.values():
        if rollup.where is not None:
            asked[rollup.column][rollup.where] = None
    return asked


def aligned_bins(policy: Policy, asked: Mapping[str, Iterable[Test]]) -> dict[str, Bins]:
    """The bins of every name of the policy, cut by the tests that are asked of it."""
    found: dict[str, Bins] = {}
    loose = {name: [test for test in tests if not boxed(test)] for name, tests in asked.items()}
    for group in _groups(policy, loose):
        found |= _group(policy, group, asked, loose)
    return found


def _group(
    policy: Policy,
    names: list[str],
    asked: Mapping[str, Iterable[Test]],
    loose: Mapping[str, Iterable[Test]],
) -> dict[str, Bins]:
    fields = [policy.names[name] for name in names]
    values = dict.fromkeys(value for field in fields for value in field.values)
    tests = [test for name in names for test in asked[name]]
    tests += [field.domain for field in fields if field.domain is not None]
    if any(_starts_at_nothing(policy, name) for name in names):
        tests += _ROLLED
    pooled = Field(names[0], fields[0].kind, values=tuple(values))
    cut = column_bins(pooled, tests, policy.currency)
    return {field.name: replace(cut, field=field, exact=not loose[field.name]) for field in fields}


def _starts_at_nothing(policy: Policy, name: str) -> bool:
    return name in policy.rollups and policy.rollups[name].how in (How.COUNT, How.SUM)


def _groups(policy: Policy, loose: Mapping[str, Iterable[Test]]) -> list[list[str]]:
    """The names in groups that share their cut points."""
    leader = {name: name for name in policy.names}

    def first(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    for one, other in _passed(policy, loose):
        if policy.names[one].kind is policy.names[other].kind:
            leader[first(other)] = first(one)
    groups: dict[str, list[str]] = {}
    for name in policy.names:
        groups.setdefault(first(name), []).append(name)
    return list(groups.values())


def _passed(policy: Policy, loose: Mapping[str, Iterable[Test]]) -> Iterator[tuple[str, str]]:
    """Pairs of names whose values are the same, or are compared."""
    for column, tests in loose.items():
        yield from ((column, name) for test in tests for name in names_in(test))
    for table in policy.tables.values():
        for rule in table.rules:
            for output, tree in rule.outputs.items():
                if isinstance(tree, Name):
                    yield output, tree.name
    for name, rollup in policy.rollups.items():
        if rollup.how is not How.COUNT:
            yield name, rollup.column


def with_value(test: Test, name: str, value: Scalar) -> Test:
    """The test with a value in the place of a name that it compares with."""
    match test:
        case Compare() | Interval():
            return _valued(test, name, value)
        case OneOf(parts):
            return OneOf(tuple(_valued(part, name, value) for part in parts))
        case Not(parts):
            return Not(tuple(_valued(part, name, value) for part in parts))
    return test


def _valued(test: Simple, name: str, value: Scalar) -> Simple:
    if isinstance(test, Compare):
        return replace(test, endpoint=_end(test.endpoint, name, value))
    low, high = (_end(end, name, value) for end in (test.low, test.high))
    return replace(test, low=low, high=high)


def _end(end: Endpoint, name: str, value: Scalar) -> Endpoint:
    return Literal(value) if end == Name(name) else end
