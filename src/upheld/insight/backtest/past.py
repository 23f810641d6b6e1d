"""The store's past cases: the documents that its decisions were made from."""

from collections.abc import Iterator, Mapping
from itertools import groupby, islice
from typing import Any

import polars as pl

from upheld.store import models as rows
from upheld.store.merged import merging

from .cases import Cases, Documents
from .sheet import SEGMENT

_BATCH = 20_000
# The groups that the firm holds. What a person is, they never were asked here.
_GROUPS = {
    "persona": "case__customer__persona",
    "area": "case__customer__area",
    "came by": "case__customer__came_by",
    "channel": "case__channel",
    "touchpoint": "case__order__touchpoint",
    "item": "case__order__item",
}


def decided_cases() -> Iterator[Cases]:
    """Every case that was decided, by what its latest decision was made from."""
    answered = rows.Decision.objects.exclude(case__in=merging.parts())
    found = answered.order_by("case_id", "pk").values("case_id", "document", *_GROUPS.values())
    by_case = groupby(found.iterator(chunk_size=2000), key=lambda row: row["case_id"])
    latest = (list(decisions)[-1] for _, decisions in by_case)
    while batch := list(islice(latest, _BATCH)):
        yield _documents(batch)


def _documents(batch: list[Mapping[str, Any]]) -> Documents:
    segments = {
        f"{SEGMENT}{name}": pl.Series([row[column] or None for row in batch], dtype=pl.String)
        for name, column in _GROUPS.items()
    }
    return Documents(
        names=[rows.Case(pk=row["case_id"]).reference for row in batch],
        documents=[row["document"] for row in batch],
        segments=pl.DataFrame(segments),
    )
