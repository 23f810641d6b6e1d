"""Whom we attract, and the journey from first contact to getting paid."""

from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from upheld.api.access import by as who
from upheld.api.access import now
from upheld.api.given_insight import CampaignGiven, QuarterGiven
from upheld.api.told.insight import CampaignTold, JourneyTold, SourcesTold
from upheld.api.versions import listed_as_read
from upheld.core.campaigns import Campaign
from upheld.core.words import Scope
from upheld.insight.journey import Quarter
from upheld.insight.journey.kept import journey_kept
from upheld.insight.journey.told import journey_data
from upheld.insight.sources.kept import sources_kept
from upheld.insight.sources.told import sources_data
from upheld.steps import may
from upheld.steps.keep_campaigns import keep_campaign
from upheld.store import campaigns
from upheld.store.brought import By

from .base import ANY_VERSION, Routes, may_read

insight = Routes(tags=["insight"])
_Persona = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9_]*$")]


@insight.reads("/insight/sources", SourcesTold)
def read_sources(request: HttpRequest, by: By = By.SOURCE) -> dict[str, Any]:
    """Which communication brings customers whom we can thrill, and which disappoints."""
    may_read(request)
    sees_value = may.allowed_any("see_profit", who(request))
    worked = sources_kept(by, now(request), sees_value)
    return {"at": worked.at, **sources_data(worked.needed(), sees_value)}


@insight.reads("/insight/journey", JourneyTold)
def read_journey(
    request: HttpRequest, persona: _Persona = "", quarter: QuarterGiven = ""
) -> dict[str, Any]:
    """The journey from first contact to getting paid, of everybody or of one persona."""
    may_read(request)
    asked = Quarter(int(quarter[:4]), int(quarter[-1])) if quarter else None
    worked = journey_kept(now(request), persona, asked)
    return {"at": worked.at, **journey_data(worked.needed())}


@insight.reads("/campaigns", list[CampaignTold])
def list_campaigns(request: HttpRequest) -> Sequence[Campaign]:
    """What we say of ourselves, and what it promises; retired ones too."""
    may_read(request)
    return campaigns.declared()


@insight.writes("PUT", "/campaigns", list[CampaignTold], Scope.POLICIES, match=ANY_VERSION)
def write_campaign(request: HttpRequest, body: CampaignGiven) -> Sequence[Campaign]:
    """Declares a campaign, or says the one of its key in other words: that one by its version."""
    given = body.campaign()
    with listed_as_read(request, CampaignTold, lambda: _declared(given), needed=True):
        keep_campaign(given, who(request), now(request))
    return campaigns.declared()


def _declared(given: Campaign) -> Campaign | None:
    return next((each for each in campaigns.declared() if each.key == given.key), None)
