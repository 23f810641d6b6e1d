"""Take a message: its bytes are kept before anybody reads them."""

from datetime import datetime

from django.db import transaction

from upheld.store import mail
from upheld.store import models as rows

from . import may


class NothingCame(ValueError):
    """A message of no bytes: there is nothing to keep."""


@transaction.atomic
def take_message(
    raw: bytes,
    came_by: str,
    by: may.Actor,
    now: datetime,
    *,
    return_path: str | None = None,
    came_at: datetime | None = None,
) -> rows.Incoming:
    """Keeps a message; when this returns and the transaction ends, it is ours to answer for.

    `return_path` is the envelope's sender, empty for the null one; None where nobody told it.
    The same bytes again are one message. Raises NothingCame or NotAllowed.
    """
    may.check("receive", by)
    if not raw.strip():
        raise NothingCame("the message is empty: nothing was kept")
    return mail.taken(raw, came_by, return_path, came_at or now, by.name, now)
