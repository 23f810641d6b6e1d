"""Whose data is to go, and why; and which readings to list."""

from typing import Any, ClassVar

from django import forms

from upheld.core.erasing import ErasureWhy
from upheld.core.references import read_reference
from upheld.store.models import Case, Customer

from .base import DeskForm

_WHY = {
    ErasureWhy.REQUEST.value: "They asked for it",
    ErasureWhy.PERIOD.value: "The time to keep it is over",
}


class WhoseForm(DeskForm):
    marks_optional: ClassVar[bool] = False

    whom = forms.CharField(
        label="Whose",
        max_length=40,
        help_text="A case such as UP-000012, or a customer's number, as their page has it.",
        error_messages={"required": "Write a case such as UP-000012, or a customer's number."},
    )

    def clean_whom(self) -> tuple[int | None, int | None]:
        """The number of the customer, or that of the case."""
        told: str = self.cleaned_data["whom"].strip()
        if told.isascii() and told.isdigit():
            if Customer.objects.filter(pk=int(told)).exists():
                return int(told), None
            raise forms.ValidationError(f"There is no customer {told}.")
        case = read_reference(told)
        if case is None or not Case.objects.filter(pk=case).exists():
            raise forms.ValidationError("Write a case that is here, such as UP-000012.")
        return None, int(case)


class ErasureForm(WhoseForm):
    why = forms.ChoiceField(label="Why", choices=list(_WHY.items()))


class ReadingsForm(DeskForm):
    marks_optional: ClassVar[bool] = False

    customer = forms.IntegerField(label="Customer number", required=False, min_value=1)
    by = forms.CharField(label="Read by", required=False, max_length=120)

    def chosen(self) -> dict[str, Any]:
        """What is asked for; all where something else was written."""
        told = self.cleaned_data if self.is_valid() else {}
        return {"customer": told.get("customer"), "by": told.get("by") or ""}
