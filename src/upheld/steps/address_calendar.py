"""A person's deadlines in their own calendar, under an address that only they know."""

import secrets
from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.crypto import constant_time_compare

from upheld.store import models as rows
from upheld.store import save
from upheld.store.rows import people

from . import may

_SIGNER = Signer(salt="upheld.calendar")


@transaction.atomic
def address_calendar(by: rows.Person, now: datetime) -> str:
    """A new address for the calendar of `by`: its token. The one before ends. Raises NotAllowed."""
    may.check("read", by)
    if people.still_here(by.pk) is None:  # whoever lets them go ends the one that is there by then
        raise may.NotAllowed(f"{by.name} has left")
    return token_of(save.calendar_addressed(by, secrets.token_urlsafe(32), now))


def token_of(address: rows.CalendarAddress) -> str:
    """What stands in the address: who it is for and its secret, signed."""
    return _SIGNER.sign(f"{address.person_id}.{address.secret}")


def whose(token: str) -> rows.Person | None:
    """Whose calendar a token opens; None for one that was forged, renewed, or of one who left or
    whose role reads no case."""
    try:
        person_id, secret = _SIGNER.unsign(token).split(".", 1)
    except (BadSignature, ValueError):
        return None
    found = rows.CalendarAddress.objects.filter(person_id=int(person_id), person__is_active=True)
    address = found.select_related("person").first()
    if address is None or not constant_time_compare(address.secret, secret):
        return None
    return address.person if may.allowed_any("read", address.person) else None
