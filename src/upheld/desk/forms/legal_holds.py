"""A legal hold: whose, why and until when it is looked at; its review, and its end."""

from typing import ClassVar

from .base import DeskForm, a_day, sentences
from .erasures import WhoseForm


class LegalHoldForm(WhoseForm):
    wide: ClassVar[frozenset[str]] = frozenset({"whom", "reason"})

    reason = sentences(
        "Why it is kept",
        "Say why it is kept.",
        rows=2,
        hint="Which dispute, or which request of whom. Whoever asks for all that we hold of them "
        "reads it: what is between us and a lawyer does not belong here.",
    )
    review_due = a_day(
        "Reviewed by",
        "Choose the day by which it is looked at again.",
        "A year from today at the latest.",
    )


class LegalHoldReviewForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"because"})
    marks_optional: ClassVar[bool] = False

    because = sentences("Why it is still needed", "Say why it is still needed.", rows=2)
    review_due = a_day(
        "Reviewed by",
        "Choose the day by which it is looked at again.",
        "A year from today at the latest.",
    )


class LegalHoldLiftForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"why"})
    marks_optional: ClassVar[bool] = False

    why = sentences("Why it need not be kept", "Say why it need not be kept any longer.", rows=2)
