"""Edit a draft: one change at a time, each of which can be undone and done again."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from upheld.core.drafting import Change, Edited
from upheld.store import drafts
from upheld.store.models import DraftEdit, Person, PolicyDraft

from . import may


class NothingToUndo(ValueError):
    """There is no edit to undo, or none to do again."""


Check = Callable[[PolicyDraft], object]


def _any(_: PolicyDraft) -> None:
    """Whatever was read of the draft, the change is for it."""


def edit_draft(
    draft_id: int, change: Change, by: Person, now: datetime, check: Check = _any
) -> Edited:
    """Makes a change, and keeps it when it changes anything. `check` raises where the draft is not
    the one that the change is for.

    What it makes of the draft is worked out before anything is held, and anew where somebody wrote
    meanwhile: it may read a file that takes long, for which on SQLite everybody who writes would
    wait. Raises EditError for a change that cannot be made, DraftMissing, NotAllowed or WrongState.
    """
    read = drafts.draft(draft_id)
    check(read)
    may.check("edit", by, read.state)
    edited = change(read.files)
    while edited.files and not _kept(read, edited, by, now, check):
        read = drafts.draft(draft_id)
        edited = change(read.files)
    return edited


@transaction.atomic
def _kept(read: PolicyDraft, edited: Edited, by: Person, now: datetime, check: Check) -> bool:
    """Keeps the edit, unless the draft is no longer what was read."""
    draft = drafts.held(read.pk)
    check(draft)
    may.check("edit", by, draft.state)
    same: bool = draft.files == read.files
    if same:
        drafts.edited(draft, edited, by, now)
    return same


@transaction.atomic
def undo(draft_id: int, by: Person, now: datetime) -> DraftEdit:
    """Takes the newest edit back. Raises NothingToUndo where there is none."""
    return _walk(draft_id, True, by, now)


@transaction.atomic
def redo(draft_id: int, by: Person, now: datetime) -> DraftEdit:
    """Does again what was undone last. Raises NothingToUndo where nothing was."""
    return _walk(draft_id, False, by, now)


def _walk(draft_id: int, back: bool, by: Person, now: datetime) -> DraftEdit:
    draft = drafts.held(draft_id)
    may.check("edit", by, draft.state)
    edit = draft.edits.filter(number=draft.done if back else draft.done + 1).first()
    if edit is None:
        raise NothingToUndo("there is nothing to undo" if back else "nothing was undone")
    drafts.walked(draft, edit, back, by, now)
    return edit
