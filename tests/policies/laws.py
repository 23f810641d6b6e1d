"""Laws asked as `upheld owed` asks them, in one call."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from upheld.core.law import Law, Reading, read
from upheld.core.law_facts import read_facts
from upheld.store.policy_files import laws

NAMES = laws.laws()
A_DAY = date(2026, 11, 21)


def asked(name: str, given: Mapping[str, Any], on: date = A_DAY) -> Reading:
    law = laws.read_law(name)
    return read(law, read_facts([law], given, on)[name], on)


def amounts(reading: Reading) -> dict[str, Decimal | None]:
    """Each remedy owed with its amount; None in kind, or while it is not known."""
    return {each.kind: each.amount.amount if each.amount else None for each in reading.entitlements}


def amount(name: str, kind: str, given: Mapping[str, Any], on: date = A_DAY) -> Decimal | None:
    """What one remedy gives in money; None where it is not owed."""
    return amounts(asked(name, given, on)).get(kind)


def every_law() -> list[Law]:
    return [laws.read_law(name) for name in NAMES]
