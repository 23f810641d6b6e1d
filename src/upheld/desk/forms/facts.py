"""The facts of an allegation, as the policy declares them: one field for each that may matter."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from upheld.tables import Field, Kind
from upheld.tables.evaluate import matches
from upheld.tables.syntax import written

from .base import Day
from .overwriting import Overwriting

_YES_NO = (("", "Not known"), ("yes", "Yes"), ("no", "No"))
# A domain as people say it; a span such as [0..1] stands as it is declared.
_SAID = {">=": "{} or more", "<=": "{} or less", ">": "more than {}", "<": "less than {}"}


class FactsForm(Overwriting):
    """`matter` and `rest` are the policy's declarations, `known` the facts as their JSON."""

    template_name = "desk/forms/facts.html"
    marks_optional: ClassVar[bool] = False
    merges: ClassVar[bool] = True

    def __init__(
        self,
        *args: Any,
        matter: Sequence[Field],
        rest: Sequence[Field],
        known: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = shown_facts(known)
        super().__init__(*args, **kwargs)
        self._known = known
        self.rest = frozenset(declared.name for declared in rest)
        for declared in (*matter, *rest):
            self.fields[declared.name] = _field(declared)
            self.fields[declared.name].show_hidden_initial = True

    def matter_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.rest]

    def rest_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name in self.rest]

    def facts(self) -> dict[str, Any]:
        """The facts as JSON; an emptied field is a fact that is not known.

        What was left as the page showed it keeps what others have recorded since."""
        told = {name: _plain(self.cleaned_data[name]) for name in self.changed_data}
        kept = {name: value for name, value in self._known.items() if name not in told}
        return kept | {name: value for name, value in told.items() if value is not None}


def shown_facts(known: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as the form shows them."""
    return {name: _shown(value) for name, value in known.items()}


def _field(declared: Field) -> forms.Field:
    told: dict[str, Any] = {
        "label": declared.name.replace("_", " ").capitalize(),
        "help_text": declared.means,
        "required": False,
    }
    if declared.values:
        choices = [("", "Not known"), *((value, value) for value in declared.values)]
        return forms.ChoiceField(choices=choices, **told)
    if declared.kind is Kind.BOOLEAN:
        return forms.ChoiceField(choices=_YES_NO, **told)
    if declared.kind in (Kind.NUMBER, Kind.MONEY):
        return forms.DecimalField(
            error_messages={"invalid": "Write a number such as 12.50."},
            validators=[_within(declared)],
            **told,
        )
    if declared.kind is Kind.DATE:
        return forms.DateField(widget=Day(), **told)
    return forms.CharField(**told)


def _within(declared: Field) -> Callable[[Decimal], None]:
    """Says beside the field what the policy would refuse for the whole form."""

    def check(value: Decimal) -> None:
        if declared.domain is not None and not matches(declared.domain, value, {}):
            operator, _, bound = written(declared.domain).partition(" ")
            wanted = _SAID[operator].format(bound) if operator in _SAID else operator
            raise ValidationError(f"Write a number that is {wanted}.")

    return check


def _shown(value: Any) -> Any:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _plain(value: Any) -> Any:
    if value in (None, ""):
        return None
    if value in ("yes", "no"):
        return value == "yes"
    return str(value) if isinstance(value, Decimal) else _dated(value)


def _dated(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
