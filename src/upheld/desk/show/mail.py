"""Messages as they are shown: words alone, what is new apart from what it quotes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from upheld.core.post import Post, Unreadable, parted, read
from upheld.core.words import MailState
from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.mail import AsideForm, PlaceForm
from upheld.steps import may
from upheld.store import held_mail, mail
from upheld.store import models as rows
from upheld.store.files import FileAmiss

from .fold import Fold, Opened, fold

STATES = {
    MailState.HELD: "Held",
    MailState.ASIDE: "Set aside",
    MailState.PLACED: "Placed",
    MailState.NEW: "To be read",
    MailState.ERASED: "Erased",
}
LISTED = [state for state in STATES if state != MailState.ERASED]
_TO_PLACE = (MailState.HELD, MailState.ASIDE)
_LONGEST = 50_000


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    count: int | None
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class FilePart:
    name: str
    type: str
    size: str
    address: str


@dataclass(frozen=True, slots=True)
class MessagePart:
    """What a message says; `trouble` is why it cannot be read."""

    new: str
    folded: str
    files: tuple[FilePart, ...]
    trouble: str


def tabs(chosen: str, case: rows.Case | None) -> list[Tab]:
    counted = dict(_of(case).order_by().values_list("state").annotate(Count("id")))
    of_case = f"&case={case.reference}" if case else ""
    return [
        Tab(STATES[state], counted.get(state.value, 0), f"?state={state}{of_case}", state == chosen)
        for state in LISTED
    ]


def _of(case: rows.Case | None) -> "QuerySet[rows.Incoming]":
    found = rows.Incoming.objects.all()
    return found.filter(case=case) if case else found


def message_part(row: rows.Incoming) -> MessagePart:
    try:
        with mail.raw(row) as came:
            post = read(came)
            files = _files(row, post)
    except (Unreadable, FileAmiss) as error:
        return MessagePart("", "", (), str(error))
    text = parted(post.text)
    return MessagePart(_cut(text.new), _cut(text.folded), files, "")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " …"


def _files(row: rows.Incoming, post: Post) -> tuple[FilePart, ...]:
    return tuple(
        FilePart(
            each.name,
            each.type,
            filesizeformat(each.size),
            reverse("desk:mail_file", args=[row.pk, number]),
        )
        for number, each in enumerate(post.attachments)
    )


def placing(row: rows.Incoming, by: may.Actor, opened: Opened, readable: bool) -> Sequence[Fold]:
    """What may be done with a message: one that waits becomes a new case or goes into the one that
    it belongs to; one that has its place may become a case of its own."""
    if row.state == MailState.PLACED and readable and may.allowed_any("split", by):
        return [_of_splitting(row, opened)]
    if row.state not in _TO_PLACE or not may.allowed_any("place", by):
        return []
    told = {"reference": row.case.reference} if row.case else {}
    place, new = PlaceForm(key="place", initial=told), NothingToFill(key="new")
    ways: list[tuple[str, str, str, DeskForm]]
    ways = [("place", "Place it into a case", "Place it", place)]
    if readable:
        ways.append(("new", "Make a new case of it", "Make a new case", new))
    if row.state == MailState.HELD:
        ways.append(("aside", "Nobody need act on it", "Set it aside", aside_form(row)))
    return [
        fold(opened, key, label, submit, reverse(f"desk:mail_{key}", args=[row.pk]), form)
        for key, label, submit, form in ways
    ]


def aside_form(row: rows.Incoming, sent: QueryDict | None = None) -> AsideForm:
    held = held_mail.held_alike(row).count()
    return AsideForm(sent, key="aside", held=held, sender=row.sender)


def _of_splitting(row: rows.Incoming, opened: Opened) -> Fold:
    label, submit = "It is another matter", "Make a case of its own of it"
    action, form = reverse("desk:mail_split", args=[row.pk]), NothingToFill(key="split")
    return fold(opened, "split", label, submit, action, form)
