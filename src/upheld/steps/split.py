"""Split: a message that is another matter becomes a case of its own, with its files."""

from datetime import datetime

from django.db import transaction

from upheld.core.event_kinds import EventKind
from upheld.core.post import Post
from upheld.core.words import CaseId, Channel, MailState
from upheld.store import in_order, load, mail, search
from upheld.store import models as rows
from upheld.store.merged import own_day
from upheld.store.record.events import Act, append

from . import may
from .assign import begin_with
from .enter_message import complaint_of, readable, words_said
from .go_on import to_hear
from .receive import receive


class SplitError(ValueError):
    """A message that cannot be a case of its own; says what to do instead."""


@transaction.atomic
def split(incoming_id: int, by: may.Actor, now: datetime) -> CaseId:
    """Makes a case of a message that came into another one; its clocks run from when it came.

    What a private team works on stays with it. A merge of the new case into the old one undoes it.
    Raises SplitError, MailMissing,
    IntakeError, PolicyMissing or NotAllowed.
    """
    row = mail.incoming(incoming_id)
    may.check("split", by)
    if row.state != MailState.PLACED or row.case_id is None:
        raise SplitError("this message is in no case yet: place it first")
    in_order.address(row.sender)
    old = load.case(CaseId(row.case_id))
    with readable(row) as post:
        if post is None:
            told = "it cannot be read: write the complaint down, and say there where it is"
            raise SplitError(told)
        if _is_the_complaint(row, old):
            raise SplitError("the case was made of this message: nothing of it would be left")
        new = load.case(receive(complaint_of(row, post), by, now))
        files = _move(row, post, old, new)
    _record(row, old, new, files, by, now)
    to_hear(old, now)
    begin_with(new, old.owner, by, now)
    return CaseId(new.pk)


def _is_the_complaint(row: rows.Incoming, case: rows.Case) -> bool:
    """Whether the case was made of this message, and of no other."""
    first = case.incoming.filter(state=MailState.PLACED).order_by("settled_at", "pk").first()
    made = case.channel == Channel.EMAIL and first == row
    return made and own_day.itself(case) == row.came_at


def _move(row: rows.Incoming, post: Post, old: rows.Case, new: rows.Case) -> list[int]:
    """The message, its files and its contact in the new case; the ids of the evidence.

    What somebody put to an allegation of the old case stays there: a finding may rest on it.
    """
    hashes = {row.sha256, *(each.sha256 for each in post.attachments)}
    found = old.evidence.filter(sha256__in=hashes, happened_at=row.came_at, allegation=None)
    moved = list(found.order_by("pk").values_list("pk", flat=True))
    found.update(case=new)
    came = old.contacts.filter(at=row.came_at, channel=Channel.EMAIL, inbound=True)
    # Others may have come in the same second.
    contact = came.filter(summary__in=(words_said(post), mail.THE_COMPLAINT)).first()
    if contact is not None:
        contact.case, contact.customer = new, new.customer
        contact.save(update_fields=["case", "customer"])
    row.case = new
    row.save(update_fields=["case"])
    return moved


def _record(
    row: rows.Incoming,
    old: rows.Case,
    new: rows.Case,
    files: list[int],
    by: may.Actor,
    now: datetime,
) -> None:
    """The old case says where its message went, the new one where it came from."""
    search.index([old.pk, new.pk])
    told = {"mail": row.pk, "evidence": files}
    append(
        Act(old.pk, EventKind.SPLIT_OFF, by.name, now, {**told, "other": new.reference}),
        Act(new.pk, EventKind.SPLIT_FROM, by.name, now, {**told, "other": old.reference}),
    )
