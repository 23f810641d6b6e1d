"""Whose rules set the clocks of a complaint, and as which of their kinds: one choice."""

from typing import Any

from django import forms

from upheld.store import policies
from upheld.store.policies import Rules


def written(rules: Rules) -> str:
    """Rules as the value of a choice."""
    return f"{rules.regime} {rules.complaint_kind}"


class RulesField(forms.ChoiceField):
    """Every regime, and under one that tells kinds of complaint apart each of them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="Whose rules set its clocks", choices=_choices, **kwargs)

    def clean(self, value: Any) -> Rules | None:
        """The rules that were chosen; None leaves them as they are."""
        return Rules(*super().clean(value).split(" ", 1)) if value else None


def _choices() -> list[Any]:
    found: list[Any] = []
    for regime in map(policies.regime, policies.regimes()):
        kinds = [(written(Rules(regime.name, kind)), told) for kind, told in regime.kinds.items()]
        alone = [(kinds[0][0], regime.title)]
        found += [(regime.title, kinds)] if len(kinds) > 1 else alone
    return found
