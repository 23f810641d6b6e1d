"""What the inbox shows."""

from django import forms

from upheld.core.words import CaseState

from .base import DeskForm

_STATES = [("", "Any open"), *((state, state.capitalize()) for state in CaseState)]
_DUE = (
    ("", "Any time"),
    ("late", "Overdue"),
    ("today", "Today"),
    ("week", "In seven days"),
    ("likely", "Likely to be late"),
    ("review", "Dishonesty to review"),
    ("letter", "A letter to see off"),
)


class InboxForm(DeskForm):
    q = forms.CharField(
        label="Search",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(label="State", choices=_STATES, required=False)
    due = forms.ChoiceField(label="Due", choices=_DUE, required=False)
    whose = forms.CharField(widget=forms.HiddenInput, required=False)
