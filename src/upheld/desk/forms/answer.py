"""The letter, what the complainant said of it, and how the case ends."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms

from upheld.core.lessons import Cause
from upheld.core.reply import Letter
from upheld.core.words import LetterKind, Role
from upheld.store.models import Person, Team
from upheld.store.reached import ReachedField

from .base import DeskForm, sentences
from .complaint import CHANNELS
from .overwriting import Overwriting


class NothingToFill(DeskForm):
    """A step that asks for nothing but the act itself."""


class AddressForm(DeskForm):
    marks_optional: ClassVar[bool] = False

    email = ReachedField(
        label="To this address",
        help_text="Another one is kept as theirs from now on.",
        error_messages=dict.fromkeys(
            ("required", "invalid"), "Write an address such as sally@example.org."
        ),
    )


class AgreementForm(DeskForm):
    """Nothing to fill in but what the page showed: what somebody agrees to is what they read."""

    read = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)


def _the_decision_read() -> forms.IntegerField:
    """Which decision stood on the page: the step refuses when it is no longer the latest."""
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


class ApprovalForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"over_budget"})

    decision = _the_decision_read()
    over_budget = sentences("Only where its goodwill goes over the budget: why", rows=2)


# The others have pages of their own, with what each needs.
_HERE = (LetterKind.ACKNOWLEDGEMENT, LetterKind.QUESTION, LetterKind.FINAL)


class LetterForm(Overwriting):
    wide: ClassVar[frozenset[str]] = frozenset({"subject", "body"})

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in _HERE], widget=forms.HiddenInput)
    decision = _the_decision_read()
    subject = forms.CharField(
        label="Subject", max_length=300, error_messages={"required": "Give the letter a subject."}
    )
    body = forms.CharField(
        label="Letter",
        widget=forms.Textarea(attrs={"class": "letter-text", "rows": 14}),
        error_messages={"required": "The letter is empty: write it."},
    )

    def letter(self) -> Letter:
        told = self.cleaned_data
        return Letter(LetterKind(told["kind"]), told["subject"], told["body"])

    @property
    def written(self) -> bool:
        """Whether there is a letter to read, although it may not leave as it stands."""
        return self.is_bound and self.fields.keys() <= getattr(self, "cleaned_data", {}).keys()


class AcceptanceForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"whose", "accepted", "words"})

    whose = forms.TypedChoiceField(
        label="Whose words these are",
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        error_messages={"required": "Choose whose words these are."},
    )
    accepted = forms.ChoiceField(
        label="What they say of our answer",
        choices=(("yes", "They accept it"), ("no", "They contest it")),
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        error_messages={"required": "Choose whether they accept or contest it."},
    )
    words = sentences("In their words", rows=2)
    channel = forms.ChoiceField(
        label="How they said it", choices=[("", "Not known"), *CHANNELS], required=False
    )

    def __init__(self, *args: Any, whose: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        """`whose` are those who may say it now, by their case: where there is nobody but the
        customer it is not asked. The first of them is chosen."""
        super().__init__(*args, **kwargs)
        if not whose:
            del self.fields["whose"]
            return
        cast(forms.ChoiceField, self.fields["whose"]).choices = whose
        self.fields["whose"].initial = whose[0][0]


class ClosingForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset(
        {"lesson", "misunderstood", "still_to_keep", "was_read"}
    )

    cause = forms.ChoiceField(
        label="Why it came about",
        error_messages={"required": "A closed case has a cause: choose it."},
    )
    lesson = sentences("What it teaches us", rows=2)
    misunderstood = sentences(
        "The promise or instruction that was misread",
        rows=2,
        hint="Needed when a customer misunderstood: the same misreading again is our defect.",
    )

    still_to_keep = forms.BooleanField(required=False)
    was_read = forms.BooleanField(
        label="What they wrote since our answer was read, and does not contest it", required=False
    )

    def __init__(
        self, *args: Any, causes: tuple[Cause, ...], promises: int, wrote: bool, **kwargs: Any
    ) -> None:
        """`promises` is how many are still to be kept, `wrote` whether they wrote since our answer:
        who closes the case says that they know."""
        super().__init__(*args, **kwargs)
        choices = [("", "Choose"), *_in_use(causes)]
        cast(forms.ChoiceField, self.fields["cause"]).choices = choices
        if promises:
            what = "promise is" if promises == 1 else "promises are"
            self.fields["still_to_keep"].label = f"{promises} {what} still to be kept after this"
        else:
            del self.fields["still_to_keep"]
        if not wrote:
            del self.fields["was_read"]


def _in_use(causes: tuple[Cause, ...]) -> list[tuple[str, str]]:
    return [(cause.key, cause.label) for cause in causes if not cause.retired]


class ReopeningForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"why"})

    why = sentences("Why it is opened again", "Say why it is opened again.", rows=2)


class OwnerForm(Overwriting):
    owner = forms.ModelChoiceField(
        label="Whose case this is",
        queryset=Person.objects.filter(is_active=True)
        .exclude(role=Role.ASSISTANT)
        .order_by("name"),
        required=False,
        empty_label="Nobody yet",
    )

    def __init__(self, *args: Any, kept_by: Team | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kept_by:
            told = f"{kept_by} keeps it private: with nobody, everybody sees it, with somebody else"
            self.fields["owner"].help_text = f"{told} those who see what that one has."
