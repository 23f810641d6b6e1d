"""The row on which rules contradict each other: found again, whichever engine met it."""

from bisect import bisect_left

import polars as pl

from upheld.tables.files.asked import Asked
from upheld.tables.problems import HitError

_BATCH = 100_000


class Contradicted(Exception):
    """Somewhere in the file rules contradict each other; Spark's workers do not say where."""


def first_contradiction(asked: Asked, cases: pl.LazyFrame) -> tuple[int, HitError]:
    """The place of the first such row, counted from 0, and what is wrong with it."""
    start = 0
    for batch in cases.collect_batches(chunk_size=_BATCH, maintain_order=True):
        if _error(asked, batch):
            at = _first(asked, batch)
            error = _error(asked, batch.slice(at, 1))
            assert error, "a case is contradicted alone as it is among others"
            return start + at, error
        start += batch.height
    raise AssertionError("no case is contradicted")


def _first(asked: Asked, batch: pl.DataFrame) -> int:
    lengths = range(1, batch.height)
    return bisect_left(lengths, True, key=lambda rows: bool(_error(asked, batch.head(rows))))


def _error(asked: Asked, batch: pl.DataFrame) -> HitError | None:
    try:
        asked.over(batch.lazy()).collect()
    except HitError as error:
        return error
    return None
