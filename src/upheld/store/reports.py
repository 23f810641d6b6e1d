"""Kept reports: their hash, and whether what is kept is still what was told."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from upheld.core.event_kinds import EventKind

from .models import Event, KeptReport


def hash_of(told: Mapping[str, Any]) -> str:
    """SHA-256 of what was told, in hexadecimal digits; the order of its names plays no part."""
    plain = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def said(kept: KeptReport) -> dict[str, Any]:
    """What the record says of it."""
    days = {"first_on": kept.first_on.isoformat(), "last_on": kept.last_on.isoformat()}
    return {"report": kept.pk, **days, "hash": kept.hash}


def is_whole(kept: KeptReport) -> bool:
    """Whether it is what its event says that it was."""
    return hash_of(kept.told) == kept.hash == _recorded().get(kept.pk)


def amiss() -> Iterator[str]:
    """Each report that was changed or taken out since it was kept, a sentence each."""
    kept = {row.pk: row for row in KeptReport.objects.all()}
    for pk, recorded in _recorded().items():
        if pk not in kept:
            yield f"the report with the number {pk} was kept and is missing"
        elif not hash_of(kept[pk].told) == kept[pk].hash == recorded:
            row = kept[pk]
            yield f"the report of {row.first_on} to {row.last_on} is not what was kept"


def _recorded() -> dict[int, str]:
    """By the number of each, as the newest act has it: an erasure empties the ones before."""
    acts = Event.objects.filter(kind=EventKind.REPORT_KEPT, erased_by=None).order_by("number")
    told = acts.values_list("data", flat=True)
    return {each["report"]: each["hash"] for each in told}
