"""R1: killed while the tables change: whole, or as if it had not begun.

Killed while mail comes in and while it is decided: jobs/test_killed.py; while a letter leaves:
jobs/test_outbox_crashes.py; while the tables change on PostgreSQL: store/test_migrations.py.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.new_store import new_store
from tests.reliability.conftest import SETUP, environment

POINTS = 20
pytestmark = pytest.mark.slow


def killed_while_migrating(var: Path, **more: str) -> list[str]:
    code = f"""{SETUP}
import sys
sys.argv = ["migrating", "0031_questions"]
from tests.reliability import migrating
migrating.main()
"""
    told = [sys.executable, "-c", code]
    how: dict[str, Any] = {"capture_output": True, "text": True, "check": False, "timeout": 300}
    done = subprocess.run(told, env=environment(var, **more), **how)
    assert done.returncode == 0, done.stderr[-2_000:]
    return [line for line in done.stdout.splitlines() if line.startswith("killed at")]


def test_killed_at_any_point_of_migrating_a_step_is_whole_or_not_begun_and_it_goes_on(
    tmp_path: Path,
) -> None:
    new_store(tmp_path)
    assert len(killed_while_migrating(tmp_path)) >= POINTS
