"""Which words allege what: chosen by sentence, or as they were selected on the page."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms

from upheld.core.spans import Span, SpanError, checked, quoted, sentences
from upheld.core.words import AllegationKind
from upheld.store import models as rows

from .base import DeskForm
from .base import sentences as words

DEMAND = "demand"
_AGAIN = "again-"
_PLACE = re.compile(r"(\d{1,7})-(\d{1,7})")
_MOST_SENTENCES = 400


def places(told: str) -> tuple[Span, ...]:
    """Places as a form or an address gives them, such as 12-80; what is none is left out."""
    return tuple(Span(int(start), int(end)) for start, end in _PLACE.findall(told))


def written(span: Span) -> str:
    return f"{span.start}-{span.end}"


class MarkingForm(DeskForm):
    """Words of `text` as an allegation of `case`, more words of one, or what is asked for."""

    wide: ClassVar[frozenset[str]] = frozenset({"said", "statement"})
    marks_optional: ClassVar[bool] = False

    marked = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-marked": ""}))
    said = forms.MultipleChoiceField(
        label="Their words",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "sentences"}),
        help_text="Tick the sentences that say it.",
    )
    what = forms.ChoiceField(
        label="What these words are",
        error_messages={"required": "Say what these words are."},
    )
    statement = words(
        "In your words, so that it can be checked",
        rows=2,
        hint="Left empty, the allegation stands in their own words.",
    )

    def __init__(
        self, *args: Any, text: str, alleged: Sequence[rows.Allegation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._text = text
        self._choices("said", _numbered(text))
        self._choices("what", _whats(alleged))

    def _choices(self, name: str, choices: Sequence[Any]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        chosen = [*told.get("said", ()), told.get("marked", "")]
        found = [span for each in chosen for span in places(each)]
        try:
            told["spans"] = checked(found, self._text)
        except SpanError as error:
            self.add_error("said", f"{str(error).capitalize()}.")
        else:
            if not found and "said" not in self.errors:
                self.add_error("said", "Tick the sentence that says it, or select the words above.")
        return told

    @property
    def quote(self) -> str:
        """What was marked, in their words."""
        return quoted(self.cleaned_data["spans"], self._text)

    @property
    def again(self) -> int | None:
        """The allegation whose words these are, where it is alleged already."""
        what = self.cleaned_data["what"]
        return int(what.removeprefix(_AGAIN)) if what.startswith(_AGAIN) else None


def _numbered(text: str) -> list[tuple[str, str]]:
    return [
        (written(span), f"{number}. {' '.join(span.of(text).split())}")
        for number, span in enumerate(sentences(text)[:_MOST_SENTENCES], 1)
    ]


def _whats(alleged: Sequence[rows.Allegation]) -> list[Any]:
    kinds = [(kind.value, _word(kind)) for kind in AllegationKind]
    whats: list[Any] = [
        ("", "Choose"),
        ("A new allegation", kinds),
        ("Apart from it", [(DEMAND, "What would put it right")]),
    ]
    if alleged:
        before = [(f"{_AGAIN}{row.pk}", _short(row)) for row in alleged]
        whats.append(("Said of an allegation that we have", before))
    return whats


def _short(row: rows.Allegation) -> str:
    told = f"{_word(row.kind)}: {row.statement}"
    return told if len(told) <= 72 else f"{told[:71]}…"


def _word(kind: str) -> str:
    return kind.replace("_", " ").capitalize()
