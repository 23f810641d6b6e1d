"""Merges of somebody who was erased: when each case was received stays, for whoever complained in
the other one is told their own day (own_day.py), and so do its state and its deadlines, by which a
merge is undone. No word stays, and nothing of when somebody was away.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from upheld.store import models as rows


def empty(ids: Iterable[int]) -> None:
    for row in rows.Merge.objects.filter(pk__in=list(ids)).iterator(chunk_size=200):
        row.why = ""
        row.before = {name: _without_pauses(told) for name, told in row.before.items()}
        row.save(update_fields=["why", "before"])


def _without_pauses(told: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, "clocks": [{**clock, "moved": ""} for clock in told["clocks"]]}
