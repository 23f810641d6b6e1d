"""The silent as data for a program and for the page: plain numbers, intervals with their ends."""

from typing import Any

from upheld.insight.lost import Lost
from upheld.insight.sources.told import interval_data

from .made import Known, OfKind, Silence, Silent


def silence_data(found: Silence) -> dict[str, Any]:
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "sure": "Intervals hold the true number 9 times in 10; those of what was lost 95 in 100.",
        "touchpoints": [_point(each) for each in found.points],
        "faults": [_fault(each) for each in found.faults],
        "limits": list(found.limits),
    }


def _point(one: Silent) -> dict[str, Any]:
    return {
        "key": one.touchpoint,
        "name": one.name,
        "complaints": one.heard,
        "silent": interval_data(one.silent),
        "untold": one.untold,
        "kinds": [_kind(each) for each in one.kinds],
    }


def _kind(one: OfKind) -> dict[str, Any]:
    hit = one.found.hit
    return {
        "kind": one.kind.value,
        "complaints": one.complaints,
        "shown_by_our_records": hit.people if hit else 0,
        "complains": interval_data(one.found.complains),
        "silent": interval_data(one.found.silent),
        "rests_on": one.found.rests_on,
        "because": one.found.because,
        "source": one.told.source if one.told else "",
        "verified": bool(one.told and one.told.verified),
    }


def _fault(one: Known) -> dict[str, Any]:
    return {
        "key": one.fault.key,
        "touchpoint": one.fault.touchpoint,
        "name": one.name,
        "says": one.fault.says,
        "shown_by_our_records": one.fault.proof,
        "orders": one.orders,
        "complained_of": one.said,
        "silent_customers": one.quiet,
        "asked": one.answers.asked,
        "answered_well": one.answers.well,
        "answered_wrong": one.answers.wrong,
        "lost": lost_data(one.lost),
    }


def lost_data(found: Lost | None) -> dict[str, Any] | None:
    """None where too few can be compared."""
    if found is None:
        return None
    return {
        "customers": found.people,
        "followed": found.followed,
        "days": found.span.days,
        "stayed_away": found.stayed_away,
        "of_like_customers": found.of_like,
        "sure": found.sure,
        "more_of_each_hundred": interval_data(found.more),
        "more_than_expected": interval_data(found.customers),
        "sales": interval_data(found.sales),
        "currency": found.currency,
    }
