"""Why a decision differs from like ones, and why one is not to follow."""

from typing import Any, ClassVar

from django import forms

from .base import DeskForm, sentences


class DecidingForm(DeskForm):
    """Asks only what this decision needs: `again` of whoever decided what was answered, `differs`
    of a decision that differs from like cases."""

    wide: ClassVar[frozenset[str]] = frozenset({"why", "why_different"})
    marks_optional: ClassVar[bool] = False

    why = forms.CharField(
        label="Why you decide it again yourself",
        required=False,
        help_text="You decided what we answered before, and our letters promise a colleague "
        "who has not worked on it. Give it to one, or write the reason, which is kept.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    why_different = forms.CharField(
        label="Why it differs from like cases",
        required=False,
        help_text="Like cases are answered alike. What makes this one different? It is kept, and "
        "shown to whoever decides the next.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, again: bool, differs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["why"]
        if not differs:
            del self.fields["why_different"]


class FollowForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"why"})

    why = sentences(
        "The reason",
        "Say why.",
        rows=2,
        hint="What was decided here stays as it is; this is about the cases that come after.",
    )
