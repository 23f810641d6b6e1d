"""Whether our own mail server takes away what strangers write under its name (RFC 8601, 5)."""

from contextlib import suppress

from django.conf import settings

from upheld.core.post import Unreadable, differ, read
from upheld.core.words import MailState

from . import files
from . import models as rows
from .mail import MBOX

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
