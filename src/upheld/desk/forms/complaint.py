"""The complaint as somebody tells it to us."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from upheld.core.intake import LONGEST_SUBJECT, Complainant, Complaint
from upheld.core.words import Channel
from upheld.steps.mend_case import Words
from upheld.store.policies import usual_rules
from upheld.store.reached import ReachedField

from .base import DeskForm, Moment, sentences
from .overwriting import Overwriting
from .rules import RulesField, written

CHANNELS = (
    (Channel.PHONE, "By phone"),
    (Channel.EMAIL, "By e-mail"),
    (Channel.LETTER, "By letter"),
    (Channel.IN_PERSON, "In person"),
    (Channel.WEB, "On the web"),
    (Channel.SOCIAL, "On social media"),
)


class MendForm(Overwriting):
    """What was written down of a complaint, to be mended before it is answered."""

    wide: ClassVar[frozenset[str]] = frozenset({"subject", "text", "demand"})

    subject = forms.CharField(label="In a few words", max_length=LONGEST_SUBJECT, required=False)
    text = sentences("What was said", "Write down what the customer said.", rows=9)
    demand = sentences("What would put it right, in their view", rows=2)
    received_at = forms.DateTimeField(
        label="When it reached us",
        widget=Moment(),
        help_text="Another day sets its clocks anew.",
        error_messages={
            "required": "Say when it reached us: its clocks start then.",
            "invalid": "Write a day and a time such as 2026-11-02 14:30.",
        },
    )
    rules = RulesField(help_text="Other rules set its clocks anew.")

    def words(self, received_at: datetime) -> Words:
        """`received_at` stays to the second where the page, which shows minutes, left it."""
        told = self.cleaned_data
        same = told["received_at"] == received_at.replace(second=0, microsecond=0)
        moment = received_at if same else told["received_at"]
        return Words(told["subject"], told["text"], told["demand"], moment, told["rules"])


class ComplaintForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"subject", "text", "demand", "rules"})

    name = forms.CharField(label="Name", max_length=200, required=False)
    email = ReachedField(
        label="E-mail",
        required=False,
        error_messages={"invalid": "Write an address such as sally@example.org."},
    )
    phone = forms.CharField(label="Telephone", max_length=40, required=False)
    channel = forms.ChoiceField(label="How it came", choices=CHANNELS)
    received_at = forms.DateTimeField(
        label="When it reached us",
        widget=Moment(),
        error_messages={
            "required": "Say when it reached us: its clocks start then.",
            "invalid": "Write a day and a time such as 2026-11-02 14:30.",
        },
    )
    rules = RulesField()
    text = sentences(
        "What was said",
        "Write down what the customer said.",
        rows=9,
        hint="Their words, not a summary. Nothing is weighed by its tone or its length.",
    )
    demand = sentences("What would put it right, in their view", rows=2)
    subject = forms.CharField(
        label="In a few words", max_length=LONGEST_SUBJECT, required=False,
        help_text="Left empty, it is the first words of the complaint.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_at"].initial = timezone.localtime
        self.fields["rules"].initial = written(usual_rules())

    def complaint(self) -> Complaint:
        told = self.cleaned_data
        return Complaint(
            text=told["text"],
            received_at=told["received_at"],
            complainant=Complainant(told["name"], told["email"], told["phone"]),
            subject=told["subject"],
            channel=Channel(told["channel"]),
            demand=told["demand"],
        )
