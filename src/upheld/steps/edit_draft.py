"""Edit a draft: one change at a time, each of which can be undone and done again."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from upheld.core.drafting import Change, Edited
from upheld.store import drafts
from upheld.store.models import DraftEdit, Person, PolicyDraft

from . import may
from .as_read import check_read


class NothingToUndo(ValueError):
    """There is no edit to undo, or none to do again."""


Check = Callable[[PolicyDraft], object]


def any_draft(_: PolicyDraft) -> None:
    """Whatever was read of the draft, the change is for it."""


def edit_draft(
    draft_id: int, change: Change, by: Person, now: datetime, check: Check = any_draft
) -> Edited:
    """Makes a change, and keeps it when it changes anything. `check` raises where the draft is not
    the one that the change is for.

    What it makes of the draft is worked out before anything is held, and anew where somebody wrote
    meanwhile: it may read a file that takes long, for which on SQLite everybody who writes would
    wait. Raises EditError for a change that cannot be made, NotRead, DraftMissing, NotAllowed or
    WrongState.
    """
    found = drafts.draft(draft_id)
    may.check("edit", by, found.state)
    edited = change(found.files)
    while edited.files and not _kept(found, edited, by, now, check):
        found = drafts.draft(draft_id)
        edited = change(found.files)
    return edited


@transaction.atomic
def _kept(found: PolicyDraft, edited: Edited, by: Person, now: datetime, check: Check) -> bool:
    """Keeps the edit, unless the draft is no longer what was found."""
    draft = drafts.held(found.pk)
    may.check("edit", by, draft.state)
    check(draft)
    same: bool = draft.files == found.files
    if same:
        drafts.edited(draft, edited, by, now)
    return same


@transaction.atomic
def undo(draft_id: int, by: Person, now: datetime, read: str | None = None) -> DraftEdit:
    """Takes the newest edit back. Raises NothingToUndo where there is none, NotRead where it is
    another than was read."""
    return _walk(draft_id, True, by, now, read)


@transaction.atomic
def redo(draft_id: int, by: Person, now: datetime, read: str | None = None) -> DraftEdit:
    """Does again what was undone last. Raises NothingToUndo where nothing was, and NotRead."""
    return _walk(draft_id, False, by, now, read)


def _walk(draft_id: int, back: bool, by: Person, now: datetime, read: str | None) -> DraftEdit:
    draft = drafts.held(draft_id)
    may.check("edit", by, draft.state)
    edit = draft.edits.filter(number=draft.done if back else draft.done + 1).first()
    if edit is None:
        raise NothingToUndo("there is nothing to undo" if back else "nothing was undone")
    check_read(draft, read)
    drafts.walked(draft, edit, back, by, now)
    return edit
