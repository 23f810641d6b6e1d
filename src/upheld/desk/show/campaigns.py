"""The campaigns as they are declared, for those who may say them in other words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from upheld.core.campaigns import Campaign
from upheld.desk.forms.campaigns import CampaignForm, campaign_form
from upheld.store.sources_named import words

from .fold import Fold, Opened, fold


@dataclass(frozen=True, slots=True)
class CampaignPart:
    campaign: Campaign
    fold: Fold


def campaign_parts(
    declared: Iterable[Campaign], used: Iterable[str], opened: Opened
) -> tuple[Fold, Sequence[CampaignPart]]:
    """The fold of a new one, and a part for each that is declared or that orders name (`used`)."""
    known = {each.key: each for each in declared}
    named = {key: Campaign(key, words(key)) for key in used if key}
    every = sorted({**named, **known}.values(), key=lambda each: each.name.lower())
    parts = [_part(number, each, each.key in known, opened) for number, each in enumerate(every)]
    addition = _fold("campaign", "Declare a campaign", CampaignForm(key="campaign"), opened)
    return addition, parts


def _part(number: int, campaign: Campaign, is_declared: bool, opened: Opened) -> CampaignPart:
    key = f"campaign-{number}"
    label = "Say it in other words" if is_declared else "Declare what it promises"
    return CampaignPart(campaign, _fold(key, label, campaign_form(campaign, key), opened))


def _fold(key: str, label: str, form: CampaignForm, opened: Opened) -> Fold:
    return fold(opened, key, label, "Keep it", f"{reverse('desk:campaign')}?do={key}", form)
