"""The firm's secret was changed: what is sealed at rest is sealed anew under the one in force.

Each transaction is small and has its event. Killed at any point, what was done is done, and what
was not opens under the secret of before; whoever runs it again goes on from there.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction

from upheld.core.event_kinds import EventKind
from upheld.store import secret, secret_needs
from upheld.store.erased import listed as erased_list
from upheld.store.record import events
from upheld.store.record.events import Act
from upheld.store.sealed import KINDS, Kind
from upheld.store.secret import Under

from . import may

_AT_ONCE = 100


def renew_secret(by: may.Actor, now: datetime) -> Counter[str]:
    """How many of each kind were sealed anew. What opens under no secret is left as it is.

    Raises NotAllowed, and ListError or OSError of the list of erasures."""
    may.check("renew_secret", by)
    _begin(by, now)
    done: Counter[str] = Counter()
    for kind in KINDS:
        old = kind.where(Under.BEFORE)
        for first in range(0, len(old), _AT_ONCE):
            done[kind.name] += _renew(kind, old[first : first + _AT_ONCE], by, now)
    done["erasures"] += _keep_keys(by, now)
    return +done


@transaction.atomic
def _begin(by: may.Actor, now: datetime) -> None:
    """From here on the secret is known to be in force, by which the rest is counted."""
    events.hold()
    if secret_needs.since() is None:
        _tell({"before": secret.names()[1:]}, by, now)


@transaction.atomic
def _renew(kind: Kind, numbers: list[int], by: may.Actor, now: datetime) -> int:
    held = kind.rows().filter(pk__in=numbers).order_by("pk").select_for_update(no_key=True)
    rows = [row for row in held if kind.under(row) is Under.BEFORE]
    for row in rows:
        kind.renew(row)
        row.save(update_fields=kind.fields)
    if rows:
        _tell({"what": kind.name, "count": len(rows)}, by, now)
    return len(rows)


@transaction.atomic
def _keep_keys(by: may.Actor, now: datetime) -> int:
    """The line is in its file before the event is kept: an event alone would tell what is not."""
    events.hold()
    keys = erased_list.keys_to_keep()
    if keys:
        _tell({"what": "erasures", "count": len(keys)}, by, now)
        erased_list.keep(keys, now)
    return len(keys)


def _tell(told: dict[str, Any], by: may.Actor, now: datetime) -> None:
    data = {"key": secret.names()[0], **told}
    events.append(Act(None, EventKind.SECRET_RENEWED, by.name, now, data))
