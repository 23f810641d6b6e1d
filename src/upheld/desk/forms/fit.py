"""A fit: what a customer told of their needs, a line that is contested, one that is reviewed."""

from typing import ClassVar

from django import forms

from .base import DeskForm, a_day, sentences


class AssessForm(DeskForm):
    instead = forms.BooleanField(
        label="In place of what was recorded by hand",
        required=False,
        help_text="Left empty, what a person recorded goes on being read.",
    )


class NoteForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"text"})

    text = forms.CharField(
        label="What they told us, in a sentence",
        max_length=300,
        help_text="Of what they need, do or expect: never of who they are. They may read it.",
        error_messages={"required": "Write what they told us."},
    )
    on = a_day("On which day", "Choose the day of it.")


class ContestForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"why", "by_customer"})

    line = forms.CharField(widget=forms.HiddenInput)
    why = sentences("What is not right about it", "Say what is not right about it.", rows=2)
    by_customer = forms.BooleanField(label="The customer says so", required=False)


class ReviewForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"found"})

    stands = forms.ChoiceField(
        label="Does the line stand?",
        choices=(("yes", "Yes, it counts again"), ("no", "No, it stays out")),
    )
    found = sentences("What you looked at", "Say what was looked at, and what it showed.", rows=2)
