"""Count a passkey: how often it has signed never goes back, but where there are two of it.

A passkey that is synced keeps no count most often, and says 0 each time (WebAuthn level 2, 7.2,
step 21).
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from upheld.core.event_kinds import EventKind
from upheld.core.ways_in import WayIn
from upheld.store import knocks
from upheld.store import models as rows
from upheld.store.record import events
from upheld.store.record.events import Act
from upheld.store.rows import staff_notices

_COUNT = "count"
_BY = "upheld"


@transaction.atomic
def count_passkey(passkey: Authenticator, count: int, now: datetime) -> bool:
    """Whether it may open the desk, by what it says of how often it signed. Of one that may not the
    record tells, and its owner hears by mail."""
    held = Authenticator.objects.select_for_update(no_key=True).get(pk=passkey.pk)
    before: int = held.data.get(_COUNT, held.wrap().authenticator_data.counter)
    if before and count <= before:
        _tell(held, now)
        return False
    passkey.data = {**held.data, _COUNT: count}
    passkey.save(update_fields=["data"])
    return True


def _tell(passkey: Authenticator, now: datetime) -> None:
    """Once an hour: whoever has a copy can try as often as they like."""
    if knocks.too_many("passkey", knocks.By(str(passkey.pk)), 1, now):
        return
    person: rows.Person = passkey.user
    told = {"person": person.pk, "passkey": "refused, as it may have been copied"}
    events.append(Act(None, EventKind.PERSON_CHANGED, _BY, now, told))
    staff_notices.tell(person, WayIn.PASSKEY_COPIED, _BY, now)
