"""Whether what says whom a message is from can be believed: our own mail server, which is to take
away what strangers write under its name (RFC 8601, 5), and what an mbox held."""

from contextlib import suppress
from itertools import islice

from django.conf import settings
from django.db.models import Exists, OuterRef

from upheld.core.event_kinds import EventKind
from upheld.core.post import Unreadable, differ, read
from upheld.core.references import reference
from upheld.core.words import MailState

from . import files
from . import models as rows
from .mail import MBOX, THE_COMPLAINT, made_a_case

_NEWEST = 50
_HEAD = 1 << 16  # bytes: what servers write stands at the top


def differing() -> list[int]:
    """Of the newest messages those in which the results under its name say two things."""
    if not settings.MAIL_CHECKED_BY:
        return []
    came = rows.Incoming.objects.exclude(state=MailState.ERASED).exclude(came_by=MBOX)
    return [row.pk for row in came.order_by("-pk")[:_NEWEST] if _differs(row)]


def _differs(row: rows.Incoming) -> bool:
    with suppress(files.FileAmiss, Unreadable), files.of_hash(row.sha256) as file:
        return differ(read(file.read(_HEAD)), settings.MAIL_CHECKED_BY)
    return False


def of_an_mbox(most: int) -> list[str]:
    """Cases that are known to be from whom they name by what stood in an mbox alone, which counted
    once (store/mail.py): no link of theirs was opened, and nothing that is from them came since."""
    made = rows.Incoming.objects.filter(
        made_a_case(), came_by=MBOX, state=MailState.PLACED, case__known_to_be_theirs=True
    )
    opened = rows.Receipt.objects.filter(case=OuterRef("case"), entered_at__isnull=False)
    found = made.exclude(Exists(opened)).order_by("case").values_list("case", flat=True).distinct()
    by_nothing = (case for case in found.iterator() if not _wrote_since(case))
    return [reference(case) for case in islice(by_nothing, most)]


def _wrote_since(case: int) -> bool:
    placed = rows.Event.objects.filter(case=case, kind=EventKind.MAIL_PLACED, erased_by=None)
    told = placed.values_list("data", flat=True)
    return any(each["text"] != THE_COMPLAINT and not each.get("unproved") for each in told)
