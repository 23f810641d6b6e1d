"""What the lists of customers, orders, complaints and contacts show. What a figure asked for beside
it is kept."""

from collections.abc import Mapping

from django import forms

from upheld.core.words import Band
from upheld.store.counted.bands import WITHHELD

from .base import DeskForm

_BANDS = [
    ("", "Any fit"),
    *((band.value, band.value.capitalize()) for band in Band),
    (WITHHELD, "Withheld"),
]
_ABOUT = (
    ("", "Anything"),
    ("upheld", "Upheld"),
    ("broken", "A broken promise"),
    ("misread", "What we said was misread"),
)


def _search(label: str) -> forms.CharField:
    attrs = {"type": "search", "autocomplete": "off"}
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs=attrs))


def _offer(field: forms.Field, sources: Mapping[str, str]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", "Any way"), *sources.items(), ("-", "Not written down")]


class CustomersForm(DeskForm):
    """`sources` and `personas` are the keys in use with their names."""

    q = _search("Name, address or order")
    came_by = forms.ChoiceField(label="Came by", required=False)
    band = forms.ChoiceField(label="Fit", choices=_BANDS, required=False)

    def __init__(self, told: Mapping[str, str], *, sources: Mapping[str, str]) -> None:
        super().__init__(told, key="filter")
        _offer(self.fields["came_by"], sources)


class OrdersForm(DeskForm):
    """`sources` are the keys in use with their names."""

    q = _search("What, whose or its number")
    came_by = forms.ChoiceField(label="Came by", required=False)

    def __init__(self, told: Mapping[str, str], *, sources: Mapping[str, str]) -> None:
        super().__init__(told, key="filter")
        _offer(self.fields["came_by"], sources)


class ContactsForm(DeskForm):
    q = _search("Words")
    has = forms.ChoiceField(
        label="Caused by",
        choices=(("", "Anybody"), ("firm", "Us"), ("customer", "The customer"),
                 ("neutral", "Neither")),
        required=False,
    )  # fmt: skip


class ComplaintsForm(DeskForm):
    q = _search("Search")
    about = forms.ChoiceField(label="What of it", choices=_ABOUT, required=False)
