"""One lookup by row: the whole cost of a table, however many rules it has."""

from collections.abc import Sequence
from typing import Any

import polars as pl


def looked_up(values: Sequence[Any] | pl.Series, dtype: pl.DataType, at: pl.Expr) -> pl.Expr:
    """The value at the place that each row names."""
    if dtype == pl.Boolean:  # whole bytes are found in half the time of single bits
        return pl.lit(pl.Series(values, dtype=dtype).cast(pl.UInt8)).gather(at).cast(dtype)
    return pl.lit(pl.Series(values, dtype=dtype)).gather(at)


def least(count: int) -> pl.DataType:
    """The smallest type that counts so far: a small table stays in the processor's cache."""
    return pl.UInt8() if count <= 1 << 8 else pl.UInt16() if count <= 1 << 16 else pl.UInt32()
