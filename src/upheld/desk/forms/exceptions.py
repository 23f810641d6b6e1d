"""Exceptions: what would be given, looked at before it is granted; what becomes of those that
repeat; and what teams may give."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms

from upheld.core.budgets import Period
from upheld.core.deviations import DeviationState
from upheld.core.goodwill import DeviationKind
from upheld.core.money import Money, exact
from upheld.core.words import Band
from upheld.store import models as rows

from .base import DeskForm, a_day, sentences
from .overwriting import Overwriting

KINDS = {
    DeviationKind.VOUCHER: "A voucher",
    DeviationKind.REFUND: "Money back",
    DeviationKind.HELP: "Help in kind",
    DeviationKind.TERM_WAIVED: "A term of ours is not applied",
}
STATES = {
    DeviationState.PROPOSED: "Waits for approval",
    DeviationState.GRANTED: "Granted",
    DeviationState.KEPT: "Stayed an exception",
    DeviationState.ENDED: "Ended",
    DeviationState.BECAME_POLICY: "Became policy",
}


def _amount(label: str, hint: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=12,
        decimal_places=2,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": "Write an amount such as 12.50."},
    )


class LookForm(DeskForm):
    """What would be given. It is looked at before anything is granted."""

    wide: ClassVar[frozenset[str]] = frozenset({"words"})

    kind = forms.ChoiceField(
        label="What they would get",
        choices=[(kind.value, label) for kind, label in KINDS.items()],
        error_messages={"required": "Choose what they would get."},
    )
    amount = _amount("How much", "Of what is no money: what it costs us, if somebody knows.")
    words = sentences(
        "In words, as the reply tells it",
        rows=2,
        hint="Needed where it is no money: what we do for them, in a sentence to them.",
    )

    def money(self, currency: str) -> Money | None:
        amount = self.cleaned_data["amount"]
        return None if amount is None else exact(amount, currency)


class GrantForm(LookForm):
    """Why, until when, and by whom: granted beside the decision that was read."""

    wide: ClassVar[frozenset[str]] = frozenset({"words", "reason", "over_budget"})

    decision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = sentences(
        "Why this customer gets what the policy does not give",
        "Say why this customer gets what the policy does not give.",
        rows=2,
    )
    expires_on = a_day(
        "Until which day it holds", "Choose a day.", "The reply must have left by then."
    )
    over_budget = sentences(
        "Why it is granted all the same",
        rows=2,
        hint="Needed where it goes over a budget, or where such exceptions were stopped.",
    )


class DeviationApprovalForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"over_budget"})

    over_budget = sentences("Only where it goes over the budget: why", rows=2)


class DeviationEndForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"why"})

    why = sentences("Why it is not given", "Say why it is not given.", rows=2)


class StopForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"why"})

    situation = forms.CharField(max_length=120, widget=forms.HiddenInput)
    why = sentences("Why these exceptions stop", "Say why: whoever asks for one reads it.", rows=2)


class RuleForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"why"})

    situation = forms.CharField(max_length=120, widget=forms.HiddenInput)
    valid_from = a_day(
        "Valid from",
        "Choose a day.",
        "A day after today: it decides complaints received from then on.",
    )
    why = sentences("In a sentence, what is to change and why", rows=2)


class LedgerForm(DeskForm):
    """What the ledger shows."""

    marks_optional: ClassVar[bool] = False

    state = forms.ChoiceField(
        label="What became of it",
        required=False,
        choices=[("", "Anything"), *((state.value, label) for state, label in STATES.items())],
    )
    band = forms.ChoiceField(
        label="Who they are to us",
        required=False,
        choices=[("", "Anybody"), *((band.value, band.capitalize()) for band in Band)],
    )
    persona = forms.CharField(label="Persona", required=False, max_length=40)
    since = a_day("From")
    until = a_day("To")
    situation = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    customer = forms.IntegerField(required=False, widget=forms.HiddenInput)


class TeamForm(DeskForm):
    name = forms.CharField(
        label="Name of the team", max_length=80, error_messages={"required": "Write its name."}
    )


def _team(label: str, required: bool) -> "forms.ModelChoiceField[rows.Team]":
    return forms.ModelChoiceField(
        label=label,
        queryset=rows.Team.objects.all(),
        required=required,
        empty_label="Choose" if required else "No team",
        error_messages={"required": "Choose a team."},
    )


class MemberForm(DeskForm):
    person = forms.ModelChoiceField(
        label="Who",
        queryset=rows.Person.objects.filter(is_active=True).order_by("name"),
        error_messages={"required": "Choose a person."},
    )
    team = _team("Team", False)


class BudgetForm(Overwriting):
    """Where the team has a budget for the period, its amount is read before it is written over."""

    team = _team("Team", True)
    period = forms.ChoiceField(
        label="For a", choices=[(period.value, period.capitalize()) for period in Period]
    )
    day = a_day("The period that this day is in", "Choose a day.")
    amount = forms.DecimalField(
        label="How much they may give",
        max_digits=12,
        decimal_places=2,
        help_text="Zero is a budget: then a lead grants everything, with a reason.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": "Write an amount, zero included.",
            "invalid": "Write an amount such as 500.",
        },
    )
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label="Currency",
        max_length=3,
        error_messages={"invalid": "Write a code such as GBP."},
    )

    def __init__(self, *args: Any, today: date, currency: str, **kwargs: Any) -> None:
        initial = {"day": today, "currency": currency, "period": Period.QUARTER.value}
        super().__init__(*args, **{"initial": initial, **kwargs})

    def money(self) -> Money:
        told = self.cleaned_data
        return exact(cast(Decimal, told["amount"]), told["currency"].upper())
