"""R1: killed while the tables change, or the marts are made: whole, or as if it had not begun.

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
    begun = 'import sys; sys.argv = ["migrating", "0031_questions"]'
    return _killed_in("migrating", var, begun, **more)


def _killed_in(module: str, var: Path, begun: str = "", **more: str) -> list[str]:
    code = f"{SETUP}{begun}\nfrom tests.reliability import {module}\n{module}.main()\n"
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


def test_killed_at_any_point_of_making_the_marts_the_newest_is_whole_and_the_next_are_made(
    tmp_path: Path,
) -> None:
    new_store(tmp_path)
    assert len(_killed_in("making_marts", tmp_path)) > 10
