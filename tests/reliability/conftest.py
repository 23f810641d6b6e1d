"""A process of its own that is killed, and one that goes on from what it left."""

import os
import subprocess
import sys
from pathlib import Path

from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
SETUP = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")
import django; django.setup()
"""


def environment(var: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UPHELD_")}
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    return {**kept, "UPHELD_VAR": str(var), "PYTHONPATH": paths, **more}


def run(code: str, var: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs this Python in a process of its own, with its data in `var`."""
    told = [sys.executable, "-c", SETUP + code]
    how = {"capture_output": True, "text": True, "check": False, "timeout": PATIENCE}
    return subprocess.run(told, env=environment(var, **more), **how)  # type: ignore[call-overload]
