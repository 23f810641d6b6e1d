"""What an assistant said is so: a person looked, and leaves it."""

from typing import ClassVar

from .base import DeskForm, sentences


class LeavingForm(DeskForm):
    wide: ClassVar[frozenset[str]] = frozenset({"why"})

    why = sentences("Why it is left", "Say in a sentence why it is left.", rows=2)
