"""R10: memory stays flat. An hour of it: `python -m benchmarks.soak`."""

from pathlib import Path

import pytest
from tests.new_store import new_store
from tests.reliability.conftest import run

SOAK = """
from benchmarks import soak
told = soak.soak(60, rounds=10)
print(len(told), told[4], told[-1])
"""


@pytest.mark.slow
@pytest.mark.pain("R10")
def test_memory_stays_flat_while_everything_goes_on(tmp_path: Path) -> None:
    new_store(tmp_path)
    done = run(SOAK, tmp_path)
    assert done.returncode == 0, done.stderr[-2_000:]
    samples, warm, last = map(float, done.stdout.split())
    assert samples >= 8
    assert last < warm * 1.1, "MB"
