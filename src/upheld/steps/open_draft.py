"""Open a draft: somebody begins to write the next version of the policy."""

from datetime import date, datetime

from django.db import transaction

from upheld.core.as_seen import is_blank
from upheld.core.drafting import date_from
from upheld.store import drafts
from upheld.store.models import Person, PolicyDraft

from . import may
from .publish import NotReady, check_day


@transaction.atomic
def open_draft(valid_from: date, note: str, by: Person, now: datetime) -> PolicyDraft:
    """A draft that begins as the version which it will follow.

    Raises NotAllowed, or NotReady for a day that is not to come, is taken, or has no reason.
    """
    may.check("draft", by)
    if is_blank(note):
        raise NotReady("say in a sentence what is to change and why: it stands in the history")
    check_day(valid_from, now)
    base = drafts.version_on(valid_from)
    files = base.files
    files |= date_from(files, valid_from).files
    return drafts.opened(base, files, valid_from, note.strip(), by, now)
