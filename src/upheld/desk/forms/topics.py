"""What a complaint is about: one of the firm's topics, or another."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms

from upheld.core.intake import LONGEST_TOPIC

from .overwriting import Overwriting


class TopicForm(Overwriting):
    wide: ClassVar[frozenset[str]] = frozenset({"topic", "other"})

    topic = forms.ChoiceField(label="The topic", required=False)
    other = forms.CharField(
        label="Another topic",
        max_length=LONGEST_TOPIC,
        required=False,
        help_text="Where none of yours fits. It is among them from then on.",
    )

    def __init__(self, *args: Any, topics: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "None"), *((each, each) for each in topics)]
        cast(forms.ChoiceField, self.fields["topic"]).choices = choices

    def chosen(self) -> str:
        told = self.cleaned_data
        return str(told["other"].strip() or told["topic"])
