"""What is alleged, what shows it, and what is so."""

from typing import ClassVar

from django import forms

from upheld.core.words import AllegationKind, FindingResult

from .base import DeskForm, sentences

_KINDS = [(kind, kind.replace("_", " ").capitalize()) for kind in AllegationKind]
_RESULTS = (
    (FindingResult.SUBSTANTIATED, "Substantiated"),
    (FindingResult.PARTLY, "Partly substantiated"),
    (FindingResult.NOT_SUBSTANTIATED, "Not substantiated"),
    (FindingResult.UNDETERMINED, "Undetermined"),
)
_EVIDENCE = (
    ("record", "A record of ours"),
    ("document", "A document"),
    ("photo", "A photograph"),
    ("statement", "What somebody said"),
    ("visit", "A visit or an examination"),
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
    wide: ClassVar[frozenset[str]] = frozenset({"text"})

    kind = forms.ChoiceField(label="What it is", choices=_EVIDENCE)
    text = sentences("What it shows", "Say what it is and what it shows.", rows=2)


class FindingForm(DeskForm):
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


class CircumstancesForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"withdrawn", "in_scope", "explained_before"})

    withdrawn = forms.BooleanField(label="The customer has withdrawn it", required=False)
    in_scope = forms.BooleanField(label="It is ours to answer", required=False)
    explained_before = forms.BooleanField(
        label="The same point was explained to them before, with its reasons", required=False
    )
