"""Whether goodwill works, and whether like cases were treated alike: for leads and auditors."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from upheld.api.access import by, now
from upheld.api.told.fairness import FairnessTold, GoodwillEffectTold
from upheld.insight.fair.kept import fairness_kept
from upheld.insight.fair.told import fairness_data
from upheld.insight.goodwill.kept import effects_kept
from upheld.insight.goodwill.told import effects_data
from upheld.steps import may

from .base import Routes

treatment = Routes(tags=["insight"])
_Months = Annotated[int, Field(ge=1, le=24, description="So long each customer is followed.")]


@treatment.reads("/insight/goodwill", GoodwillEffectTold)
def read_goodwill_effect(
    request: HttpRequest, first: date | None = None, last: date | None = None, months: _Months = 6
) -> dict[str, Any]:
    """What goodwill did to what customers do afterwards, or why that cannot be told."""
    may.check("see_goodwill", by(request))
    worked = effects_kept(first, last, months, now(request))
    return {"at": worked.at, **effects_data(worked.needed())}


@treatment.reads("/insight/fairness", FairnessTold)
def read_fairness(
    request: HttpRequest,
    first: date | None = None,
    last: date | None = None,
    again: Annotated[
        bool, Query(description="Whether the policy in force decides the same cases once more.")
    ] = True,
) -> dict[str, Any]:
    """How each group was treated in like cases; groups of fewer than twenty go together."""
    may.check("see_fairness", by(request))
    worked = fairness_kept(first, last, now(request), again)
    return {"at": worked.at, **fairness_data(worked.needed())}
