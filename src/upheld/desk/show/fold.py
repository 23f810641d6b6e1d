"""One form that is folded away until it is wanted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from upheld.desk.forms.base import DeskForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DRAWN = "desk/forms/unfolded.html"


@dataclass(frozen=True, slots=True)
class Opened:
    """Which fold stands open, and the form in it when what was sent needs mending.

    `given` is what the address says a form begins with, `also` the folds that are open beside it:
    somebody may be writing in them while the page around them is made anew."""

    key: str = ""
    form: DeskForm | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    also: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fold:
    """`form` is None while it is folded away, to be fetched from `page` when it is opened: most
    pages have many, and few are. `drawn` is the template that draws it, and `action` where it is
    sent: an address that is written when it is drawn, since most are not."""

    key: str
    label: str
    submit: str
    action: "StrOrPromise"
    form: DeskForm | None
    open: bool
    page: str = ""
    drawn: str = DRAWN


def fold(
    opened: Opened,
    key: str,
    label: str,
    submit: str,
    action: "StrOrPromise",
    form: DeskForm | Callable[[str], DeskForm],
    page: str = "",
    drawn: str = DRAWN,
) -> Fold:
    """The fold of this key, with the form that was sent where that is to be mended; without one
    while it is shut, where there is a `page` that gives it later (views/unfolding.py)."""
    is_open = opened.key == key or key in opened.also
    if opened.key == key and opened.form is not None:
        made: DeskForm | None = opened.form
    elif page and not is_open:
        made = None
    else:
        made = form(key) if callable(form) else form
    return Fold(key, label, submit, action, made, is_open, page, drawn)
