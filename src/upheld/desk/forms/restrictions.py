"""A restriction: what is decided, its letter, its review and an appeal against it."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms

from upheld.core.reply import Letter
from upheld.core.restriction import Measure, Scope
from upheld.core.words import LetterKind

from .base import DeskForm, a_day, sentences

SCOPES = {
    Scope.SINGLE_CONTACT: "One person to reach",
    Scope.SUBJECT: "Not about one subject",
    Scope.WRITTEN_ONLY: "In writing only",
    Scope.LIMITED_TIMES: "At set times",
    Scope.PLACE: "Not at one place",
}


class RestrictionForm(DeskForm):
    """`kept` is the conduct of this customer that stands, `cases` where its letter is written."""

    wide: ClassVar[frozenset[str]] = frozenset(
        {"conduct", "scope", "detail", "reason", "alternatives", "vulnerability"}
    )

    conduct = forms.TypedMultipleChoiceField(
        label="The conduct that it rests on",
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "sentences"}),
        error_messages={"required": "Name what happened: a restriction rests on nothing else."},
    )
    vulnerability = sentences(
        "How it was looked whether they need more help",
        "Look first whether they need more help, and say how.",
        rows=2,
        hint="Health, a life event, resilience, capability: what was asked, and what was said.",
    )
    alternatives = sentences(
        "Milder ways, and why they will not do", "Say what milder ways were considered.", rows=2
    )
    scope = forms.ChoiceField(
        label="What is limited",
        choices=[(scope.value, label) for scope, label in SCOPES.items()],
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        error_messages={"required": "Choose what is limited."},
    )
    detail = sentences(
        "What it means for them",
        "Say whom they reach, where, when, or about what.",
        rows=2,
        hint="As the letter says it, such as: care@example.org, read every working day.",
    )
    reason = sentences(
        "What happened, as the letter says it",
        "Say what happened.",
        rows=2,
        hint="What was done and on which days. Never what somebody is like.",
    )
    expires_on = a_day("It ends on", "Give it an end.", "Half a year from today at the latest.")
    review_due = a_day("Reviewed by", hint="Left empty: half way to its end.")
    case = forms.TypedChoiceField(
        label="The case its letter is written in",
        coerce=int,
        error_messages={"required": "Choose the case its letter is written in."},
    )

    def __init__(
        self,
        *args: Any,
        kept: Iterable[tuple[int, str]],
        cases: Iterable[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["conduct"]).choices = list(kept)
        cast(forms.ChoiceField, self.fields["case"]).choices = list(cases)

    def measure(self) -> Measure:
        told = self.cleaned_data
        names = ("detail", "reason", "alternatives", "vulnerability", "expires_on", "review_due")
        return Measure(Scope(told["scope"]), **{name: told[name] for name in names})


class BeginForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"subject", "body"})

    subject = forms.CharField(
        label="Subject", max_length=300, error_messages={"required": "Give the letter a subject."}
    )
    body = forms.CharField(
        label="Letter",
        widget=forms.Textarea(attrs={"class": "letter-text", "rows": 16}),
        error_messages={"required": "The letter is empty: write it."},
    )

    def letter(self) -> Letter:
        told = self.cleaned_data
        return Letter(LetterKind.RESTRICTION, told["subject"], told["body"])


class LookForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"stands", "because"})

    stands = forms.ChoiceField(
        label="What the look came to",
        choices=(("no", "It ends now"), ("yes", "It stands until its end")),
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        error_messages={"required": "Choose whether it ends or stands."},
    )
    because = sentences(
        "Why", "Say what was looked at, and why.", rows=2, hint="They read it, in our letter."
    )


class ReviewForm(LookForm):
    review_due = a_day("The next review by", hint="Left empty: half way to its end.")


class EndForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"why"})

    why = sentences("Why", "Say why it ends.", rows=2, hint="They read it, in our letter.")


class AppealForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"words"})

    words = sentences("What they say against it", "Write what they say, in their words.", rows=3)
