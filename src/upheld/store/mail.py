"""Messages that came by mail: kept, found again, and written down where they went."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import IO

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from upheld.core.domains import spellings
from upheld.core.event_kinds import EventKind
from upheld.core.evidence import File
from upheld.core.intake import unreadable
from upheld.core.post import Attached, Kind, Post, vouched
from upheld.core.words import Channel, EvidenceKind, LetterState, MailState

from . import about, came_last, claimed, durable, files, search
from . import models as rows
from .merged import merging
from .record import events, said
from .record.events import Act
from .sight import seen

RAW_NAME = "message.eml"
THE_COMPLAINT = "The complaint as it came by mail."
MBOX = "mbox"  # the way of what was taken from such a file
OLD = ("mailbox", MBOX)  # the ways of what lay in a mailbox long before it was taken


@dataclass(frozen=True, slots=True)
class Came:
    """A message as it came: `by` is the way, such as smtp; `return_path` the envelope's sender,
    empty for the null one and None where nobody told it; `at` is when it came."""

    raw: bytes
    by: str
    at: datetime
    return_path: str | None = None


def bytes_kept(came: Sequence[Came]) -> None:
    """Keeps the bytes of messages. It takes as long as a disk or a bucket takes: nobody who writes
    should wait for it."""
    kept = [files.keep_mail(RAW_NAME, BytesIO(each.raw)) for each in came]
    durable.files(files.stored_path(each.sha256) for each in kept)


def taken(came: Sequence[Came], by: str, now: datetime) -> list[rows.Incoming]:
    """Keeps the rows of messages whose bytes are kept; the same again are the row that is there."""
    by_hash = {hashlib.sha256(each.raw).hexdigest(): each for each in came}
    of = {sha256: about.of_bytes(each.raw) for sha256, each in by_hash.items()}
    events.hold()  # of two that bring the same bytes at once, the second finds the first's row
    known = _known(by_hash)
    new = [
        _row(sha256, each, of[sha256]) for sha256, each in by_hash.items() if sha256 not in known
    ]
    # Whoever erased the same bytes a moment ago took them away.
    bytes_kept([by_hash[row.sha256] for row in new if not files.is_kept(row.sha256)])
    rows.Incoming.objects.bulk_create(new)
    events.append(*(_act(row, by, now) for row in new))
    known |= {row.sha256: row for row in new}
    return [known[sha256] for sha256 in by_hash]


def _known(hashes: Iterable[str]) -> dict[str, rows.Incoming]:
    found = rows.Incoming.objects.filter(sha256__in=list(hashes))
    return {row.sha256: row for row in found}


def _row(sha256: str, came: Came, case: rows.Case | None) -> rows.Incoming:
    path = came.return_path
    if path is not None and unreadable(path):
        path = None  # no mail server told of such a one
    return rows.Incoming(
        sha256=sha256, size=len(came.raw), came_by=came.by, came_at=came.at,
        return_path=None if path is None else path[:320], case=case,
    )  # fmt: skip


def _act(row: rows.Incoming, by: str, now: datetime) -> Act:
    return Act(None, EventKind.MAIL_TAKEN, by, now, {"mail": row.pk, "sha256": row.sha256})


def waiting(now: datetime) -> list[int]:
    """The messages that nobody has placed, the oldest first; one that was claimed long ago too."""
    new = rows.Incoming.objects.filter(claimed.free(now), state=MailState.NEW)
    return list(new.order_by("came_at", "pk").values_list("pk", flat=True))


def claim(incoming_id: int, now: datetime) -> bool:
    """Whether the message is ours to place: of two that ask at once, one gets it."""
    mine = rows.Incoming.objects.filter(claimed.free(now), pk=incoming_id, state=MailState.NEW)
    return bool(mine.update(claimed_at=now, attempts=F("attempts") + 1))


def release(incoming_id: int) -> None:
    """It was claimed and not begun: whoever sweeps next claims it, as if for the first time."""
    mine = rows.Incoming.objects.filter(pk=incoming_id, state=MailState.NEW)
    mine.update(claimed_at=None, attempts=F("attempts") - 1)


class MailMissing(LookupError):
    """No such message."""


def incoming(incoming_id: int) -> rows.Incoming:
    """The message, held against other writers until the caller's transaction ends."""
    try:
        return rows.Incoming.objects.select_for_update(of=("self",), no_key=True).get(
            pk=incoming_id
        )
    except rows.Incoming.DoesNotExist:
        raise MailMissing(f"there is no message {incoming_id}") from None


def raw(row: rows.Incoming) -> IO[bytes]:
    """The message as it came, ready to be read. Raises FileAmiss, for one that was erased too: a
    file that somebody sent may have the same bytes."""
    if row.state == MailState.ERASED:
        raise files.FileAmiss("it was erased: nothing of it is kept but its hash")
    return files.of_hash(row.sha256)


def described(row: rows.Incoming, post: Post, kind: Kind) -> None:
    """What a list shows of a message, cut to what fits; and which case it is about, by what it says
    as it is read."""
    row.kind, row.message_id = kind, post.message_id[: about.LONGEST_ID]
    row.sender, row.sender_name = post.sender.email[:254], post.sender.name[:200]
    row.subject, row.case = post.subject[:300], about.first_of(row.case, about.of_post(post))
    row.save(update_fields=["kind", "message_id", "sender", "sender_name", "subject", "case"])


def placed_before(row: rows.Incoming) -> rows.Incoming | None:
    """The message with this Message-ID that has its place already."""
    if not row.message_id:
        return None
    return rows.Incoming.objects.filter(
        message_id=row.message_id, state=MailState.PLACED
    ).first()  # fmt: skip


def vouched_for(row: rows.Incoming, post: Post) -> bool | None:
    """Whether the firm's own mail server says that it is from its sender; None where it says
    neither, or the firm does not say which server that is. Nothing that an mbox holds is known to
    be the server's word: a letter in it may hold what looks like another one, headers and all."""
    found = vouched(post, settings.MAIL_CHECKED_BY)
    return None if found and row.came_by == MBOX else found


def from_sender(sender: str, after: datetime, until: datetime) -> int:
    """How many messages of a person this address has sent in this time."""
    told = rows.Incoming.objects.filter(sender__in=spellings(sender), kind=Kind.PERSON)
    return told.filter(came_at__gt=after, came_at__lte=until).count()


def proved_complaints(sender: str, after: datetime, until: datetime) -> int:
    """How many cases were made of what came from this address in this time and is known to be from
    there."""
    told = rows.Incoming.objects.filter(sender__in=spellings(sender), state=MailState.PLACED)
    made = told.filter(made_a_case(), case__known_to_be_theirs=True)
    return made.filter(came_at__gt=after, came_at__lte=until).count()


def made_a_case() -> Q:
    """Which messages a case was made of: they came when it was received. A merge may have given it
    an earlier day, or taken them along: there each is still the complaint."""
    contacts = rows.Contact.everything.filter(
        case=OuterRef("case"), at=OuterRef("came_at"), channel=Channel.EMAIL, summary=THE_COMPLAINT
    )
    return Q(case__received_at=F("came_at")) | Q(Exists(contacts))


def settled(
    row: rows.Incoming,
    state: MailState,
    why: str,
    case: rows.Case | None,
    by: str,
    now: datetime,
) -> rows.Incoming:
    """The message in its state, with the reason. Whatever keeps it from its place, what it is about
    stays known: by that it is kept from whoever may not see the case."""
    case = case if state is MailState.PLACED else about.first_of(case, row.case)
    row.state, row.reason, row.case = state, why, case
    row.settled_at, row.settled_by = now, by
    row.save(update_fields=["state", "reason", "case", "settled_at", "settled_by"])
    if state is not MailState.PLACED:
        kind = EventKind.MAIL_HELD if state is MailState.HELD else EventKind.MAIL_SET_ASIDE
        told = {"mail": row.pk, "why": why, "sha256": row.sha256}
        events.append(Act(case.pk if case else None, kind, by, now, told))
    return row


def entered(
    row: rows.Incoming,
    case: rows.Case,
    words: str,
    post: Post | None,
    by: str,
    now: datetime,
    *,
    unproved: bool = False,
    unchecked: bool = False,
    answers: rows.Letter | None = None,
    whom: int | None = None,
    theirs: bool = False,
) -> None:
    """A message in its case: as it came and each of its files as evidence, and a contact.

    `post` is None for a message that could not be read: its bytes are evidence all the same.
    `unproved`: nothing shows that it is from whom it says. `unchecked`: it answers mail of ours
    under their address, and no mail server said whether it is from there. What one vouched for is
    so in the event: its sender reads it again on the page of their case (store/mailed.py).
    `answers`: the question of ours that it is known to answer, which was asked of `whom`. `theirs`:
    one of us says that they wrote it."""
    parts = post.attachments if post else ()
    whole = _evidence(case, row, words, File(RAW_NAME, row.size, row.sha256), by, now)
    others = [_of_file(case, row, each, by, now) for each in parts]
    rows.Evidence.objects.bulk_create([whole, *others])
    writer = whom or _writer(row.sender, case)
    case.contacts.create(
        customer_id=writer, at=row.came_at, inbound=True, channel=Channel.EMAIL,
        summary=words,
    )  # fmt: skip
    told = {"mail": row.pk, "sha256": row.sha256, "text": words}
    told |= said.came_with([whole], others)
    told |= {} if writer == case.customer_id else {came_last.WHOSE: writer}
    told |= {"unproved": True} if unproved else {}
    told |= {"unchecked": True} if unchecked else {}
    told |= {"answers": answers.pk} if answers else {}
    told |= {"theirs": True} if theirs else {}
    told |= {"vouched": True} if post and is_of_one_known(row, post) else {}
    settled(row, MailState.PLACED, "", case, by, now)
    search.index([case.pk])
    events.append(Act(case.pk, EventKind.MAIL_PLACED, by, now, told))


def is_of_one_known(row: rows.Incoming, post: Post) -> bool:
    """Whether the firm's mail server vouches for the one sender that it names: of several, it may
    have vouched for another."""
    return len({each.email for each in post.senders}) == 1 and vouched_for(row, post) is True


@seen.whole()
def _writer(sender: str, case: rows.Case) -> int:
    """Whose contact it is: of those whose cases were merged into this one, whoever has the address
    that it came from; else of whoever's case it is."""
    if not sender or sender in spellings(case.customer.email):
        return case.customer_id
    merged = (each.customer for each in merging.family(case))
    return next((one.pk for one in merged if sender in spellings(one.email)), case.customer_id)


def _of_file(
    case: rows.Case, row: rows.Incoming, part: Attached, by: str, now: datetime
) -> rows.Evidence:
    told = f"Came by mail from {row.sender}."
    return _evidence(case, row, told, files.keep_mail(part.name, part.opened()), by, now, part.type)


def _evidence(
    case: rows.Case,
    row: rows.Incoming,
    text: str,
    file: File,
    by: str,
    now: datetime,
    type: str = "message/rfc822",
) -> rows.Evidence:
    kinds = {"image": EvidenceKind.PHOTO, "message": EvidenceKind.MESSAGE}
    kind = kinds.get(type.partition("/")[0], EvidenceKind.DOCUMENT)
    return rows.Evidence(
        case=case, kind=kind, text=text, at=now, by=by, happened_at=row.came_at,
        with_whom=row.sender[:200], filename=file.name, size=file.size, sha256=file.sha256,
    )  # fmt: skip


def returned(letter: rows.Letter, why: str, by: str, now: datetime) -> None:
    """A letter that came back has not arrived: somebody must see it off."""
    letter.state, letter.sent_at, letter.error = LetterState.FAILED, None, why
    letter.save(update_fields=["state", "sent_at", "error"])
    told = {"letter": letter.pk, "why": why}
    events.append(Act(letter.case_id, EventKind.LETTER_RETURNED, by, now, told))


def listed(state: str) -> "QuerySet[rows.Incoming]":
    """The messages in a state, the newest first."""
    return rows.Incoming.objects.filter(state=state).select_related("case").order_by(
        "-came_at", "-pk"
    )  # fmt: skip
