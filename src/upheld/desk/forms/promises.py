"""What we promised, and what came of it."""

from typing import ClassVar

from django import forms

from .base import DeskForm, a_day, sentences


class PromiseForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"words"})

    words = sentences("What was promised", "Say what was promised.", rows=2)
    due_on = a_day("By when", "A promise has a day: give it.")


class SettleForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"kept", "note"})

    kept = forms.ChoiceField(
        label="What came of it",
        choices=(
            ("yes", "It was kept"),
            ("no", "It was broken"),
            ("unwanted", "They do not want it any more"),
        ),
        help_text="What is owed by law stays owed: it is only ended if they said so in writing.",
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        error_messages={"required": "Choose whether it was kept, broken or is not wanted."},
    )
    note = sentences(
        "What shows it",
        "Write what shows it: a payment, a call, what came in the way, or their own words.",
        rows=2,
    )
