"""The record as programs read it: each act, less what is kept from whoever asks."""

from collections.abc import Sequence
from typing import Any

from upheld.core.event_kinds import EventKind
from upheld.store import models as rows
from upheld.store.sight import fit_seen, record_seen, withheld

from .base import Moment, Reference, Told


class EventTold(Told):
    """One act of the record. Events are chained by their hashes and never change."""

    number: int
    kind: EventKind
    case: Reference | None
    at: Moment
    by: str
    data: dict[str, Any]
    previous: str
    hash: str


def events(found: Sequence[rows.Event]) -> list[EventTold]:
    """Of those whose fit is withheld now, or who are another team's own, an event says that it was
    recorded, not what it is."""
    names = ("number", "kind", "at", "previous", "hash")
    named = withheld.named_by(found)
    kept_back = withheld.withheld(named) | fit_seen.kept_back(named).keys()
    others = withheld.by_others(found)
    away = record_seen.hidden(found) | record_seen.counting(found) | others
    away |= record_seen.naming_hidden(found) | record_seen.gone_back(found)
    return [
        EventTold(
            case=event.case.reference if event.case else None,
            by=withheld.ANOTHERS if event.number in others else event.by,
            data={"withheld": True} if event.number in away else withheld.told_of(event, kept_back),
            **{name: getattr(event, name) for name in names},
        )
        for event in found
    ]
