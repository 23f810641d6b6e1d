"""Of which days, and how long after."""

from django import forms

from .base import DeskForm

_MONTHS = (("3", "3 months"), ("6", "6 months"), ("12", "12 months"))


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Write a day such as 2026-01-01."},
    )


class PeriodForm(DeskForm):
    """Everything where no day is given."""

    marks_optional = False
    first = _day("Received from")
    last = _day("To, that day included")


class FollowedForm(PeriodForm):
    months = forms.ChoiceField(label="Each followed for", choices=_MONTHS, required=False)
