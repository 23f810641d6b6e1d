"""Decision tables: one case, and columns, beside peers and beside the bare scan.

    python -m benchmarks tables

The policy has eight inputs and five outputs, first hit. Processor seconds and ratios are what to
compare: a busy machine stretches the clock.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from benchmarks import checks, dmn_peers, tariff
from benchmarks.aims import Aims
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
_SLOW_PEER = 50
_ROUNDS = 9
_PASSES = 5

Work = Callable[[], object]


def main() -> None:
    """Prints the tables of the documentation."""
    aims = Aims()
    with TemporaryDirectory() as folder:
        policies = {count: tariff.policy(count, Path(folder)) for count in COUNTS}
        _one(policies[40], aims)
        _columns(policies, aims)
        _file(policies, Path(folder) / "cases.parquet", aims)
    _checks(aims)
    aims.show()


def _one(policy: Policy, aims: Aims) -> None:
    """One case: the compiled decision, with its reasons, and the peers."""
    cases = tariff.facts(tariff.cases(_ALONE))
    rules, known = policy.tables[TABLE], _known(cases)
    peer = Zen(tariff.rows(40))
    contexts = [context(facts) for facts in known[:_PEER]]
    full = partial(policy.trace, TABLE, nearest=True)
    several = partial(each, passes=_PASSES)
    ways: dict[str, list[float]] = {
        "run": several(partial(policy.run, TABLE), cases),
        "trace: every rule, with the cell that stopped it": several(
            partial(policy.trace, TABLE), cases
        ),
        "trace with the smallest change that alters the answer": several(full, cases),
        "walking the parsed tree": several(lambda case: decide(rules, case, "GBP"), cases[:_PEER]),
        "zen-engine": several(peer.one, contexts),
    } | _slow_peers(policy, known[:_SLOW_PEER])
    alone, _, explained = list(ways.values())[:3]
    aims.most("one case, 40 rules, median", _at(alone, 0.5), 3, "µs")
    aims.most("one case explained, 99th percentile", _at(explained, 0.99), 100, "µs")
    table(
        "One case, 40 rules",
        ("", "median µs", "99th percentile µs"),
        [
            (name, f"{_at(found, 0.5):,.1f}", f"{_at(found, 0.99):,.1f}")
            for name, found in ways.items()
        ],
    )


def _slow_peers(policy: Policy, cases: list[dict[str, Any]]) -> dict[str, list[float]]:
    """The peers in Python, each with the share of cases in which it answers as we do."""
    peers: dict[str, tuple[Callable[[], dmn_peers.Decide], Callable[[Any], Any]]] = {
        "SpiffWorkflow": (
            lambda: dmn_peers.spiffworkflow(tariff.rows(40)),
            lambda answer: dict(answer.outputs),
        ),
        "pyDMNrules (the rule it takes: its outputs are lost)": (
            lambda: dmn_peers.pydmnrules(policy),
            lambda answer: {"rule": answer.fired[0].row - 2},
        ),
    }
    found = {}
    for name, (make, ours) in peers.items():
        try:
            peer = make()
        except ImportError as error:
            print(f"{name}: left out, {error.name} is not installed")
            continue
        alike = sum(peer(case) == ours(policy.run(TABLE, case)) for case in cases)
        found[f"{name}, {alike} of {len(cases)} alike"] = each(peer, cases)
    return found


def _columns(policies: Mapping[int, Policy], aims: Aims) -> None:
    """A frame in memory, beside the scan of its columns and zen's batch."""
    asked = _queries(policies, tariff.cases(ROWS).lazy())
    peers = {_zen(count): _zen_batch(policy, count) for count, policy in policies.items()}
    turns = _turns(asked | peers)
    found = _least(turns)
    scan, ten = found[_SCAN], found[_ours(10)].processor
    rows = [_row("bare scan, in memory", scan, ROWS, "")]
    for count in policies:
        mine, peer, times = found[_ours(count)], found[_zen(count)], _times(turns, count)
        said = f"{mine.processor / scan.processor:.2f} times the scan"
        rows += [
            _row(_ours(count), mine, ROWS, f"{said}, {mine.processor / ten:.2f} times 10"),
            _row(_zen(count), peer, _PEER, f"{times:,.0f} times ours"),
        ]
        if count in _TIMES_ZEN:
            aims.least(f"zen-engine's batch, {count} rules", times, _TIMES_ZEN[count], "times ours")
    forty, most = found[_ours(40)], found[_ours(1000)].processor / ten
    aims.least("columns, 40 rules, by the clock", ROWS / forty.clock / MILLION, 30, "million/s")
    aims.most("columns beside the bare scan", forty.processor / scan.processor, 3, "times")
    aims.most("1,000 rules beside 10", most, 1.3, "times")
    table(f"Columns, {ROWS:,} cases", _HEAD, rows)


def _file(policies: Mapping[int, Policy], path: Path, aims: Aims) -> None:
    """A Parquet file decided and added up, beside reading it."""
    tariff.cases(FILE_ROWS).write_parquet(path)
    found = _least(_turns(_queries(policies, pl.scan_parquet(path))))
    scan = found.pop(_SCAN)
    rows = [_row("bare scan", scan, FILE_ROWS, "")]
    for name, mine in found.items():
        times = mine.processor / scan.processor
        rows.append(_row(name, mine, FILE_ROWS, f"{times:.2f} times the scan"))
        aims.most(f"Parquet beside its bare scan, {name}", times, 1.5, "times")
    table(f"Parquet, {FILE_ROWS:,} cases", _HEAD, rows)


def _checks(aims: Aims) -> None:
    for name, policy in checks.policies().items():
        found = checks.milliseconds(policy)
        aims.most(f"checks of 1,000 rules: {name}", found, 150, "ms")


def _queries(policies: Mapping[int, Policy], cases: pl.LazyFrame) -> dict[str, Work]:
    """The bare scan and every policy, over the same cases."""
    asked = {_SCAN: _scan(cases)}
    asked |= {_ours(n): _added(run_table(policy, TABLE, cases)) for n, policy in policies.items()}
    return {name: partial(query.collect, engine="streaming") for name, query in asked.items()}


def _turns(asked: Mapping[str, Work]) -> list[dict[str, Taken]]:
    """All of it in turns: what else the machine does hits all alike."""
    return [{name: taken(work, runs=1) for name, work in asked.items()} for _ in range(_ROUNDS)]


def _least(turns: Sequence[Mapping[str, Taken]]) -> dict[str, Taken]:
    return {
        name: Taken(
            min(turn[name].processor for turn in turns), min(turn[name].clock for turn in turns)
        )
        for name in turns[0]
    }


def _times(turns: Sequence[Mapping[str, Taken]], count: int) -> float:
    """zen's batch beside ours, a case: the median of the turns, which a single lucky run of
    either does not move."""
    return median(
        (turn[_zen(count)].processor / _PEER) / (turn[_ours(count)].processor / ROWS)
        for turn in turns
    )


_SCAN = "bare scan"


def _ours(count: int) -> str:
    return f"{count} rules"


def _zen(count: int) -> str:
    return f"{count} rules, zen-engine batch"


_TIMES_ZEN = {40: 400, 1000: 800}
_HEAD = ("", "ns a case and core", "million cases a core-second", "by the clock", "beside")


def _row(name: str, found: Taken, count: int, beside: str) -> tuple[str, ...]:
    return (
        name,
        f"{found.processor / count * 1e9:,.1f}",
        f"{count / found.processor / MILLION:,.3g}",
        f"{count / found.clock / MILLION:,.3g}",
        beside,
    )


def _scan(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Every input read and added up."""
    texts = [pl.col(name).to_physical().cast(pl.UInt64).sum() for name in tariff.TEXTS]
    return frame.select(pl.col("vulnerable", *tariff.CUTS).sum(), *texts)


def _added(decided: pl.LazyFrame) -> pl.LazyFrame:
    """Every output added up."""
    texts = [pl.col(name).to_physical().cast(pl.UInt64).sum() for name in ("stance", "remedy")]
    return decided.select(pl.col("amount", "days", "second_person").sum(), *texts)


def _zen_batch(policy: Policy, count: int) -> Work:
    """zen's batch on cases without unknown facts; its answers are held against ours."""
    cases = _known(tariff.facts(tariff.cases(_ALONE)))[:_PEER]
    peer, contexts = Zen(tariff.rows(count)), [context(case) for case in cases]
    for case, given in zip(cases, peer.batch(contexts), strict=True):
        ours = policy.run(TABLE, case).outputs
        assert {name: given[name] for name in ours} == dict(ours), (case, given, ours)
    return partial(peer.batch, contexts)


def _known(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [case for case in cases if None not in case.values()]


def _at(found: Sequence[float], part: float) -> float:
    """Microseconds at a share of the cases."""
    return found[int(len(found) * part)] * 1e6
