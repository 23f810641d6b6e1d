"""Which return, and on which days."""

from datetime import date
from typing import Any, cast

from django import forms

from upheld.core.returns import RETURNS
from upheld.store import policies

from .base import DeskForm, a_day


class ReturnForm(DeskForm):
    name = forms.ChoiceField(
        label="Return",
        choices=[(form.name, form.title) for form in RETURNS.values()],
        error_messages={
            "required": "Choose a return.",
            "invalid_choice": "There is no such return: choose one of the list.",
        },
    )
    first = a_day("From", "Choose a day.")
    last = a_day("To, that day included", "Choose a day.")
    regime = forms.ChoiceField(label="Complaints under", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [("", "Every regime"), *((name, name) for name in policies.regimes())]
        cast(forms.ChoiceField, self.fields["regime"]).choices = named


def last_half_year(today: date) -> tuple[date, date]:
    """The half-year that is over: January to June, or July to December."""
    if today.month > 6:
        return date(today.year, 1, 1), date(today.year, 6, 30)
    return date(today.year - 1, 7, 1), date(today.year - 1, 12, 31)
