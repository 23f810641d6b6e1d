"""Import: complaints that came in elsewhere become cases here, each once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from upheld.core.imports import Arrival
from upheld.core.intake import accepted
from upheld.store import bulk
from upheld.store import models as rows
from upheld.store.policies import Rules
from upheld.store.record import kept_policies

from . import may


@transaction.atomic
def import_complaints(
    arrivals: Sequence[Arrival],
    rules: Rules,
    by: may.Actor,
    now: datetime,
    brought_by: rows.Import | None = None,
) -> Sequence[Arrival]:
    """Files those of one source that are not here yet, all or none, and returns them.

    A large file is many such chunks: what is killed between two goes on with the next run.
    Raises IntakeError, PolicyMissing or NotAllowed.
    """
    may.check("import", by)
    new = not_here(arrivals)
    taken = [replace(one, complaint=accepted(one.complaint, now)) for one in new]
    if taken:
        # What is found out about these complaints here is in the money of the policy that decides.
        currency = kept_policies.of_folder().currency
        bulk.received(taken, rules, currency, by.name, now, brought_by)
    return taken


def not_here(arrivals: Sequence[Arrival]) -> list[Arrival]:
    """Those of one source that are no case yet, each once."""
    if not arrivals:
        return []
    here = bulk.known(arrivals[0].source, [each.key for each in arrivals])
    return list({each.key: each for each in arrivals if each.key not in here}.values())
