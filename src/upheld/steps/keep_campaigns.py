"""Keep the campaigns: what we say of ourselves belongs to the journey, and so do they."""

from datetime import datetime

from django.db import transaction

from upheld.core import campaigns as core
from upheld.core.campaigns import Campaign
from upheld.store import campaigns
from upheld.store.record import events

from . import may


@transaction.atomic
def keep_campaign(given: Campaign, by: may.Actor, now: datetime) -> str:
    """Declares a campaign, or says the one of its key in other words, and returns the key. What
    stands as it is given is left alone. Raises CampaignError."""
    may.check("keep_journey", by)
    events.hold()
    known = {each.key: each for each in campaigns.declared()}
    after = core.declared(given, known.values())
    before = known.get(after.key)
    if after != before:
        campaigns.kept(after, before, by.name, now)
    return after.key
