"""Which order a case is about: one of the customer's own, or a reference from their papers."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms

from upheld.store.models import Order

from .base import DeskForm


class OrderForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"order", "other"})

    order = forms.ChoiceField(
        label="The order",
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choices each"}),
    )
    other = forms.CharField(
        label="Another reference",
        max_length=40,
        required=False,
        help_text="From the customer's papers, where the order does not stand above.",
    )

    def __init__(self, *args: Any, orders: Sequence[Order], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "None"), *((each.reference, _told(each)) for each in orders)]
        cast(forms.ChoiceField, self.fields["order"]).choices = choices

    def reference(self) -> str:
        told = self.cleaned_data
        return str(told["other"].strip() or told["order"])


def _told(order: Order) -> str:
    return f"{order.reference}: {order.item}, {order.placed_on.day} {order.placed_on:%b %Y}"
