"""A campaign, as it is declared or said in other words."""

from dataclasses import asdict
from typing import Any, ClassVar

from django import forms

from upheld.core.campaigns import Campaign

from .base import a_day
from .overwriting import Overwriting


class CampaignForm(Overwriting):
    """`known` says that the key stands: it is sent along and not shown."""

    wide: ClassVar[frozenset[str]] = frozenset({"name", "promise", "retired"})

    key = forms.CharField(
        label="Key",
        max_length=60,
        required=False,
        help_text="As orders name it; left empty, it is made of the name.",
    )
    name = forms.CharField(
        label="What it is called",
        max_length=120,
        error_messages={"required": "Say what it is called."},
    )
    promise = forms.CharField(
        label="What it promises, in its own words", max_length=200, required=False
    )
    starts = a_day("From")
    ends = a_day("Until")
    retired = forms.BooleanField(label="It is used no more", required=False)

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            self.fields["key"].widget = forms.HiddenInput()

    def campaign(self) -> Campaign:
        return Campaign(**self.cleaned_data)


def campaign_form(campaign: Campaign, key: str) -> CampaignForm:
    return CampaignForm(key=key, initial=asdict(campaign), known=True)
