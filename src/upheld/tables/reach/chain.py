"""The order in which a policy is worked through for a case with one row in each list."""

from collections.abc import Collection, Iterable, Mapping, Sequence
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
    policy: Policy, chain: Iterable[Step], given: Mapping[str, Value]
) -> dict[str, Value] | None:
    """What these steps make of a case with one row, or None where rules contradict each other."""
    facts = dict(given)
    for step in chain:
        if isinstance(step.does, Rollup):
            (name,) = step.gives
            facts[name] = step.does.over([facts])
        else:
            try:
                facts |= policy.run(step.does.name, facts).outputs
            except HitError:
                return None
    return facts


def needed(chain: Sequence[Step], wanted: Iterable[str], free: Collection[str]) -> list[Step]:
    """The steps that the wanted names rest on, in order; what is free rests on nothing."""
    names = set(wanted) - set(free)
    found: list[Step] = []
    for step in reversed(chain):
        if step.gives & names:
            found.append(step)
            names |= step.reads - set(free)
    return found[::-1]


def _rollups(policy: Policy, columns: Collection[str]) -> list[Step]:
    return [
        Step(rollup, frozenset({name}), frozenset({rollup.column}))
        for name, rollup in policy.rollups.items()
        if rollup.column in columns
    ]
