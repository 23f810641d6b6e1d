"""What the record says to whoever reads it by a program: no more than the desk shows them."""

from collections.abc import Mapping

from upheld.core.event_kinds import EventKind
from upheld.steps import may

# The step of the page that tells it: all that is said of a case is read by whoever reads the case.
_OF_PAGES: Mapping[str, frozenset[EventKind]] = {
    "see_people": frozenset({
        EventKind.PERSON_INVITED, EventKind.PERSON_CHANGED, EventKind.AUTHORITY_SET,
        EventKind.HOURS_SET, EventKind.KEY_MADE, EventKind.KEY_REVOKED,
        EventKind.SECRET_RENEWED,
        EventKind.WEBHOOK_ADDED, EventKind.WEBHOOK_STOPPED, EventKind.WEBHOOK_TAKEN_OVER,
        EventKind.WEBHOOK_ENDED,
    }),
    "ask_marts": frozenset({EventKind.QUESTION_ASKED, EventKind.QUESTION_CHANGED}),
}  # fmt: skip


def not_for(by: may.Actor) -> frozenset[EventKind]:
    """The kinds of which the desk tells this person nothing."""
    kept = [kinds for step, kinds in _OF_PAGES.items() if not may.allowed_any(step, by)]
    return frozenset().union(*kept)
