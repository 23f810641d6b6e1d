"""The working days that a case's deadlines are told in."""

from upheld.core.obligations import Calendar
from upheld.store import models as rows
from upheld.store import policies


def calendar(case: rows.Case) -> Calendar:
    return policies.calendar(case.regime)
