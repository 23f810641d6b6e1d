"""Decision tables: one case, and columns, beside zen-engine and beside the bare scan.

    python -m benchmarks tables

The policy has eight inputs and five outputs, first hit. Processor seconds and ratios are what to
compare: a busy machine stretches the clock.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from benchmarks import goodwill
from benchmarks.clock import Taken, each, table, taken
from benchmarks.zen_peer import Zen, context
from upheld.tables import Policy
from upheld.tables.columns import run_table
from upheld.tables.hits import decide

COUNTS = (10, 40, 1000)
MILLION = 1_000_000
ROWS = 4 * MILLION
FILE_ROWS = 10 * MILLION
TABLE = "tariff"
_ALONE = 20_000
_PEER = 2_000


def main() -> None:
    """Prints the tables of the documentation."""
    with TemporaryDirectory() as folder:
        policies = {count: goodwill.policy(count, Path(folder)) for count in COUNTS}
        _one(policies[40])
        _columns(policies)
        _file(policies, Path(folder) / "cases.parquet")


def _one(policy: Policy) -> None:
    """One case: the compiled decision, with its reasons, and the peer."""
    cases = goodwill.facts(goodwill.cases(_ALONE))
    rules = policy.tables[TABLE]
    peer = Zen(goodwill.rows(40))
    contexts = [context(facts) for facts in _known(cases)[:_PEER]]
    ways: Mapping[str, list[float]] = {
        "run": each(partial(policy.run, TABLE), cases),
        "trace: every rule, with the cell that stopped it": each(
            partial(policy.trace, TABLE), cases
        ),
        "trace with the smallest change that alters the answer": each(
            partial(policy.trace, TABLE, nearest=True), cases
        ),
        "walking the parsed tree": each(lambda case: decide(rules, case, "GBP"), cases[:_PEER]),
        "zen-engine": each(peer.one, contexts),
    }
    table(
        "One case, 40 rules",
        ("", "median µs", "99th percentile µs"),
        [(name, _micro(found, 0.5), _micro(found, 0.99)) for name, found in ways.items()],
    )


def _columns(policies: Mapping[int, Policy]) -> None:
    """A frame in memory, beside the scan of its columns and zen's batch."""
    frame = goodwill.cases(ROWS)
    scan = taken(lambda: _scan(frame.lazy()).collect(engine="streaming"))
    rows = [_row("bare scan, in memory", scan, ROWS, scan)]
    ten: Taken | None = None
    for count, policy in policies.items():
        query = _added(run_table(policy, TABLE, frame.lazy()))
        found = taken(lambda query=query: query.collect(engine="streaming"))  # type: ignore[misc]
        ten = ten or found
        peer = _zen_batch(policy, count)
        rows.append(_row(f"{count} rules", found, ROWS, scan))
        rows.append(_row(f"{count} rules, zen-engine batch", peer, _PEER, scan))
        per_row = found.processor / ROWS, peer.processor / _PEER
        rows[-1] = (*rows[-1][:-1], f"{per_row[1] / per_row[0]:,.0f} times ours")
        rows[-2] = (*rows[-2][:-1], f"{found.processor / ten.processor:.2f} times 10 rules")
    table(f"Columns, {ROWS:,} cases", _HEAD, rows)


def _file(policies: Mapping[int, Policy], path: Path) -> None:
    """A Parquet file decided and added up, beside reading it."""
    goodwill.cases(FILE_ROWS).write_parquet(path)
    file = pl.scan_parquet(path)
    scan = taken(lambda: _scan(file).collect(engine="streaming"), runs=3)
    rows = [_row("bare scan", scan, FILE_ROWS, scan)]
    for count, policy in policies.items():
        query = _added(run_table(policy, TABLE, file))
        found = taken(lambda query=query: query.collect(engine="streaming"), runs=3)  # type: ignore[misc]
        rows.append(_row(f"{count} rules", found, FILE_ROWS, scan))
    table(f"Parquet, {FILE_ROWS:,} cases", _HEAD, rows)


_HEAD = ("", "ns a case and core", "million cases a core-second", "by the clock", "beside")


def _row(name: str, found: Taken, count: int, scan: Taken) -> tuple[str, ...]:
    return (
        name,
        f"{found.processor / count * 1e9:,.1f}",
        f"{count / found.processor / MILLION:,.3g}",
        f"{count / found.clock / MILLION:,.3g}",
        f"{found.processor / scan.processor:.2f} times the scan",
    )


def _scan(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Every input read and added up."""
    texts = [pl.col(name).to_physical().cast(pl.UInt64).sum() for name in goodwill.TEXTS]
    return frame.select(pl.col("vulnerable", *goodwill.CUTS).sum(), *texts)


def _added(decided: pl.LazyFrame) -> pl.LazyFrame:
    """Every output added up."""
    texts = [pl.col(name).to_physical().cast(pl.UInt64).sum() for name in ("stance", "remedy")]
    return decided.select(pl.col("amount", "days", "second_person").sum(), *texts)


def _zen_batch(policy: Policy, count: int) -> Taken:
    """zen's batch on cases without unknown facts; its answers are held against ours."""
    cases = _known(goodwill.facts(goodwill.cases(_ALONE)))[:_PEER]
    peer, contexts = Zen(goodwill.rows(count)), [context(case) for case in cases]
    for case, given in zip(cases, peer.batch(contexts), strict=True):
        ours = policy.run(TABLE, case).outputs
        assert {name: given[name] for name in ours} == dict(ours), (case, given, ours)
    return taken(lambda: peer.batch(contexts), runs=3)


def _known(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [case for case in cases if None not in case.values()]


def _micro(found: list[float], part: float) -> str:
    return f"{found[int(len(found) * part)] * 1e6:,.1f}"
