"""Which events that stand beside every case are not for whoever looks: they name a case or a
customer who is another team's own, or say what such a team found or tried with somebody."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import CharField, Model, Value

from upheld.core.changes import About
from upheld.core.event_kinds import EventKind
from upheld.core.references import read_reference
from upheld.core.words import CaseId
from upheld.store import models as rows
from upheld.store.merged.written import FILED
from upheld.store.record import said

from . import seen, withheld

_CUSTOMERS = ("customer", "one", "other", "into")


def hidden(events: Sequence[rows.Event]) -> set[int]:
    """The numbers of those of these events. A statement for each sort of thing that is named, and
    none where nothing is hidden."""
    if not seen.hides():
        return set()
    beside = [each for each in events if each.case_id is None]
    # Themes have numbers of their own.
    of_themes = [each for each in beside if "theme" in each.data]
    others = [each for each in beside if "theme" not in each.data]
    about = _of_cases(others) | _of_customers(others) | _of_themes(of_themes)
    return about | withheld.by_others(others)


# How many cases, customers or decisions of the whole firm a job went through, and what it found; or
# how much of what waited for a webhook was let go.
_OF_THE_WHOLE = frozenset({
    EventKind.THEMES_FOUND, EventKind.CUSTOMERS_VALUED, EventKind.DEVIATIONS_FOUND,
    EventKind.CUSTOMERS_LOOKED_THROUGH, EventKind.WEBHOOK_TAKEN_OVER,
})  # fmt: skip


def counting(events: Iterable[rows.Event]) -> set[int]:
    """The numbers of those that count what is kept from whoever looks: that they happened is told,
    and no number of theirs, of which those that may be seen could be taken."""
    if not seen.hides():
        return set()
    return {each.number for each in events if each.kind in _OF_THE_WHOLE}


def _of_cases(events: Sequence[rows.Event]) -> set[int]:
    """A case that is named, that a root cause was seen by when it was written down, or into which
    a message was placed after it came."""
    named = {event.number: _named([event], ("case",)) | _shown_by(event) for event in events}
    kept = set[int]().union(*named.values())
    kept -= seen.shown(kept)
    mails = _named(events, ("mail",))
    away = mails - set(rows.Incoming.objects.filter(pk__in=mails).values_list("pk", flat=True))
    return {
        event.number
        for event in events
        if named[event.number] & kept or event.data.get("mail") in away
    }


def _of_customers(events: Sequence[rows.Event]) -> set[int]:
    """A customer who is named, or to whom a kind letter that is named was written."""
    letters = rows.Asked.objects.filter(pk__in=_named(events, ("asked",)))
    asked = dict(letters.values_list("pk", "customer"))
    named = {event.number: _named([event], _CUSTOMERS) for event in events}
    for event in events:
        named[event.number] |= {asked[each] for each in _named([event], ("asked",)) & asked.keys()}
    every = set[int]().union(*named.values())
    people = seen.of_customers(rows.Customer.everything.filter(pk__in=every), "")
    kept = every - set(people.values_list("pk", flat=True))
    return {number for number, customers in named.items() if customers & kept}


def _of_themes(events: Sequence[rows.Event]) -> set[int]:
    """A theme of which no case is theirs to see."""
    found = rows.ThemeCase.objects.filter(theme__in=_named(events, ("theme",))).order_by()
    shown = set(found.values_list("theme", flat=True))
    return {event.number for event in events if event.data["theme"] not in shown}


def _shown_by(event: rows.Event) -> set[int]:
    """The cases that a root cause was seen by when it was written down."""
    told = event.data.get("evidence") if event.kind == EventKind.ROOT_CAUSE_CHANGED else None
    return {int(key) for about, key in told or () if about == About.CASE and key.isdecimal()}


def _named(events: Iterable[rows.Event], names: Sequence[str]) -> set[int]:
    told: Iterable[Any] = (event.data.get(name) for event in events for name in names)
    return {each for each in told if isinstance(each, int)}


BETWEEN_TWO = frozenset({
    EventKind.MERGED, EventKind.TOOK_IN, EventKind.MERGE_UNDONE, EventKind.SPLIT_OFF,
    EventKind.SPLIT_FROM, EventKind.EVIDENCE_ADDED,
})  # fmt: skip


def naming_hidden(events: Iterable[rows.Event]) -> set[int]:
    """The numbers of those that name the other of two cases where that is kept from whoever looks.
    One statement, and none where nothing is hidden."""
    if not seen.hides():
        return set()
    named = {each.number: _other(each) for each in events if each.kind in BETWEEN_TWO}
    shown = seen.shown(other for other in named.values() if other)
    return {number for number, other in named.items() if other and other not in shown}


_POINTS: Mapping[str, type[Model]] = {"allegation": rows.Allegation, "evidence": rows.Evidence}


def gone_back(events: Sequence[rows.Event]) -> set[int]:
    """The numbers of those that tell what was found of what is in another case by now, since a
    merge was undone, and that one is kept from whoever looks. One statement, and none where nothing
    is hidden."""
    if not seen.hides():
        return set()
    named = {each.number: set(_points(each)) for each in events}
    kept = _kept(set[tuple[str, int]]().union(*named.values()))
    return {number for number, points in named.items() if points & kept}


def _points(event: rows.Event) -> Iterator[tuple[str, int]]:
    """What is alleged, or shows it, that the event names."""
    for name in _POINTS:
        if name == "allegation" or event.kind == EventKind.EVIDENCE_ADDED:
            yield from ((name, number) for number in said.numbers(event.data, name))


def _kept(points: Collection[tuple[str, int]]) -> set[tuple[str, int]]:
    cases = seen.kept_cases().values("pk")
    alleged, shows = (
        model._base_manager.filter(
            pk__in=[number for each, number in points if each == name], case__in=cases
        )
        .order_by()
        .values_list(Value(name, CharField()), "pk")
        for name, model in _POINTS.items()
    )
    return set(alleged.union(shows, all=True)) if points else set()


def _other(event: rows.Event) -> CaseId | None:
    """A file that came after what was filed names that, wherever it is worked on by now."""
    return read_reference(str(event.data.get("other", event.data.get(FILED, ""))))
