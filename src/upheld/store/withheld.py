"""Who somebody is to us is withheld until what they allege is found: it must not colour that."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from upheld.core.fit_rules import AXES
from upheld.core.words import CaseState, EventKind

from . import as_one
from . import models as rows


def waiting_for_findings(customer: rows.Customer) -> int:
    """Open complaints with an allegation that has no finding, or with nothing alleged yet."""
    return waiting(as_one.cases(customer)).count()


def withheld(customers: "Collection[int] | QuerySet[Any, Any]") -> set[int]:
    """Those of these customers whose fit is withheld now, in one statement."""
    theirs = Q(customer__in=customers) | Q(customer__merged_into__in=customers)
    found = rows.Case.objects.filter(theirs)
    pairs = waiting(found).order_by().values_list("customer", "customer__merged_into")
    told = {pk for pair in pairs for pk in pair if pk is not None}
    return told.intersection(customers)


def all_withheld() -> set[int]:
    """Everybody of whom that is so, by whichever of their rows, in one statement."""
    found = waiting(rows.Case.objects.order_by())
    return set(found.annotate(person=as_one.person_of()).values_list("person", flat=True))


def waiting(cases: "QuerySet[rows.Case]") -> "QuerySet[rows.Case]":
    """Those of these complaints that still wait for a finding."""
    counted = cases.exclude(state=CaseState.CLOSED).annotate(
        alleged=Count("allegations", distinct=True),
        found=Count("allegations__finding", distinct=True),
    )
    return counted.filter(Q(alleged=0) | Q(found__lt=F("alleged")))


_OF_FIT = frozenset({
    EventKind.CUSTOMER_KNOWN, EventKind.FIT_NOTED, EventKind.FIT_ASSESSED,
    EventKind.FIT_CONTESTED, EventKind.FIT_REVIEWED,
})  # fmt: skip
_TELLS = frozenset({*AXES, "fit_evidence", "persona", "text", "line", "sentence", "why", "found"})


def named_by(events: Iterable[rows.Event]) -> set[int]:
    """The customers whose fit an event of these speaks of."""
    return {event.data["customer"] for event in events if _speaks_of_fit(event)}


def told_of(event: rows.Event, kept_back: Collection[int]) -> dict[str, Any]:
    """What an event says, without the fit of those whose fit is withheld."""
    if not _speaks_of_fit(event) or event.data["customer"] not in kept_back:
        return dict(event.data)
    return {**_without(event.data), "withheld": True}


def _speaks_of_fit(event: rows.Event) -> bool:
    return event.kind in _OF_FIT and "customer" in event.data


def _without(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _without(value) if isinstance(value, dict) else value
        for name, value in told.items()
        if name not in _TELLS
    }
