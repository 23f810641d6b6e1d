"""A question to the marts, and the name that it is kept under."""

from typing import ClassVar

from django import forms

from upheld.core.questions import LONGEST, LONGEST_NAME

from .base import DeskForm
from .overwriting import Overwriting


class QuestionForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"sql"})

    sql = forms.CharField(
        label="Your question, in SQL",
        max_length=LONGEST,
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "off", "class": "sql"}
        ),
        help_text="One SELECT over the tables beside. It changes nothing, and is put on record.",
        error_messages={"required": "Write a SELECT, such as SELECT count(*) FROM cases."},
    )


class NamedForm(Overwriting):
    name = forms.CharField(
        label="What it asks, in a few words",
        max_length=LONGEST_NAME,
        error_messages={"required": "Say in a few words what it asks."},
    )


class KeepForm(NamedForm):
    """`sql` goes along unseen: it is the question that the page shows."""

    overwrites: ClassVar[bool] = False

    sql = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput())
