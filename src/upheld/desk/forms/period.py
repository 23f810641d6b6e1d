"""Of which days, and how long after."""

from django import forms

from .base import DeskForm, a_day

_MONTHS = (("3", "3 months"), ("6", "6 months"), ("12", "12 months"))


class PeriodForm(DeskForm):
    """Everything where no day is given."""

    marks_optional = False
    first = a_day("Received from")
    last = a_day("To, that day included")


class FollowedForm(PeriodForm):
    months = forms.ChoiceField(label="Each followed for", choices=_MONTHS, required=False)
