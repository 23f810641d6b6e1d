"""A draft against the policy in force over a million past cases, beside deciding them one by one.

    python -m benchmarks backtest

Both policies decide every case, and everything that a report says is worked out. The peer is
`core.decide`, which every case would go through otherwise; a sample of the columns' decisions is
held against it.
"""

import resource
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import complaints
from benchmarks.clock import Taken, table
from upheld.core.decision import decide
from upheld.insight.backtest import backtest
from upheld.insight.backtest.cases import Cases
from upheld.insight.backtest.columns import decider
from upheld.insight.backtest.decided import as_columns, together
from upheld.insight.backtest.facts import cases_of
from upheld.insight.backtest.files import read
from upheld.tables import Policy, load

CASES = 1_000_000
_ALONE = 2_000
_NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
_STANDARD = Path("policies/standard")


def main() -> None:
    """Prints the table of the documentation."""
    in_force = load(_STANDARD)
    with TemporaryDirectory() as folder:
        draft = _draft(Path(folder) / "draft")
        file = complaints.write(in_force, CASES, Path(folder) / "cases.parquet")
        whole = _taken(draft, in_force, file)
        alone = _alone(draft, in_force, file)
        size = file.stat().st_size / 1e6
    per_case = whole.processor / CASES, alone.processor / _ALONE
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    table(
        f"Backtest, {CASES:,} cases, both policies, the whole report ({size:,.0f} MB of Parquet)",
        ("", "seconds", "core-seconds", "µs a case", "beside"),
        [
            ("by columns", f"{whole.clock:.1f}", f"{whole.processor:.1f}",
             f"{per_case[0] * 1e6:.1f}", f"{per_case[1] / per_case[0]:.0f} times faster"),
            (f"core.decide, both ({_ALONE:,} cases, the decisions alone)", f"{alone.clock:.1f}",
             f"{alone.processor:.1f}", f"{per_case[1] * 1e6:.0f}", ""),
        ],
    )  # fmt: skip
    print(f"\nThe largest amount of memory in use was {peak:,.0f} MB.")


def _draft(folder: Path) -> Policy:
    """Vouchers of £30 instead of £25, and a tighter reading of who we built this for."""
    shutil.copytree(_STANDARD, folder)
    for name, old, new in (("goodwill", "voucher,25", "voucher,30"), ("fit", "0.6", "0.65")):
        file = folder / f"{name}.csv"
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    return load(folder)


def _taken(draft: Policy, in_force: Policy, file: Path) -> Taken:
    """Once, from the file to the report, nothing prepared."""
    clock, processor = time.perf_counter(), time.process_time()
    found = backtest(draft, lambda day: in_force, read(file), _NOW)
    taken = Taken(time.process_time() - processor, time.perf_counter() - clock)
    print(f"{found.changed:,} of {found.decided:,} decisions change, {found.given:,} cases read")
    return taken


def _alone(draft: Policy, in_force: Policy, file: Path) -> Taken:
    """The first cases one by one; what columns made of them must be the same."""
    first: Iterator[Cases] = read(file)
    facts = next(first).facts(in_force, ())[:_ALONE]
    cases = cases_of(facts, in_force)
    clock, processor = time.perf_counter(), time.process_time()
    decided = [(decide(case, in_force, _NOW), decide(case, draft, _NOW)) for case in cases]
    taken = Taken(time.process_time() - processor, time.perf_counter() - clock)
    wanted = together([as_columns(at, one, in_force) for at, (one, _) in enumerate(decided)])
    found = decider(in_force).over(facts, _NOW)
    assert found.cases.equals(wanted.cases)
    assert found.points.equals(wanted.points)
    return taken
