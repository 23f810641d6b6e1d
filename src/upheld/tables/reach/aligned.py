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
from upheld.tables.syntax import Name, Test, names_in

# One row counts once or not at all, so these are bins of their own.
_COUNTS = (parse_test("0"), parse_test("1"))


def aligned_bins(policy: Policy, tests: Mapping[str, Iterable[Test]]) -> dict[str, Bins]:
    """The bins of every name of the policy, cut by every test that some table or `tests` asks."""
    asked = _asked(policy)
    for name, more in tests.items():
        asked[name] += more
    found: dict[str, Bins] = {}
    for group in _groups(policy):
        found |= _group(policy, group, asked)
    return found


def _group(policy: Policy, names: list[str], asked: Mapping[str, list[Test]]) -> dict[str, Bins]:
    fields = [policy.names[name] for name in names]
    values = dict.fromkeys(value for field in fields for value in field.values)
    tests = [test for name in names for test in asked[name]]
    tests += [field.domain for field in fields if field.domain is not None]
    pooled = Field(names[0], fields[0].kind, values=tuple(values))
    cut = column_bins(pooled, tests, policy.currency)
    return {field.name: _like(cut, field, asked[field.name]) for field in fields}


def _like(cut: Bins, field: Field, tests: list[Test]) -> Bins:
    return replace(cut, field=field, exact=all(map(boxed, tests)))


def _asked(policy: Policy) -> dict[str, list[Test]]:
    asked: dict[str, dict[Test, None]] = {name: {} for name in policy.names}
    for table in policy.tables.values():
        for rule in table.rules:
            for cell in rule.cells:
                asked[cell.column][cell.test] = None
    for name, rollup in policy.rollups.items():
        if rollup.how is How.COUNT:
            asked[name].update(dict.fromkeys(_COUNTS))
        if rollup.how is How.SUM:
            asked[name][_COUNTS[0]] = None
        if rollup.where is not None:
            asked[rollup.column][rollup.where] = None
    return {name: list(tests) for name, tests in asked.items()}


def _groups(policy: Policy) -> list[list[str]]:
    """The names in groups that share their cut points."""
    leader = {name: name for name in policy.names}

    def first(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    for one, other in _passed(policy):
        if policy.names[one].kind is policy.names[other].kind:
            leader[first(other)] = first(one)
    groups: dict[str, list[str]] = {}
    for name in policy.names:
        groups.setdefault(first(name), []).append(name)
    return list(groups.values())


def _passed(policy: Policy) -> Iterator[tuple[str, str]]:
    """Pairs of names whose values are the same, or are compared."""
    for table in policy.tables.values():
        for rule in table.rules:
            for cell in rule.cells:
                yield from ((cell.column, name) for name in names_in(cell.test))
            for output, tree in rule.outputs.items():
                if isinstance(tree, Name):
                    yield output, tree.name
    for name, rollup in policy.rollups.items():
        if rollup.how is not How.COUNT:
            yield name, rollup.column
