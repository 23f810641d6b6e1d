"""The order in which a policy is worked through for a case with one row in each list."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from upheld.tables.policy import Policy
from upheld.tables.problems import HitError
from upheld.tables.rollups import Rollup
from upheld.tables.table import Table
from upheld.tables.values import Value


@dataclass(frozen=True, slots=True)
class Step:
    """A table that is asked, or a rollup (`gives` names it) that is made."""

    does: Table | Rollup
    gives: frozenset[str]
    reads: frozenset[str]


def steps(policy: Policy) -> tuple[Step, ...]:
    """The tables in order, each rollup as soon as its column is known."""
    found = _rollups(policy, policy.inputs.keys())
    for table in policy.tables.values():
        found.append(Step(table, frozenset(table.outputs), table.reads))
        found += _rollups(policy, table.outputs.keys())
    return tuple(found)


def work_through(
    policy: Policy, given: Mapping[str, Value], fixed: Mapping[str, Value] | None = None
) -> dict[str, Value] | None:
    """Everything known of a case with one row, or None where rules contradict each other.

    What is `fixed` stays as it is, whatever the tables give.
    """
    facts = {**given, **(fixed or {})}
    for step in steps(policy):
        if isinstance(step.does, Rollup):
            (name,) = step.gives
            facts[name] = step.does.over([facts])
        else:
            try:
                facts |= policy.run(step.does.name, facts).outputs
            except HitError:
                return None
        facts |= fixed or {}
    return facts


def _rollups(policy: Policy, columns: Collection[str]) -> list[Step]:
    return [
        Step(rollup, frozenset({name}), frozenset({rollup.column}))
        for name, rollup in policy.rollups.items()
        if rollup.column in columns
    ]
