"""The case that another one belongs to, and why."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms

from upheld.core.references import read_reference
from upheld.core.words import CaseId
from upheld.store.models import Case

from .base import DeskForm, sentences

_WHICH = "Choose a case, or write the reference of one, such as UP-000414."


class MergeForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"into", "why", "sure"})
    marks_optional: ClassVar[bool] = False

    into = forms.ChoiceField(
        label="The case that it belongs to",
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choices each"}),
    )
    other = forms.CharField(
        label="Another case",
        max_length=20,
        required=False,
        help_text="Its reference, where it does not stand above.",
    )
    why = sentences("Why they are one", rows=2, hint="Needed where the customers are two.")
    sure = forms.BooleanField(
        label="Where the customers are two: what one of them wrote may be read in the other's case",
        required=False,
    )

    def __init__(self, *args: Any, cases: Sequence[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.reference, _told(each)) for each in cases]
        cast(forms.ChoiceField, self.fields["into"]).choices = choices
        if not choices:
            del self.fields["into"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        found = read_reference(told.get("other") or told.get("into") or "")
        if found is None:
            raise forms.ValidationError(_WHICH)
        return {**told, "found": found}

    @property
    def chosen(self) -> CaseId:
        return CaseId(self.cleaned_data["found"])


def _told(case: Case) -> str:
    at = case.received_at
    return f"{case.reference}: {case.subject} ({case.state}, {at.day} {at:%b %Y})"
