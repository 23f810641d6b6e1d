"""What customers bring, and what we cause ourselves: for leads and auditors, as in the desk."""

from datetime import timedelta
from typing import Any, Literal

from django.http import HttpRequest

from upheld.api.access import by, now
from upheld.api.told.profit import FailureTold, WhaleTold
from upheld.insight.profit import Scope, failure, whale
from upheld.insight.profit.told import failure_data, whale_data
from upheld.steps import may
from upheld.store.costs_file import rates

from .base import Routes

profit = Routes(tags=["insight"])
_YEAR = timedelta(days=365)
_Period = Literal["year", "all"]


@profit.reads("/insight/whale", WhaleTold)
def read_whale(request: HttpRequest, period: _Period = "year") -> dict[str, Any]:
    """What customers bring by tenths, the most profitable first; what we caused is apart."""
    may.check("see_profit", by(request))
    return whale_data(whale(rates(), _scope(request, period)))


@profit.reads("/insight/failure", FailureTold)
def read_failure(request: HttpRequest, period: _Period = "year") -> dict[str, Any]:
    """Which part of what customers came with we caused ourselves."""
    may.check("see_profit", by(request))
    return failure_data(failure(rates(), _scope(request, period)))


def _scope(request: HttpRequest, period: str) -> Scope:
    at = now(request)
    return Scope(at, at - _YEAR if period == "year" else None)
