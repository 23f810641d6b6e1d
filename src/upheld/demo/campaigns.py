"""The campaigns of the demo company as its people declared them, promises and all."""

from datetime import datetime

from upheld.core.campaigns import Campaign
from upheld.demo.simulate.firm import FIRM
from upheld.demo.simulate.truths import Truths
from upheld.steps.keep_campaigns import keep_campaign
from upheld.store.models import Person


def write(truths: Truths, by: Person, now: datetime) -> None:
    """Seven; only the advert was ever ended."""
    advert = truths.misleading_promise
    ran = {advert.campaign: (advert.starts_on, advert.ends_on)}
    for each in FIRM.campaigns:
        starts, ends = ran.get(each.key, (None, None))
        retired = ends is not None
        keep_campaign(Campaign(each.key, each.name, each.promise, starts, ends, retired), by, now)
