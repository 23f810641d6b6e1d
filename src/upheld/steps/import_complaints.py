"""Import: complaints that came in elsewhere become cases here, each once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from upheld.core.intake import accepted
from upheld.store import bulk, policies
from upheld.store.bulk import Incoming
from upheld.store.policies import Rules

from . import may


@transaction.atomic
def import_complaints(
    arrivals: Sequence[Incoming], rules: Rules, by: may.Actor, now: datetime
) -> Sequence[Incoming]:
    """Files those of one source that are not here yet, all or none, and returns them.

    A large file is many such chunks: what is killed between two goes on with the next run.
    Raises IntakeError, PolicyMissing or NotAllowed.
    """
    may.check("import", by)
    if not arrivals:
        return ()
    here = bulk.known(arrivals[0].source, [each.key for each in arrivals])
    new = {each.key: each for each in arrivals if each.key not in here}
    taken = [replace(one, complaint=accepted(one.complaint, now)) for one in new.values()]
    # What is found out about these complaints here is in the money of the policy that decides.
    currency = policies.read_policy(policies.folder()).currency
    bulk.received(taken, rules, currency, by.name, now)
    return taken
