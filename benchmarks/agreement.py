"""One case after the other, by columns and by Spark: ten million generated cases, no difference.

    python -m benchmarks agreement

Every kind of input; values on, just below and just above each threshold, a tenth unknown, and
floats that are no numbers. One table becomes Spark SQL, one goes to Spark's workers in Arrow.
Needs Java and `upheld[spark]`.
"""

import csv
import random
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from benchmarks.clock import table
from upheld.tables import Policy, load
from upheld.tables.files import Asked, Engine, run

_CASES = 10_000_000
_BATCH = 1_000_000
_DAY, _NOON = date(2026, 1, 1), datetime(2026, 1, 1, 12, tzinfo=UTC)
_WORDS = ("late", "faulty", "lost", "rude", "other")

# For each input its kind, the cells that ask it, and the values that are near them.
_INPUTS: Mapping[str, tuple[str, Sequence[str], pl.Series]] = {
    "kind": (
        f"string, values: [{', '.join(_WORDS)}]",
        ["late", "late, faulty", "not(lost, rude)", "not(null)"],
        pl.Series(_WORDS, dtype=pl.Enum(_WORDS)),
    ),
    "known": ("boolean", ["true", "false", "not(true)"], pl.Series([True, False])),
    "days": (
        "number",
        ["> 0.1", "[0.3..3)", "<= 7", "not([1..2])", "1, 2, > 30", "null"],
        pl.Series([-0.0, 0.1, 0.1 + 1e-17, 0.3, 0.1 + 0.2, 0.29999999999999993, 1, 2, 3, 7, 30,
                   30.000000000000004, float("nan"), float("inf")]),
    ),
    "price": (
        "money",
        ["> 10", "[0.01..10]", ">= 99.99", "< 100", "not(20)"],
        pl.Series([-1, 0, 1, 2, 999, 1000, 1001, 2000, 9998, 9999, 10000, 123_456_789]),
    ),
    "cap": ("money", ["> 5", "<= 50", "null"], pl.Series([0, 499, 500, 501, 5000, 5001])),
    "bought": (
        "date",
        ['> date("2026-01-01")', 'date("2026-01-01")', 'not(date("2026-01-02"))'],
        pl.Series([_DAY + timedelta(days) for days in (-1, 0, 1, 2)]),
    ),
    "moment": (
        "datetime",
        ['> date and time("2026-01-01T13:00:00+01:00")', "not(null)"],
        pl.Series([_NOON + timedelta(microseconds=micros) for micros in (-1, 0, 1)]),
    ),
    "wait": (
        "duration",
        ['> duration("P1D")', '[duration("PT1H")..duration("P1D")]'],
        pl.Series([timedelta(hours=1), timedelta(minutes=59), timedelta(1), timedelta(1, 0, 1)]),
    ),
}  # fmt: skip
# The first of them Spark says in SQL; the last hang on a quotient of the row, which it leaves.
_SAID = ["5", "12.345", "price", "price * 0.15", "-price / 8", "min(price, cap)", "price - cap",
         "max(cap, 20) * 1.005", "abs(price - 20)", "null"]  # fmt: skip
_LEFT = ["price / 3", "price / days", "price * days"]


def main() -> None:
    """Prints how many cases were decided by each engine, how fast, and how many differ."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for way, amounts in (("SQL", _SAID), ("Arrow", [*_SAID, *_LEFT])):
            asked = Asked(_policy(40, amounts, folder))
            rows = _compared(asked, _CASES // 2, folder)
            table(f"Three engines, on Spark in {way}", _HEAD, rows)


_HEAD = ("cases", "engine", "seconds", "differ from row")


def _compared(asked: Asked, count: int, folder: Path) -> list[tuple[str, ...]]:
    cases = folder / "cases.parquet"
    _cases(count).sink_parquet(cases)
    rows: list[tuple[str, ...]] = []
    for engine in Engine:
        target = folder / f"{engine}.parquet"
        target.unlink(missing_ok=True)
        start = time.perf_counter()
        run(asked, cases, target, engine)
        seconds = time.perf_counter() - start
        differ = _differing(folder / f"{Engine.ROW}.parquet", target)
        rows.append((f"{count:,}", str(engine), f"{seconds:,.0f}", f"{differ:,}"))
    return rows


def _differing(one: Path, other: Path) -> int:
    left, right = pl.scan_parquet(one), pl.scan_parquet(other)
    assert left.collect_schema() == right.collect_schema()
    names = [name for name in left.collect_schema() if name not in _INPUTS]
    both = pl.concat([left, right.select(pl.all().name.suffix(" "))], how="horizontal")
    same = [pl.col(name).eq_missing(pl.col(f"{name} ")) for name in names]
    query = both.select((~pl.all_horizontal(same)).sum())
    return int(query.collect(engine="streaming").item())


def _cases(count: int) -> pl.LazyFrame:
    """So many cases, a tenth of each column unknown; the same cases each time."""
    starts = range(0, count, _BATCH)
    rows = [pl.LazyFrame({"at": pl.int_range(at, at + _BATCH, eager=True)}) for at in starts]
    return pl.concat(rows).select(
        _drawn(values, seed).alias(name)
        for seed, (name, (_, _, values)) in enumerate(_INPUTS.items())
    )


def _drawn(values: pl.Series, seed: int) -> pl.Expr:
    place = pl.col("at").hash(seed) % (10 * len(values))
    known = pl.when(place < 9 * len(values)).then(place % len(values))
    return pl.lit(values).gather(known)


def _policy(rules: int, amounts: Sequence[str], folder: Path) -> Policy:
    """One table of so many rules, the particular before the general."""
    chance = random.Random(rules)
    drawn = [_asks(chance) for _ in range(rules)]
    drawn.sort(key=len, reverse=True)
    inputs = [f"  {name}: {{type: {kind}, about: case}}" for name, (kind, _, _) in _INPUTS.items()]
    (folder / "policy.yaml").write_text(_YAML.format(inputs="\n".join(inputs)), "utf-8")
    with (folder / "gift.csv").open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, [*_INPUTS, "gift", "amount", "share"], restval="-")
        writer.writeheader()
        for asks in drawn:
            amount, share = chance.choice(amounts), chance.choice(["1", "2.5", "days", "null"])
            gift = chance.choice(["none", "voucher", "refund"])
            writer.writerow({**asks, "gift": gift, "amount": amount, "share": share})
    return load(folder)


def _asks(chance: random.Random) -> dict[str, str]:
    some = chance.sample(list(_INPUTS), chance.choice([1, 1, 2, 2, 3, 4]))
    return {name: chance.choice(_INPUTS[name][1]) for name in some}


_YAML = """name: gift
title: A gift
valid_from: 2026-01-01
currency: GBP
inputs:
{inputs}
tables:
  - name: gift
    file: gift.csv
    hit: first
    outputs:
      gift: {{type: string, values: [none, voucher, refund]}}
      amount: {{type: money}}
      share: {{type: number}}
"""
