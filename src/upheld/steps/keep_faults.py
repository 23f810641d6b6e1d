"""Keep faults: what went wrong for a whole group of orders, declared by a person who knows."""

from datetime import datetime

from django.db import transaction

from upheld.core import faults as core
from upheld.core.faults import Declared, FaultError
from upheld.store import faults, journey
from upheld.store.record import events

from . import may


@transaction.atomic
def declare_fault(given: Declared, by: may.Actor, now: datetime) -> Declared:
    """A new one, its key made of its name. Raises FaultError or NotAllowed."""
    may.check("keep_faults", by)
    events.hold()  # of two of one name the second finds it taken; no touchpoint retires meanwhile
    places = {each.key: each.retired for each in journey.touchpoints()}
    retired = [key for key, is_retired in places.items() if is_retired]
    one = core.declared(given, places, faults.taken(), retired)
    faults.keep(one, by.name, now)
    return one


@transaction.atomic
def end_fault(key: str, by: may.Actor, now: datetime) -> None:
    """It is looked at no more; who was asked stays asked. Raises FaultError or NotAllowed."""
    may.check("keep_faults", by)
    if not faults.end(key, by.name, now):
        raise FaultError(f"there is no declared fault {key!r}: take its key from the list")
