"""A message that was held or set aside: which case it goes into, or that it goes into none."""

from typing import Any

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

    theirs = forms.BooleanField(
        required=False,
        label="The customer wrote it",
        help_text="From an address that we do not know as theirs it answers no question of ours "
        "unless you say so.",
    )

    def clean_reference(self) -> CaseId:
        found = read_reference(self.cleaned_data["reference"])
        if found is None:
            raise forms.ValidationError(_WHICH)
        return found


class AsideForm(DeskForm):
    """`held` is how many are held from its address: of one alone nothing is asked."""

    of_sender = forms.BooleanField(required=False)

    def __init__(self, *args: Any, held: int = 0, sender: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of_sender"].label = f"And all else that is held from {sender}, {held} in all"
        if held < 2:
            del self.fields["of_sender"]
