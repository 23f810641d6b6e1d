"""The first rule that two sets share, for every pair of sets: millions of pairs in a second."""

from collections.abc import Sequence

import polars as pl

_WORD = 64


def firsts(heads: Sequence[int], tails: Sequence[int], count: int) -> pl.Series:
    """For each head and each tail (running fastest) the lowest of `count` rules in both, or
    `count` where there is none.

    Sixty-four rules at a time, and only for the pairs that have shared none so far: most pairs
    share one of the first.
    """
    size = -(-count // _WORD)
    pairs = len(heads) * len(tails)
    left = pl.DataFrame({"pair": pl.int_range(pairs, dtype=pl.UInt32, eager=True)})
    left = left.with_columns(head=pl.col("pair") // len(tails), tail=pl.col("pair") % len(tails))
    found = pl.repeat(count, pairs, dtype=pl.UInt32, eager=True)
    for start, head, tail in zip(
        range(0, count, _WORD), _words(heads, size), _words(tails, size), strict=True
    ):
        if left.is_empty():
            break
        shared = left.with_columns(
            shared=pl.lit(head).gather(pl.col("head")) & pl.lit(tail).gather(pl.col("tail"))
        )
        first = pl.col("shared").bitwise_trailing_zeros() + start
        now = shared.filter(pl.col("shared") != 0).select("pair", first.alias("first"))
        found = found.scatter(now["pair"], now["first"])
        left = shared.filter(pl.col("shared") == 0).drop("shared")
    return found


def _words(sets: Sequence[int], size: int) -> list[pl.Series]:
    """For each sixty-four rules a column with those of each set."""
    data = b"".join(rules.to_bytes(size * _WORD // 8, "little") for rules in sets)
    every = memoryview(data).cast("Q")
    return [pl.Series(every[at::size].tolist(), dtype=pl.UInt64) for at in range(size)]
