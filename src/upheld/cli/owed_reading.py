"""A document of facts put to laws: read, checked, and each law's answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from upheld.core import law as core
from upheld.core.law import Law, Reading
from upheld.core.law_facts import LawFactsError, read_facts
from upheld.store.policy_files import laws

from .django import configured
from .errors import Refused
from .reading import STANDARD_INPUT, read_document


def read_laws(file: str, regimes: Sequence[str] | None, on: date) -> tuple[Reading, ...]:
    """What each law gives. Raises Refused with every problem of the facts, PolicyMissing or
    PolicyError."""
    given = read_document(file)
    asked = laws_asked(regimes, given, on)
    name = "standard input" if file == STANDARD_INPUT else file
    try:
        facts = read_facts(asked, given, on)
        return tuple(core.read(law, facts[law.name], on) for law in asked)
    except LawFactsError as error:
        raise Refused(*(f"{name}: {problem}" for problem in error.problems)) from None


def laws_asked(
    regimes: Sequence[str] | None, given: Mapping[str, Any] | None, on: date
) -> tuple[Law, ...]:
    """The named laws, or those that the firm sells under, as they are in force on the day."""
    configured()
    return laws.chosen(regimes or (), (given or {}).get("touchpoint"), on)
