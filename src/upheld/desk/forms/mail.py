"""A message that was held or set aside: the case that a person puts it into."""

from django import forms

from upheld.core.references import read_reference
from upheld.core.words import CaseId

from .base import DeskForm

_WHICH = "Write the reference of a case, such as UP-000414."


class PlaceForm(DeskForm):
    reference = forms.CharField(
        label="Reference of the case",
        max_length=20,
        help_text="As it stands on the case, such as UP-000414.",
        error_messages={"required": _WHICH},
    )

    def clean_reference(self) -> CaseId:
        found = read_reference(self.cleaned_data["reference"])
        if found is None:
            raise forms.ValidationError(_WHICH)
        return found
