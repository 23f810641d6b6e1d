"""The facts of an allegation, as they are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from upheld.core.money import Money
from upheld.tables import Field, Kind, Policy


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


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
