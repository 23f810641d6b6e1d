"""Take messages: their bytes are kept before anybody reads them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from upheld.store import durable, mail
from upheld.store import models as rows
from upheld.store.mail import Came

from . import may


class NothingCame(ValueError):
    """A message of no bytes: there is nothing to keep."""


def take_message(
    raw: bytes,
    came_by: str,
    by: may.Actor,
    now: datetime,
    *,
    return_path: str | None = None,
    came_at: datetime | None = None,
) -> rows.Incoming:
    """Keeps one message, as `take_messages` does."""
    (row,) = take_messages([Came(raw, came_by, came_at or now, return_path)], by, now)
    return row


def take_messages(came: Sequence[Came], by: may.Actor, now: datetime) -> list[rows.Incoming]:
    """Keeps messages, all of them or none; when this returns they are on the disk, and ours to
    answer for. The same bytes again are one message. Raises NothingCame or NotAllowed.
    """
    may.check("receive", by)
    if not all(each.raw.strip() for each in came):
        raise NothingCame("the message is empty: nothing was kept")
    mail.bytes_kept(came)
    durable.commits()
    with transaction.atomic():
        return mail.taken(came, by.name, now)
