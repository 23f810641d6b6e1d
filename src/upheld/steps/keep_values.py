"""Keep what customers are expected to bring, as it was worked out just now."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from upheld.store.models import CustomerValue, Valuing
from upheld.store.save.values import values
from upheld.store.sight import seen

from . import may


@seen.whole()
@transaction.atomic
def keep_values(of: Valuing, each: Iterable[CustomerValue], by: may.Actor, now: datetime) -> None:
    """Puts these in place of the ones before, with its event."""
    may.check("value", by)
    values(of, each, by.name, now)
