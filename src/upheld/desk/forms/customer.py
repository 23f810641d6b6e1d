"""How to reach a customer, and who they are to us."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from upheld.store.models import Customer
from upheld.store.reached import ReachedField
from upheld.store.sight import fit_seen

from .base import sentences
from .overwriting import Overwriting

_CHECKED = (("", "Never checked"), ("yes", "Yes"), ("no", "No"))
_NOT_AN_AXIS = "Write a number from 0 to 1, such as 0.75."


def _axis(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(1),
        decimal_places=2,
        help_text="From 0 to 1; empty when it is not known.",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_decimal_places"), _NOT_AN_AXIS
        ),
    )


class CustomerForm(Overwriting):
    """Without the fit while an open complaint waits for a finding: it is withheld until then."""

    wide: ClassVar[frozenset[str]] = frozenset({"fit_evidence", "address"})
    marks_optional: ClassVar[bool] = False
    merges: ClassVar[bool] = True

    name = forms.CharField(label="Name", max_length=200, required=False)
    email = ReachedField(
        label="E-mail",
        required=False,
        error_messages={"invalid": "Write an address such as sally@example.org."},
    )
    phone = forms.CharField(label="Telephone", max_length=40, required=False)
    address = sentences("Postal address", rows=3, hint="As it stands on an envelope.")
    vulnerable = forms.ChoiceField(
        label="May need more help now",
        choices=_CHECKED,
        required=False,
        help_text="Health, a life event, resilience or capability. It only ever widens help.",
    )
    values_what = _axis("Values what we offer")
    values_how = _axis("Values how we offer it")
    mutual_value = _axis("Mutual value")
    fit_evidence = sentences(
        "What shows it",
        rows=4,
        hint="One line each, such as a person can read and contest. Never what they are like.",
    )

    def __init__(self, *args: Any, customer: Customer, withheld: bool, **kwargs: Any) -> None:
        kwargs["initial"] = customer_shown(customer)
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True
        if withheld:
            for name in ("values_what", "values_how", "mutual_value", "fit_evidence"):
                del self.fields[name]
        elif fit_seen.kept_back([customer.pk]):
            del self.fields["fit_evidence"]  # to write it anew is to have read all of it

    def told(self) -> dict[str, Any]:
        """What was changed on the page: what was left as it stood keeps what is known by now."""
        told = {name: self.cleaned_data[name] for name in self.changed_data}
        if "vulnerable" in told:
            told["vulnerable"] = {"yes": True, "no": False}.get(told["vulnerable"])
        if "fit_evidence" in told:
            told["fit_evidence"] = told["fit_evidence"].splitlines()
        return told


def customer_shown(customer: Customer) -> dict[str, Any]:
    """What is known of a customer, as the form shows it."""
    told = {name: getattr(customer, name) for name in CustomerForm.base_fields}
    told["vulnerable"] = _shown(customer.vulnerable)
    return told | {"fit_evidence": "\n".join(customer.fit_evidence)}


def _shown(known: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[known]
