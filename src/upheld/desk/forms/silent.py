"""Who is asked kindly: those whose boxes are ticked, or the one whose button was pressed."""

from django import forms

from upheld.steps.ask_kindly import MOST_AT_ONCE

from .base import DeskForm


class AskForm(DeskForm):
    person = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["person"].valid_value = lambda value: str(value).isdecimal()  # type: ignore[attr-defined]

    def clean(self) -> None:
        if not self.people:
            self.add_error(None, "Choose whom to ask.")
        elif len(self.people) > MOST_AT_ONCE:
            self.add_error(None, f"At most {MOST_AT_ONCE} are asked at once.")

    @property
    def people(self) -> set[int]:
        alone = self.data.get("alone", "")
        if alone.isdecimal():
            return {int(alone[:15])}
        return set(self.cleaned_data.get("person", []))
