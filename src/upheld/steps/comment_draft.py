"""Comment on a draft: what somebody asks or doubts, of a rule, of a table or of the whole."""

from datetime import datetime

from django.db import transaction

from upheld.core.drafting import plain
from upheld.store import drafts
from upheld.store.models import DraftComment, Person

from . import may


class NothingSaid(ValueError):
    """A comment without words."""


@transaction.atomic
def comment(
    draft_id: int, table: str, rule: str, text: str, by: Person, now: datetime
) -> DraftComment:
    """Keeps a comment. Raises NothingSaid, DraftMissing, NotAllowed or WrongState."""
    draft = drafts.held(draft_id)
    may.check("comment", by, draft.state)
    text, rule = plain(text).strip(), plain(rule)
    if not text:
        raise NothingSaid("write what you ask or doubt")
    return drafts.commented(draft, table, rule, text, by, now)


@transaction.atomic
def settle(draft_id: int, comment_id: int, by: Person, now: datetime) -> None:
    """Marks a comment as answered. Raises DraftMissing for one that is not there or is settled."""
    draft = drafts.held(draft_id)
    may.check("comment", by, draft.state)
    found = draft.comments.filter(pk=comment_id, settled_at=None).first()
    if found is None:
        raise drafts.DraftMissing("this comment is settled already, or is not of this draft")
    drafts.settled(draft, found, by, now)
