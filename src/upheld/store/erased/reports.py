"""Kept reports that name a topic which nobody has but who is erased: it goes from where topics
stand in them, and all else stays as it was told.

The hash of before goes with it, since it would tell whether a guess at the words is right. The
record says what each report is from then on.
"""

import re
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from upheld.core.event_kinds import EventKind
from upheld.store import reports
from upheld.store.models import Event, KeptReport
from upheld.store.record import events

from .words import GONE, any_of


def erased_since(number: int) -> bool:
    """Whether anybody was erased after this event: what was told before may speak of them."""
    return Event.objects.filter(kind=EventKind.ERASED, number__gt=number).exists()


def telling(topics: Collection[str]) -> list[int]:
    """The numbers of those reports."""
    return [row.pk for row, _ in _telling(topics)]


def acts(kept: Collection[int]) -> set[int]:
    """The numbers of the events that say what these are by now."""
    said = Event.objects.filter(kind=EventKind.REPORT_KEPT, erased_by=None)
    found = said.filter(data__report__in=sorted(kept))
    return set(found.values_list("number", flat=True))


def take_out(topics: Collection[str], by: str, now: datetime) -> set[int]:
    """The numbers of the events that say what the reports were, for `events.empty`."""
    events.hold()  # a report that is kept at this moment is waited for
    found = list(_telling(topics))
    before = acts([row.pk for row, _ in found])
    for row, told in found:
        row.told, row.hash = told, reports.hash_of(told)
        row.save(update_fields=["told", "hash"])
    if found:
        said = (reports.said(row) for row, _ in found)
        events.append(*(events.Act(None, EventKind.REPORT_KEPT, by, now, each) for each in said))
    return before


def _telling(topics: Collection[str]) -> Iterator[tuple[KeptReport, Any]]:
    """Each with what is told in it without them."""
    if not topics:
        return
    known = _pattern(topics)
    for row in KeptReport.objects.order_by("pk"):
        told = _without(row.told, known)
        if told != row.told:
            yield row, told


def _without(told: Any, known: re.Pattern[str]) -> Any:
    if isinstance(told, dict):
        return {name: _without(each, known) for name, each in told.items()}
    if isinstance(told, list):
        return [_without(each, known) for each in told]
    return known.sub(GONE, told) if isinstance(told, str) else told


def _pattern(topics: Collection[str]) -> re.Pattern[str]:
    """A cell of its own, the end of a sentence, and what an address asks (insight/report). Several
    words go wherever they stand: one alone stands in much else that is told."""
    forms = {form for each in topics for form in (each, each.lower(), each.capitalize())}
    whole = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    asked = "|".join(re.escape(urlencode({"": each})[1:]) for each in topics)
    alone = rf"^(?:{whole})$|(?<=about )(?:{whole})(?=\.)|(?<=\btopic=)(?:{asked})(?=&|$)"
    several = any_of(form for form in forms if " " in form.strip()).pattern
    return re.compile(f"{alone}|{several}")
