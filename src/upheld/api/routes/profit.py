"""What customers bring, and what we cause ourselves: for leads and auditors, as in the desk."""

from typing import Any, Literal

from django.http import HttpRequest

from upheld.api.access import by, now
from upheld.api.told.profit import FailureTold, WhaleTold
from upheld.insight.profit.kept import failure_kept, whale_kept
from upheld.insight.profit.told import failure_data, whale_data
from upheld.steps import may

from .base import Routes

profit = Routes(tags=["insight"])
_Period = Literal["year", "all"]


@profit.reads("/insight/whale", WhaleTold)
def read_whale(request: HttpRequest, period: _Period = "year") -> dict[str, Any]:
    """What customers bring by tenths, the most profitable first; what we caused is apart."""
    may.check("see_profit", by(request))
    worked = whale_kept(period, now(request))
    return {"at": worked.at, **whale_data(worked.needed())}


@profit.reads("/insight/failure", FailureTold)
def read_failure(request: HttpRequest, period: _Period = "year") -> dict[str, Any]:
    """Which part of what customers came with we caused ourselves."""
    may.check("see_profit", by(request))
    worked = failure_kept(period, now(request))
    return {"at": worked.at, **failure_data(worked.needed())}
