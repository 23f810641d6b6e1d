"""Whether two customers are one person, and which of them stays."""

from typing import Any, ClassVar, cast

from django import forms

from upheld.store.models import Customer

from .base import DeskForm


class MatchForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"stays", "why"})
    marks_optional: ClassVar[bool] = False

    stays = forms.TypedChoiceField(
        label="If they are one: who stays",
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "choices each"}),
        error_messages={"required": "Choose who stays."},
    )
    why = forms.CharField(
        label="Why", max_length=400, required=False, help_text="For whoever reads the record."
    )

    def __init__(self, *args: Any, both: tuple[Customer, Customer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.pk, f"{each} (customer {each.pk})") for each in both]
        cast(forms.ChoiceField, self.fields["stays"]).choices = choices
        self.fields["stays"].initial = min(each.pk for each in both)


class ApartForm(DeskForm):
    """They are two, whoever was marked as the one that stays."""

    why = forms.CharField(max_length=400, required=False)
