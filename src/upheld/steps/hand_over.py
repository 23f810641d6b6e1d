"""Hand over: all that we hold about a customer leaves as a file, for them or whom they name."""

from datetime import datetime

from django.db import transaction

from upheld.store import load
from upheld.store.save import partings as save
from upheld.store.sight import withheld
from upheld.store.theirs import data as their_data

from . import may


@transaction.atomic
def hand_over(customer_id: int, by: may.Actor, now: datetime) -> bytes:
    """A ZIP file of JSON, letters and files. Raises CustomerMissing or NotAllowed."""
    may.check("hand_over", by)
    customer = load.even_an_erased_customer(customer_id)
    if withheld.keeps_back(customer):
        raise may.NotAllowed("some of it is another team's own: an administrator hands it over")
    data = their_data.packed(customer, now)
    save.handed_over(customer.pk, by.name, now)
    return data
