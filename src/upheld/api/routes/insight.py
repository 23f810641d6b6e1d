"""Whom we attract, and the journey from first contact to getting paid."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from upheld.api.access import now
from upheld.api.told.insight import JourneyTold, SourcesTold
from upheld.insight.journey import Quarter, journey
from upheld.insight.journey.told import journey_data
from upheld.insight.sources import sources
from upheld.insight.sources.told import sources_data
from upheld.store.brought import By

from .base import Routes, may_read

insight = Routes(tags=["insight"])
_Persona = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9_]*$")]
_Quarter = Annotated[str, Field(pattern=r"^(\d{4} Q[1-4])?$", examples=["2026 Q3"])]


@insight.reads("/insight/sources", SourcesTold)
def read_sources(request: HttpRequest, by: By = By.SOURCE) -> dict[str, Any]:
    """Which communication brings customers whom we can thrill, and which disappoints."""
    may_read(request)
    return sources_data(sources(by, now(request)))


@insight.reads("/insight/journey", JourneyTold)
def read_journey(
    request: HttpRequest, persona: _Persona = "", quarter: _Quarter = ""
) -> dict[str, Any]:
    """The journey from first contact to getting paid, of everybody or of one persona."""
    may_read(request)
    asked = Quarter(int(quarter[:4]), int(quarter[-1])) if quarter else None
    return journey_data(journey(now(request), persona, asked))
