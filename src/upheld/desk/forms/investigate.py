"""What is alleged, what shows it, and what is so."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms

from upheld.core.evidence import RELIED_ON_BY_FINDING, Particulars
from upheld.core.words import AllegationKind, EvidenceKind, FindingResult
from upheld.tables import Field

from .base import DeskForm, Moment, sentences
from .overwriting import Overwriting

_KINDS = [(kind, kind.replace("_", " ").capitalize()) for kind in AllegationKind]
_RESULTS = (
    (FindingResult.SUBSTANTIATED, "Substantiated"),
    (FindingResult.PARTLY, "Partly substantiated"),
    (FindingResult.NOT_SUBSTANTIATED, "Not substantiated"),
    (FindingResult.UNDETERMINED, "Undetermined"),
)
_EVIDENCE = (
    (EvidenceKind.RECORD, "A record of ours"),
    (EvidenceKind.DOCUMENT, "A document"),
    (EvidenceKind.PHOTO, "A photograph"),
    (EvidenceKind.MESSAGE, "A message"),
    (EvidenceKind.CALL, "A call"),
    (EvidenceKind.STATEMENT, "What somebody said"),
    (EvidenceKind.VISIT, "A visit or an examination"),
)


class AllegationForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"statement"})

    kind = forms.ChoiceField(label="What went wrong, in their view", choices=_KINDS)
    statement = sentences(
        "One sentence that can be checked",
        "Say in one sentence what is said to have gone wrong.",
        rows=2,
        hint="Such as: the shelves of order 90417 came after the promised day.",
    )


class EvidenceForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"text", "file"})

    kind = forms.ChoiceField(label="What it is", choices=_EVIDENCE)
    relied_on_by = forms.ChoiceField(label="What rests on it", required=False)
    text = sentences("What it shows", "Say what it is and what it shows.", rows=2)
    file = forms.FileField(
        label="File",
        required=False,
        allow_empty_file=True,  # the step says what is wrong with it, as for every other file
        help_text="Of any kind. It is kept as it is, and anybody can see if it was changed.",
    )
    happened_at = forms.DateTimeField(
        label="When it was",
        required=False,
        widget=Moment(),
        help_text="Of a call, a message or a visit.",
        error_messages={"invalid": "Write a day and a time such as 2026-11-02 14:30."},
    )
    with_whom = forms.CharField(label="With whom", max_length=200, required=False)

    def __init__(self, *args: Any, facts: Sequence[Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(field.name, field.name.replace("_", " ").capitalize()) for field in facts]
        choices = [("", "Nothing yet"), (RELIED_ON_BY_FINDING, "The finding"), *named]
        cast(forms.ChoiceField, self.fields["relied_on_by"]).choices = choices

    def particulars(self) -> Particulars:
        told = self.cleaned_data
        return Particulars(told["happened_at"], told["with_whom"].strip(), told["relied_on_by"])


class FindingForm(Overwriting):
    wide: ClassVar[frozenset[str]] = frozenset({"result", "because"})

    result = forms.ChoiceField(
        label="What we found",
        choices=_RESULTS,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        error_messages={"required": "Choose what we found."},
    )
    because = sentences(
        "The reason",
        "A finding needs its reason.",
        hint="The customer may read it: what happened and how we know, never what they are like.",
    )


class CircumstancesForm(Overwriting):
    wide: ClassVar[frozenset[str]] = frozenset({"withdrawn", "in_scope", "explained_before"})

    withdrawn = forms.BooleanField(label="The customer has withdrawn it", required=False)
    in_scope = forms.BooleanField(label="It is ours to answer", required=False)
    explained_before = forms.BooleanField(
        label="The same point was explained to them before, with its reasons", required=False
    )
