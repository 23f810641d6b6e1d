"""One form that is folded away until it is wanted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from upheld.desk.forms.base import DeskForm


@dataclass(frozen=True, slots=True)
class Opened:
    """Which fold stands open, and the form in it when what was sent needs mending.

    `given` is what the address says a form begins with."""

    key: str = ""
    form: DeskForm | None = None
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fold:
    key: str
    label: str
    submit: str
    action: str
    form: DeskForm
    open: bool


def fold(
    opened: Opened,
    key: str,
    label: str,
    submit: str,
    action: str,
    form: DeskForm | Callable[[str], DeskForm],
) -> Fold:
    """The fold of this key, with the form that was sent where that is to be mended."""
    is_open = opened.key == key
    if is_open and opened.form is not None:
        return Fold(key, label, submit, action, opened.form, is_open)
    return Fold(key, label, submit, action, form(key) if callable(form) else form, is_open)
