"""The list of causes: one cause, as it is added or said in other words."""

from typing import ClassVar

from django import forms

from upheld.core.words import JourneyStage

from .base import DeskForm
from .overwriting import Overwriting

_STAGES = [(stage.value, stage.capitalize()) for stage in JourneyStage]


class CauseForm(Overwriting):
    wide: ClassVar[frozenset[str]] = frozenset({"label", "needs_promise"})

    label = forms.CharField(
        label="What came about, in a few words",
        max_length=120,
        help_text="About what we did or said, such as: the carrier was late or lost it.",
        error_messages={"required": "Say in a few words what came about."},
    )
    stage = forms.ChoiceField(label="Where on the customer's way", choices=_STAGES)
    needs_promise = forms.BooleanField(
        label="Ask which promise or instruction was misunderstood", required=False
    )


class RetiringForm(DeskForm):
    """`retired` is what the cause becomes."""

    retired = forms.BooleanField(widget=forms.HiddenInput, required=False)
