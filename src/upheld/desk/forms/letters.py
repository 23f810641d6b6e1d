"""The letters beside the answer: what each needs that the case does not tell, and its words."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms

from upheld.core.reply import End, Handover, Letter
from upheld.core.words import LetterKind

from .base import DeskForm, a_day, sentences


class OtherLetterForm(DeskForm):
    """A letter that is drafted from the case alone; `details` names what another needs besides.

    Its words are needed once it is checked or sent, and drafted before that."""

    kind: ClassVar[LetterKind] = LetterKind.HOLDING
    wide: ClassVar[frozenset[str]] = frozenset({"subject", "body"})
    marks_optional: ClassVar[bool] = False

    decision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    subject = forms.CharField(label="Subject", max_length=300, required=False)
    body = forms.CharField(
        label="Letter",
        required=False,
        widget=forms.Textarea(attrs={"class": "letter-text", "rows": 16}),
    )
    field_order = ["subject", "body"]

    @property
    def details(self) -> list[forms.BoundField]:
        written = ("subject", "body", "decision")
        return [self[name] for name in self.fields if name not in written]

    def wants_words(self) -> bool:
        """Whether the letter itself is there; an error on each part that is not."""
        for name, told in (("subject", "Give the letter a subject."),
                           ("body", "The letter is empty: write it.")):  # fmt: skip
            if not self.cleaned_data.get(name):
                self.add_error(name, told)
        return not self.errors

    def letter(self) -> Letter:
        told = self.cleaned_data
        return Letter(self.kind, told["subject"], told["body"])


class AnswerTooForm(OtherLetterForm):
    kind: ClassVar[LetterKind] = LetterKind.FINAL


class QuestionTooForm(OtherLetterForm):
    kind: ClassVar[LetterKind] = LetterKind.QUESTION


class ResolutionForm(OtherLetterForm):
    kind: ClassVar[LetterKind] = LetterKind.SUMMARY_RESOLUTION
    wide: ClassVar[frozenset[str]] = OtherLetterForm.wide | {"words"}
    field_order = ["words", "subject", "body"]

    words = sentences(
        "What they said",
        "Write what they said: only they can say that they are satisfied.",
        rows=2,
        hint="In their words, as they said it to us today.",
    )  # fmt: skip


class ReferralForm(OtherLetterForm):
    kind: ClassVar[LetterKind] = LetterKind.REFERRAL
    wide: ClassVar[frozenset[str]] = OtherLetterForm.wide | {"why", "handed"}
    field_order = ["whom", "reach", "why", "handed", "agreed_on", "subject", "body"]

    whom = forms.CharField(
        label="Whose it is to answer", max_length=200,
        error_messages={"required": "Name whose it is to answer."},
    )  # fmt: skip
    reach = forms.CharField(
        label="How they are reached", max_length=300,
        error_messages={"required": "Say how they are reached."},
    )  # fmt: skip
    why = sentences("Why it is theirs", "Say why it is theirs.", rows=2)
    handed = sentences("What we hand over", "Say what we hand over.", rows=2)
    agreed_on = a_day("When they agreed to it", "Nothing is handed over before they agree.")

    def handover(self) -> Handover:
        told = self.cleaned_data
        names = ("whom", "why", "reach", "handed", "agreed_on")
        return Handover(**{name: told[name] for name in names})


class ApologyForm(OtherLetterForm):
    kind: ClassVar[LetterKind] = LetterKind.APOLOGY
    wide: ClassVar[frozenset[str]] = OtherLetterForm.wide | {"change"}
    field_order = ["change", "subject", "body"]

    change = sentences(
        "What we change", "Say what is changed, by whom and by when.", rows=2,
        hint="A fact that can be checked: what, who, by when. Not that we are sorry.",
    )  # fmt: skip


class PartingForm(OtherLetterForm):
    kind: ClassVar[LetterKind] = LetterKind.PARTING
    wide: ClassVar[frozenset[str]] = OtherLetterForm.wide | {"alternatives", "settled"}
    field_order = ["last_day", "alternatives", "settled", "subject", "body"]

    last_day = a_day("Their last day with us", "Give notice: a last day.", "Four weeks or more.")
    alternatives = sentences("Who may suit them better", "Name who may suit them better.", rows=2)
    settled = forms.BooleanField(
        label="Everything that we owed them has been paid or done",
        error_messages={"required": "Settle first what is owed."},
    )

    def end(self, approver: str) -> End:
        told = self.cleaned_data
        return End(told["last_day"], approver, told["alternatives"])


FORMS: Mapping[LetterKind, type[OtherLetterForm]] = {
    form.kind: form
    for form in (
        OtherLetterForm,
        AnswerTooForm,
        QuestionTooForm,
        ResolutionForm,
        ReferralForm,
        ApologyForm,
        PartingForm,
    )
}
