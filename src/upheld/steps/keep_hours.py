"""How many hours a week somebody has for complaints, so that work can be shared out fairly."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from upheld.core.event_kinds import EventKind
from upheld.store import models as rows
from upheld.store.record import events
from upheld.store.record.events import Act

from . import may

MOST = Decimal(60)


class HoursError(ValueError):
    """Hours that cannot be kept; the message says what to mend."""


@transaction.atomic
def keep_hours(person_id: int, a_week: Decimal | None, by: may.Actor, now: datetime) -> None:
    """Keeps how many hours a week this person has for complaints; None: it is not known.

    Raises HoursError or NotAllowed."""
    may.check("see_workload", by)
    person = rows.Person.objects.filter(pk=person_id).first()
    if person is None:
        raise HoursError("there is nobody with this number: look at the list")
    if a_week is not None and not 0 < a_week <= MOST:
        raise HoursError(f"hours a week are more than 0 and at most {MOST}: mend {a_week}")
    if a_week is None:
        rows.WorkingHours.objects.filter(person=person).delete()
    else:
        kept = {"a_week": a_week, "at": now, "by": by.name}
        rows.WorkingHours.objects.update_or_create(kept, person=person)
    told = {"person": person.pk, "a_week": str(a_week or "")}
    events.append(Act(None, EventKind.HOURS_SET, by.name, now, told))
