"""Runs a policy's tables over a case, as their order in policy.yaml says.

Every table is given all that is known, the customer too: that a finding or what is owed stays
the same whoever asks is then a property of the tables, not of this runner.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from upheld.tables import Policy, Value, load

STANDARD = Path(__file__).parents[2] / "policies" / "standard"
POLICY: Policy = load(STANDARD)
CASES: list[dict[str, Any]] = yaml.safe_load((STANDARD / "cases.yaml").read_text("utf-8"))

Facts = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Given:
    """A case: the facts of each allegation, and whatever else is known."""

    allegations: Sequence[Facts]
    others: Facts = field(default_factory=dict)
    similar_a_year: int | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What each allegation and the whole case came to, and the (table, rule) pairs that fired."""

    allegations: tuple[dict[str, Value], ...]
    case: dict[str, Value]
    fired: frozenset[tuple[str, str]]


def read(given: Mapping[str, Any], policy: Policy = POLICY) -> Given:
    """A case of cases.yaml with typed facts."""
    customer = policy.read(_flat(given.get("customer", {})), {"customer", "relationship"})
    circumstances = policy.read(given.get("circumstances", {}), {"circumstance"})
    return Given(
        allegations=[_allegation(each, policy) for each in given["allegations"]],
        others={**circumstances, **customer},
        similar_a_year=given.get("similar_a_year"),
    )


def _flat(given: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in given.items():
        nested = isinstance(value, dict)
        flat |= _flat(value, f"{prefix}{key}.") if nested else {f"{prefix}{key}": value}
    return flat


def _allegation(given: Mapping[str, Any], policy: Policy) -> dict[str, Value]:
    facts = {"kind": given["kind"], "recorded_finding": given.get("finding")}
    return policy.read({**facts, **given.get("facts", {})}, {"allegation"})


def answer(given: Given, policy: Policy = POLICY) -> Answers:
    """Each allegation through the tables that run for each, then the case through the rest."""
    fired: set[tuple[str, str]] = set()
    names = {name for name in policy.tables if policy.tables[name].each}
    rows = tuple({**given.others, **facts} for facts in given.allegations)
    for row in rows:
        for name in policy.tables:
            if name in names:
                _run(policy, name, row, fired)
    case: dict[str, Value] = {**given.others, **policy.rollup("allegation", rows)}
    for name in policy.tables:
        if name not in names:
            case["goodwill.cost_a_year"] = _cost(case.get("goodwill.amount"), given.similar_a_year)
            _run(policy, name, case, fired)
    return Answers(rows, case, frozenset(fired))


def _run(policy: Policy, name: str, facts: dict[str, Value], fired: set[tuple[str, str]]) -> None:
    ruling = policy.run(name, facts)
    facts |= ruling.outputs
    fired |= {(name, rule.id) for rule in ruling.fired}


def _cost(amount: Value, similar_a_year: int | None) -> Value:
    if isinstance(amount, Decimal) and similar_a_year is not None:
        return amount * similar_a_year
    return None
