"""What was done in a contact: recorded in a minute, seen by a lead, answered, withdrawn."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms

from upheld.core.conduct import Behaviour
from upheld.store.models import Person

from .base import DeskForm, sentences

_FAMILIES = {
    "behaviour": "Harm",
    "persistence": "Persistence",
    "demands": "Demands",
    "cooperation": "Lack of cooperation",
    "arguments": "Arguments",
}


class ConductForm(DeskForm):
    """`places` are the cases and contacts in which it may have happened; none where it is known."""

    wide: ClassVar[frozenset[str]] = frozenset({"behaviour", "shown_by", "where"})
    marks_optional: ClassVar[bool] = False

    where = forms.ChoiceField(
        label="Where it happened",
        error_messages={"required": "Choose the contact or the case."},
    )
    behaviour = forms.ChoiceField(
        label="What was done", error_messages={"required": "Choose what was done."}
    )
    shown_by = sentences(
        "What was said or done",
        "Say what was said or done, or where it can be read.",
        hint="What happened, in quotation marks where it was said. Never what somebody is like.",
    )
    withheld = forms.BooleanField(
        label="Fold the words away: only leads and I read them", required=False
    )

    def __init__(
        self,
        *args: Any,
        listed: Iterable[Behaviour],
        places: Iterable[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["behaviour"]).choices = _grouped(listed)
        if chosen := list(places):
            cast(forms.ChoiceField, self.fields["where"]).choices = chosen
        else:
            del self.fields["where"]

    def place(self, kind: str) -> int | None:
        """The number of the case or the contact that was chosen."""
        chosen, _, number = str(self.cleaned_data.get("where", "")).partition("-")
        return int(number) if chosen == kind else None


def _grouped(listed: Iterable[Behaviour]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in listed:
        groups.setdefault(_FAMILIES[each.family], []).append((each.key, each.words))
    return list(groups.items())


class SeenForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"support"})

    support = sentences(
        "What was offered to the colleague it happened to",
        "Say what was offered: a break, a talk, somebody else on the case.",
        rows=2,
    )
    withheld = forms.BooleanField(label="Fold the words away from now on", required=False)


class HandOnForm(DeskForm):
    owner = forms.ModelChoiceField(
        queryset=Person.objects.filter(is_active=True).order_by("name"),
        label="Who goes on with the case",
        error_messages={"required": "Choose a colleague."},
    )


class TheirAnswerForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"words"})

    words = sentences("What they say of it", "Write what they say, in their words.", rows=3)


class NotShownForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"why"})
    marks_optional: ClassVar[bool] = False

    why = sentences(
        "Why they are not shown it",
        rows=2,
        hint="Only for a reason of law, such as somebody's safety. Empty: they are shown it.",
    )


class WhyForm(DeskForm):
    """An act that needs its reason."""

    wide: ClassVar[frozenset[str]] = frozenset({"why"})

    why = sentences("Why", "Say why.", rows=2)
