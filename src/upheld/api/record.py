"""What the record says to whoever reads it by a program: no more than the desk shows them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from upheld.core.changes import About
from upheld.core.words import EventKind
from upheld.steps import may
from upheld.store import models as rows
from upheld.store import seen

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
_CUSTOMERS = ("customer", "one", "other", "into")


def not_for(by: may.Actor) -> frozenset[EventKind]:
    """The kinds of which the desk tells this person nothing."""
    kept = [kinds for step, kinds in _OF_PAGES.items() if not may.allowed_any(step, by)]
    return frozenset().union(*kept)


def hidden(events: Sequence[rows.Event]) -> set[int]:
    """The numbers of those that stand beside every case and name one, or a customer, who is
    another team's own. Two statements, and none where nothing is hidden."""
    if not seen.hides():
        return set()
    # Themes have numbers of their own.
    beside = [each for each in events if each.case_id is None and "theme" not in each.data]
    cases, customers = _named(beside, ("case",)), _named(beside, _CUSTOMERS)
    shows = {event.number: _shown_by(event) for event in beside}
    cases |= set().union(*shows.values())
    people = seen.of_customers(rows.Customer.everything.filter(pk__in=customers), "")
    shown = set(people.values_list("pk", flat=True))
    kept = cases - seen.shown(cases)
    away = {"case": kept, **dict.fromkeys(_CUSTOMERS, customers - shown)}
    return {
        event.number
        for event in beside
        if shows[event.number] & kept
        or any(event.data.get(name) in numbers for name, numbers in away.items())
    }


def _shown_by(event: rows.Event) -> set[int]:
    """The cases that a root cause was seen by when it was written down."""
    told = event.data.get("evidence") if event.kind == EventKind.ROOT_CAUSE_CHANGED else None
    return {int(key) for about, key in told or () if about == About.CASE and key.isdecimal()}


def _named(events: Iterable[rows.Event], names: Sequence[str]) -> set[int]:
    told: Iterable[Any] = (event.data.get(name) for event in events for name in names)
    return {each for each in told if isinstance(each, int)}
