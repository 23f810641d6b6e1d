"""Who is asked kindly, those whose boxes are ticked or the one whose button was pressed; and a
fault as somebody declares it."""

from collections.abc import Collection
from typing import Any, ClassVar

from django import forms

from upheld.core.faults import Declared
from upheld.core.journey import Touchpoint
from upheld.steps.ask_kindly import MOST_AT_ONCE

from .base import DeskForm, a_day, sentences


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


class FaultForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"name", "because"})

    name = forms.CharField(
        label="What went wrong",
        max_length=120,
        error_messages={"required": "Say in a few words what went wrong."},
    )
    touchpoint = forms.ChoiceField(label="Where it hurts")
    first_on = a_day("From", "Say from which day on.")
    last_on = a_day("Until")
    areas = forms.CharField(
        label="In these postcode areas",
        max_length=400,
        required=False,
        help_text="With commas between them; left empty, everywhere.",
    )
    words = forms.CharField(
        label="With these words in what was bought",
        max_length=400,
        required=False,
        help_text="With commas between them, such as pedestal, desk; left empty, whatever it was.",
    )
    because = sentences("How we know", "Say how it is known.", rows=2)

    def __init__(self, *args: Any, points: Collection[Touchpoint] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["touchpoint"].choices = [  # type: ignore[attr-defined]
            (each.key, each.name) for each in points if not each.retired
        ]

    def declared(self) -> Declared:
        told = self.cleaned_data
        areas, words = (tuple(told[name].split(",")) for name in ("areas", "words"))
        listed = {"areas": areas if told["areas"] else (), "words": words if told["words"] else ()}
        return Declared(**{**told, **listed, "key": ""})
