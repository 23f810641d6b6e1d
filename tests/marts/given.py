"""Rows of a store that is no database: what the export would have written, for the engines."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from upheld.insight.marts import duck
from upheld.insight.marts.declared import Kind
from upheld.insight.marts.export import frame_of
from upheld.insight.marts.sources import SOURCES, Source

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
_WORDS: Mapping[str, list[str]] = {
    "finding": ["", "substantiated", "partly", "not_substantiated", "undetermined"],
    "outcome": ["", "upheld", "not_upheld", "already_put_right"],
    "impact": ["", "none", "low", "high"],
    "recorded_as": ["firm", "customer", "neutral"],
    "currency": ["GBP", "EUR"],
    "cause": ["carrier_delay", "own_doing", "Über’s “cause”"],
    "met_by": ["acknowledgement", "answer"],
}
# Rows of each table: their own numbers go up from 1, others lead to rows that may be absent.
_OWN = {"kept_ratings": "case_number", "kept_remedies": "place"}


def written(folder: Path, cases: int, seed: int = 7) -> Path:
    """Every source below `folder`, each with rows of anything that may stand in it."""
    random = Random(seed)
    for source in SOURCES:
        place = folder / source.name
        place.mkdir(parents=True)
        count = 1 if source.name == "kept_moment" else cases
        rows = [_row(source, number, cases, random) for number in range(1, count + 1)]
        frame_of(source, rows).write_parquet(place / "part-00000.parquet")
    return folder


def asked_of(folder: Path, cases: int = 60) -> Path:
    """A file of marts to be asked."""
    store, marts, path = folder / "store", folder / "marts", folder / "marts.duckdb"
    duck.build(written(store, cases), marts)
    duck.database(marts, path)
    return path


def _row(source: Source, number: int, cases: int, random: Random) -> tuple[Any, ...]:
    own = _OWN.get(source.name, next(iter(source.columns)))
    return tuple(
        _value(name, kind, number if name == own else None, cases, random)
        for name, kind in source.columns.items()
    )


def _value(name: str, kind: Kind, own: int | None, cases: int, random: Random) -> Any:
    if own is not None and kind is Kind.NUMBER:
        return own
    if kind is Kind.TEXT:
        known = _WORDS.get(name, ["", "a", "B", "ß"])
        return known[own % len(known)] if own is not None else random.choice(known)
    if kind is Kind.MOMENT:
        return None if name.startswith("re") and random.random() < 0.5 else _moment(random)
    if random.random() < 0.2:
        return None
    made: dict[Kind, Callable[[], Any]] = {
        Kind.NUMBER: lambda: random.randint(1, cases + 2),
        Kind.MONEY: lambda: Decimal(random.randint(-999, 99_999)).scaleb(-2),
        Kind.DAY: lambda: date(2024, 2, 27) + timedelta(days=random.randint(0, 5)),
        Kind.IS_SO: lambda: random.random() < 0.6,
    }
    return made[kind]()


def _moment(random: Random) -> datetime:
    """Round hours, the turn of a month and of a year, and the hour that summer time takes."""
    begins = [datetime(2023, 12, 31, 23, tzinfo=UTC), datetime(2024, 3, 31, 0, tzinfo=UTC)]
    return random.choice(begins) + timedelta(seconds=random.choice([0, 1, 1799, 3599, 3600, 90061]))
