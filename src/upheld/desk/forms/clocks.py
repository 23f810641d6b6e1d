"""What a handler does to the clocks of a case."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from .base import DeskForm, Moment, sentences


class PauseForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"why"})

    why = sentences(
        "What we wait for",
        "Write what we wait for.",
        rows=2,
        hint="What binds us by law goes on. Our own targets go on when it has come.",
    )


class SentForm(DeskForm):
    sent_at = forms.DateTimeField(
        label="When it left",
        widget=Moment(),
        help_text="A letter that was not written here. Sent in time, it meets this clock.",
        error_messages={
            "required": "Say when it left.",
            "invalid": "Write a day and a time such as 2026-11-02 14:30.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent_at"].initial = timezone.localtime
