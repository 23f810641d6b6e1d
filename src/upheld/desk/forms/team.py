"""How many hours somebody has, and what an outside body ruled."""

from typing import ClassVar

from django import forms

from upheld.core.words import Role
from upheld.store.models import Person

from .base import DeskForm, a_day, sentences
from .overwriting import Overwriting

_WORK = (Role.HANDLER, Role.LEAD, Role.ADMINISTRATOR)


class HoursForm(Overwriting):
    """Where hours of whoever is chosen are known, they are read before they are written over."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who",
        empty_label=None,
        error_messages={"required": "Choose a person.", "invalid_choice": "Choose a person."},
    )
    a_week = forms.DecimalField(
        label="Hours a week for complaints",
        required=False,
        max_digits=4,
        decimal_places=1,
        help_text="Empty where it is not known.",
        error_messages={"invalid": "Write hours such as 30 or 22.5."},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Person.objects.filter(is_active=True, role__in=_WORK).order_by("name")


class OutsideForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"changed", "words"})

    body = forms.CharField(
        label="Who ruled",
        max_length=120,
        error_messages={"required": "Write who ruled, such as an ombudsman."},
    )
    ruled_on = a_day("On which day", "Write the day of the ruling.")
    changed = forms.ChoiceField(
        label="What came of our answer",
        choices=(("no", "It stands"), ("yes", "It was changed, wholly or in part")),
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        error_messages={"required": "Choose whether our answer stands."},
    )
    words = sentences("What they said", rows=2)
