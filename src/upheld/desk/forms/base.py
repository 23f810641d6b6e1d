"""How every form of the desk is drawn and read."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from upheld.core.promises.given_days import DayError, checked_day

from .drawn import DeskRenderer


class DeskForm(forms.Form):
    """A form with our markup. `key` keeps the ids of many forms on one page apart."""

    wide: ClassVar[frozenset[str]] = frozenset()
    marks_optional: ClassVar[bool] = True
    default_renderer = DeskRenderer()
    use_required_attribute = False

    def __init__(self, *args: Any, key: str = "form", **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{key}-%s"
        super().__init__(*args, **kwargs)


def sentences(label: str, missing: str = "", *, rows: int = 3, hint: str = "") -> forms.CharField:
    """A field for sentences; `missing` is the error when it must be filled in and is not."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


class Day(forms.DateInput):
    """A day as browsers ask for it, and as they want it written when it is known."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class Moment(forms.DateTimeInput):
    """The same with its time."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def a_day(label: str, missing: str = "", hint: str = "") -> forms.DateField:
    """A field for a day; `missing` is the error when it must be given and is not."""
    return forms.DateField(
        label=label,
        required=bool(missing),
        help_text=hint,
        widget=Day(),
        error_messages={"required": missing, "invalid": "Write a day such as 2026-11-02."},
        validators=[_near],
    )


def _near(day: date) -> None:
    try:
        checked_day(day)
    except DayError as error:
        raise ValidationError(f"{error}.") from None
