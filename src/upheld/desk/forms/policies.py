"""Drafts of policies: what is to change, from when, what is said of it, and files taken in."""

from typing import Any, ClassVar

from django import forms

from .base import DeskForm, a_day, sentences

_MOST_BYTES = 5_000_000


class DayForm(DeskForm):
    valid_from = a_day(
        "Valid from",
        "Give its first day.",
        "A day after today: it decides complaints that are received from then on.",
    )


class OpenForm(DayForm):
    wide: ClassVar[frozenset[str]] = frozenset({"note"})

    note = sentences(
        "What is to change, and why",
        "Say in a sentence what is to change and why.",
        rows=2,
        hint="It stands in the history for good.",
    )


class WhyForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"why"})

    why = sentences("Why", "Say why.", rows=2)


class CommentForm(DeskForm):
    """`rules` are those of the table that it is about, so that one of them can be named."""

    wide: ClassVar[frozenset[str]] = frozenset({"text"})

    rule = forms.ChoiceField(label="About", required=False)
    text = sentences("What you ask or doubt", "Write what you ask or doubt.", rows=2)

    def __init__(self, *args: Any, rules: list[str], whole: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", whole), *((rule, f"Rule {rule}") for rule in rules)]
        self.fields["rule"] = forms.ChoiceField(label="About", choices=choices, required=False)


class ColumnForm(DeskForm):
    """`names` are those that the table may read and does not yet."""

    column = forms.ChoiceField(label="What its rules may ask")

    def __init__(self, *args: Any, names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"] = forms.ChoiceField(
            label="What its rules may ask", choices=[(name, name) for name in names]
        )


class TextForm(DeskForm):
    """A whole file. What was read of it comes along, so that nobody's writing is lost."""

    wide: ClassVar[frozenset[str]] = frozenset({"text"})
    marks_optional: ClassVar[bool] = False

    text = forms.CharField(
        label="The file",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "class": "file-text", "spellcheck": "false"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class UploadForm(DeskForm):
    file = forms.FileField(label="The file", error_messages={"required": "Choose a file."})

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > _MOST_BYTES:
            raise forms.ValidationError("The file is larger than 5 MB: split the table.")
        return file
