"""The facts of an allegation: which may matter for its kind, and how they are told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from upheld.core.money import Money
from upheld.tables import Field, Kind, Policy, Table
from upheld.tables.syntax import names_in
from upheld.tables.table import Rule

# Chosen with the allegation, or recorded as its finding.
_NOT_FACTS = {"kind", "recorded_finding"}


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


def that_matter(
    kind: str, known: Mapping[str, Any], policy: Policy
) -> tuple[list[Field], list[Field]]:
    """The facts that some rule for this kind asks or counts with, and the rest."""
    asked = {rollup.column for rollup in policy.rollups.values()} | set(known)
    for table in policy.tables.values():
        if table.each == "allegation":
            asked |= set(_asked(table, kind))
    facts = [
        field
        for field in policy.inputs.values()
        if field.about == "allegation" and field.name not in _NOT_FACTS
    ]
    matter = [field for field in facts if field.name in asked]
    return matter, [field for field in facts if field.name not in asked]


def _asked(table: Table, kind: str) -> Iterator[str]:
    for rule in table.rules:
        if _speaks_of(rule, kind):
            for cell in rule.cells:
                yield cell.column
            for tree in rule.outputs.values():
                yield from names_in(tree)


def _speaks_of(rule: Rule, kind: str) -> bool:
    only_kind = tuple(cell for cell in rule.cells if cell.column == "kind")
    return replace(rule, cells=only_kind).stopped_by({"kind": kind}) is None


def told(known: Mapping[str, Any], policy: Policy) -> list[Fact]:
    """The known facts as a person reads them, in the policy's order."""
    return [
        Fact(field.name.replace("_", " ").capitalize(), _value(known[field.name], field, policy))
        for field in policy.inputs.values()
        if known.get(field.name) is not None
    ]


def _value(value: Any, field: Field, policy: Policy) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field.kind is Kind.MONEY:
        return str(Money(Decimal(str(value)), policy.currency))
    return str(value)
