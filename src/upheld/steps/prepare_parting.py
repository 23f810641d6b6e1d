"""Before a parting: our own cause is looked for, and other ways are tried, each on record."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from upheld.core.conduct import ConductError, about_what_was_done
from upheld.core.parting import PartingError, Tried, Way
from upheld.store import causes, load
from upheld.store import models as rows
from upheld.store.counted import burden
from upheld.store.save import partings as save

from . import may


@transaction.atomic
def raise_cause(customer_id: int, by: str, now: datetime) -> bool:
    """Asks for our own cause where we caused contacts of theirs; whether that was new. Raises
    CustomerMissing or CustomerErased."""
    load.customer(customer_id)
    found = burden.of_customer(customer_id, now)
    return found.firm > 0 and save.cause_raised(customer_id, found, by, now)


@transaction.atomic
def look_for_cause(
    customer_id: int, cause: str, found: str, by: may.Actor, now: datetime
) -> rows.CauseLook:
    """What was found of our own making, by its cause of the list where it has one. That there is
    none is an answer too. Raises PartingError."""
    may.check("prepare_parting", by)
    customer = load.customer(customer_id)
    told = _worded(found, "say what was looked at, and what of it was of our making")
    if cause and cause not in {each.key for each in causes.listed()}:
        raise PartingError(f"{cause} is not in the list of causes: choose one of it, or none")
    counted = burden.of_customer(customer.pk, now)
    if counted.firm and not cause:
        raise PartingError(
            f"{counted.firm} contacts of theirs in a year were caused by us: name the cause"
        )
    return save.cause_looked_for(customer.pk, counted, cause, told, by.name, now)


@transaction.atomic
def try_way(
    customer_id: int,
    way: Way,
    what: str,
    tried_on: date,
    came_of_it: str,
    by: may.Actor,
    now: datetime,
) -> rows.WayTried:
    """Another way that was tried, and what came of it. Raises PartingError."""
    may.check("prepare_parting", by)
    customer: rows.Customer = load.customer(customer_id)
    if tried_on > timezone.localdate(now):
        raise PartingError(f"{tried_on} is yet to come: record it when it was tried")
    tried = Tried(way, tried_on, _worded(came_of_it, "say what came of it"))
    said = _worded(what, "say what was tried")
    return save.way_tried(customer.pk, said, tried, by.name, now)


def _worded(text: str, missing: str) -> str:
    try:
        return about_what_was_done(text, missing)
    except ConductError as error:
        raise PartingError(str(error)) from None
