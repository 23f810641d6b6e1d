"""Past complaints as a Parquet file of documents: what the backtest's benchmark decides.

Half of what may be known about an allegation is, as in life; three in ten cases have two points.
"""

from datetime import date
from pathlib import Path

import polars as pl

from upheld.tables import Field, Kind, Policy

_DAYS = 3 * 365
_PART = 250_000


def write(policy: Policy, count: int, path: Path) -> Path:
    """So many cases, the same from every run. Written in parts: a file need not fit in memory."""
    parts = []
    for at, start in enumerate(range(0, count, _PART)):
        part = path.with_suffix(f".{at}")
        cases(policy, min(_PART, count - start), seed=at * 1000).write_parquet(part)
        parts.append(part)
    pl.scan_parquet(parts).sink_parquet(path)
    for part in parts:
        part.unlink()
    return path


def cases(policy: Policy, count: int, seed: int = 0) -> pl.DataFrame:
    """So many cases, each a document in columns."""
    points = [_points(policy, count, seed + 100 * at) for at in (1, 2)]
    two = pl.when(_noise(count, seed) % 10 < 3)
    listed = two.then(pl.concat_list(*points)).otherwise(pl.concat_list(points[0]))
    around = _struct(policy, ("circumstance",), count, seed + 300)
    who = _struct(policy, ("customer", "relationship"), count, seed + 400)
    day = pl.lit(date(2023, 11, 1)) + pl.duration(days=_noise(count, seed + 1) % _DAYS)
    return pl.select(
        received_on=day.cast(pl.Date),
        similar_a_year=_noise(count, seed + 2) % 300,
        allegations=listed,
        circumstances=around,
        customer=who,
        segment=pl.struct(area=_texts(count, seed + 3, [f"area {at}" for at in range(40)], 1)),
    )


def _points(policy: Policy, count: int, seed: int) -> pl.Expr:
    kinds = policy.inputs["kind"].values
    found = policy.inputs["recorded_finding"].values
    return pl.struct(
        kind=_texts(count, seed, list(kinds), 0),
        finding=_texts(count, seed + 1, list(found), 5),
        facts=_struct(policy, ("allegation",), count, seed + 2),
    )


def _struct(policy: Policy, about: tuple[str, ...], count: int, seed: int) -> pl.Expr:
    apart = ("kind", "recorded_finding")
    fields = [f for f in policy.inputs.values() if f.about in about and f.name not in apart]
    return pl.struct(
        _fact(field, count, seed + at).alias(field.name) for at, field in enumerate(fields)
    )


def _fact(field: Field, count: int, seed: int) -> pl.Expr:
    noise = _noise(count, seed)
    known = pl.when(_noise(count, seed + 7) % 10 < 5)
    if field.values:
        return _texts(count, seed, list(field.values), 3)
    if field.kind is Kind.BOOLEAN:
        return known.then(noise % 2 == 0)
    if field.kind is Kind.MONEY:
        return known.then((noise % 40_000).cast(pl.Float64) / 100)
    if (field.domain is not None and field.name.startswith("fit.values")) or "mutual" in field.name:
        return known.then((noise % 101).cast(pl.Float64) / 100)
    return known.then((noise % 60).cast(pl.Int64))


def _texts(count: int, seed: int, values: list[str], unknown: int) -> pl.Expr:
    """One of the texts, or none in so many of ten."""
    drawn = (_noise(count, seed + 11) % len(values)).cast(pl.UInt32)
    text = pl.lit(pl.Series(values)).gather(drawn)
    return pl.when(_noise(count, seed + 13) % 10 >= unknown).then(text)


def _noise(count: int, seed: int) -> pl.Expr:
    return pl.int_range(count).hash(seed).cast(pl.UInt64) % (1 << 31)
