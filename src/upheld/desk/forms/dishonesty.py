"""That a statement was knowingly untrue: what shows it, who agrees, and when it is looked at."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms

from upheld.store import models as rows

from .base import DeskForm, a_day, sentences


class ProposalForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"statement", "evidence"})

    statement = sentences(
        "Which statement was untrue, and how we know that this was known",
        "Say which statement was untrue.",
        hint="About the statement and what shows it, never about the person.",
    )
    evidence = forms.TypedMultipleChoiceField(
        label="The evidence that shows it",
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "sentences"}),
        error_messages={"required": "Name the evidence; without any, it was not so, and no more."},
    )
    review_due = a_day("Looked at again on", hint="Left empty, in half a year.")

    def __init__(self, *args: Any, kept: Iterable[rows.Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(item.pk, item.text) for item in kept]
        cast(forms.ChoiceField, self.fields["evidence"]).choices = choices


class WithdrawalForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"why"})

    why = sentences("Why it is withdrawn", "Say why it is withdrawn.", rows=2)


class ReviewForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"stands", "why"})

    stands = forms.ChoiceField(
        label="What the review found",
        choices=(("yes", "It stands"), ("no", "It is withdrawn")),
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        error_messages={"required": "Choose whether it stands or is withdrawn."},
    )
    why = sentences("What was looked at, and why", "Say what was looked at.", rows=2)
    review_due = a_day("Looked at again on", hint="Left empty, in half a year.")
