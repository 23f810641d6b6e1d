"""Persona fit by and by: of whom nothing was assessed yet, or not for a while."""

from datetime import datetime

from upheld.steps import may
from upheld.steps.assess_fit import assess_due

_BY = may.Operator("fit, as its table says")


def sweep(now: datetime) -> None:
    """Some hundreds each time, so that nobody waits for it. Safe to run twice."""
    assess_due(_BY, now)
