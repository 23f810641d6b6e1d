"""A hundred million cases from Parquet to Parquet, and the most memory that it took.

    python -m benchmarks memory

The command runs in a process of its own, so that its memory is its own. Needs some gigabytes of
disk for the two files.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from benchmarks import tariff
from benchmarks.clock import table

_ROWS = 100_000_000
_BATCH = 1_000_000
_COMMAND = "from upheld.cli.main import run; run()"


def main() -> None:
    """Prints the sizes of the files, the seconds and the peak of the resident memory."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        tariff.policy(40, folder)
        cases, given = folder / "cases.parquet", folder / "given.parquet"
        _write(cases, folder)
        start = time.perf_counter()
        _run("tables", "run", str(folder), "--input", str(cases), "--output", str(given))
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        height = pl.scan_parquet(given).select(pl.len()).collect().item()
        row = (f"{height:,}", _mega(cases.stat().st_size), _mega(given.stat().st_size))
        head = ("rows", "file in, MB", "file out, MB", "seconds", "million rows/s", "peak, MB")
        speed = f"{height / seconds / 1e6:,.1f}"
        table("Memory", head, [(*row, f"{seconds:,.0f}", speed, _mega(peak))])


def _write(path: Path, folder: Path) -> None:
    """The cases of so many batches in one file."""
    parts = folder / "parts"
    parts.mkdir()
    for at in range(_ROWS // _BATCH):
        tariff.cases(_BATCH, at * 100).write_parquet(parts / f"{at:04}.parquet")
    pl.scan_parquet(parts).sink_parquet(path)
    for part in parts.iterdir():
        part.unlink()


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, "-c", _COMMAND, *arguments], check=True)


def _mega(size: int) -> str:
    return f"{size / 1e6:,.0f}"
