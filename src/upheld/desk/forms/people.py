"""The forms of who works here: invited, a role, a team, a limit, and one's own password."""

from decimal import Decimal
from typing import Any

from django import forms

from upheld.core.money import Money, exact
from upheld.core.words import Role
from upheld.store import models as rows
from upheld.store.reached import ReachedField

from .base import DeskForm
from .overwriting import Overwriting

_ROLES = [(role.value, role.replace("_", " ").capitalize()) for role in Role]


def _role() -> forms.ChoiceField:
    return forms.ChoiceField(label="Role", choices=_ROLES)


class InviteForm(DeskForm):
    name = forms.CharField(
        label="Name",
        max_length=120,
        help_text="As it stands under their letters.",
        error_messages={"required": "Write their name."},
    )
    email = ReachedField(
        label="E-mail address",
        help_text="They sign in with it, and your directory vouches for it.",
        error_messages={"required": "Write their address."},
    )
    role = _role()


class RoleForm(Overwriting):
    role = _role()


class TeamOfForm(Overwriting):
    team = forms.ModelChoiceField(
        label="Team", queryset=rows.Team.objects.all(), required=False, empty_label="No team"
    )


class LimitForm(DeskForm):
    amount = forms.DecimalField(
        label="The most beyond the owed, on one case",
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text="Empty for no limit. What is owed knows none.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    currency = forms.RegexField(
        r"^[A-Z]{3}$", label="Currency", initial="GBP", error_messages={"invalid": "Such as GBP."}
    )

    def money(self) -> Money | None:
        amount: Decimal | None = self.cleaned_data["amount"]
        return None if amount is None else exact(amount, self.cleaned_data["currency"])


class RoleLimitForm(LimitForm):
    role = _role()
    field_order = ("role", "amount", "currency")


class NothingMore(DeskForm):
    """A step that needs no more than its button."""


class SecondStepForm(DeskForm):
    why = forms.CharField(
        label="Why, and how you know that it was they who asked",
        max_length=300,
        help_text="Such as: lost their phone; I called them back on the number that we know.",
        error_messages={"required": "Say why, and how you know that it was they who asked."},
    )


class PasswordForm(DeskForm):
    password = forms.CharField(
        label="Choose a password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Twelve characters or more: four words that nobody would put together are good.",
        error_messages={"required": "Choose one."},
    )
    again = forms.CharField(
        label="The same once more",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Type it once more."},
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("password") and told.get("again") and told["password"] != told["again"]:
            self.add_error("again", "The two are not the same.")
        return told
