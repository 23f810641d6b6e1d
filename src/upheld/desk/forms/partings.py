"""What comes before a parting, the proposal, and what became of it."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms

from upheld.core.lessons import Cause
from upheld.core.parting import Way

from .base import DeskForm, a_day, sentences

WAYS = {
    Way.EDUCATION: "Showing how it is used, or what it can do",
    Way.OTHER_PRODUCT: "Another product",
    Way.OTHER_CHANNEL: "Another channel or another person",
    Way.PRICE: "Another price or plan",
    Way.REFERRAL: "Somebody else who suits them better",
}


class CauseForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"cause", "found"})
    marks_optional: ClassVar[bool] = False

    cause = forms.ChoiceField(label="The cause on our side", required=False)
    found = sentences(
        "What was looked at, and what was found",
        "Say what was looked at, and what of it was of our making.",
        hint="Bills, promises, deliveries, how often they were passed on: ours first.",
    )

    def __init__(self, *args: Any, causes: Iterable[Cause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(cause.key, cause.label) for cause in causes if not cause.retired]
        field = cast(forms.ChoiceField, self.fields["cause"])
        field.choices = [("", "None of it was of our making"), *listed]


class WayForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"what", "came_of_it"})

    way = forms.ChoiceField(
        label="What was tried",
        choices=[(way.value, label) for way, label in WAYS.items()],
        error_messages={"required": "Choose what was tried."},
    )
    tried_on = a_day("On", "Give the day.")
    what = sentences("What exactly", "Say what was tried.", rows=2)
    came_of_it = sentences("What came of it", "Say what came of it.", rows=2)


class ProposalForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"reasons", "alternatives"})

    reasons = sentences(
        "Why neither side gains",
        "Say why: what was tried, and why neither side gains.",
        hint="Never a complaint, nor how many there were, nor where somebody went with one.",
    )
    alternatives = sentences("Who may suit them better", "Name who may suit them better.", rows=2)


def _known(label: str) -> forms.NullBooleanField:
    return forms.NullBooleanField(
        label=label,
        widget=forms.Select(choices=(("", "Not known"), ("true", "Yes"), ("false", "No"))),
    )


class AfterForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"words"})
    marks_optional: ClassVar[bool] = False

    came_back = _known("They came back")
    complained = _known("They complained about it")
    went_to_a_body = _known("They went to an ombudsman or a court")
    paid_up = _known("All that was between us is paid")
    words = sentences("In a sentence", rows=2)
