"""A theme as people change it: another name, one with another theme, two of it."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from upheld.core.themes import LONGEST_NAME

from .base import DeskForm
from .overwriting import Overwriting


class NameForm(Overwriting):
    wide: ClassVar[frozenset[str]] = frozenset({"name"})

    name = forms.CharField(
        label="What it is about, in a few words",
        max_length=LONGEST_NAME,
        help_text="The name stays when themes are looked for again.",
        error_messages={"required": "Say in a few words what it is about."},
    )


class MergeForm(DeskForm):
    """`others` are the themes that it may be made one with: their numbers and names."""

    wide: ClassVar[frozenset[str]] = frozenset({"into"})

    into = forms.TypedChoiceField(
        label="The theme that it is part of",
        coerce=int,
        help_text="What is found of either from now on is that one.",
        error_messages={"required": "Choose a theme."},
    )

    def __init__(self, *args: Any, others: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", "Choose"), *others]  # type: ignore[attr-defined]
