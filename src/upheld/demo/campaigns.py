"""The campaigns of the demo company as its people declared them, promises and all."""

from upheld.demo.simulate.firm import FIRM
from upheld.demo.simulate.truths import Truths
from upheld.store.models import Campaign


def write(truths: Truths) -> None:
    """Seven; only the advert was ever ended."""
    advert = truths.misleading_promise
    ran = {advert.campaign: (advert.starts_on, advert.ends_on)}
    for each in FIRM.campaigns:
        starts, ends = ran.get(each.key, (None, None))
        Campaign.objects.create(
            key=each.key,
            name=each.name,
            promise=each.promise,
            starts=starts,
            ends=ends,
            retired=ends is not None,
        )
