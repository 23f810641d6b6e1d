"""A new store for a process of its own, or for a whole run: made once, and then copied.

To make all tables anew takes two seconds; that a command does it is cli/test_process.py's to show.
"""

import os
import shutil
import subprocess
import sys
from fcntl import LOCK_EX, flock
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_KEPT = ROOT / ".pytest_cache" / "stores"
NAME = "upheld.sqlite3"


def new_store(folder: Path) -> Path:
    """Puts a store with nothing in it into the folder, as the first command there would."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(_made(), folder / NAME))


def _made() -> Path:
    """Made by whoever comes first, and anew once a migration or a package is another."""
    kept = _KEPT / _what_it_is_made_from()
    _KEPT.mkdir(parents=True, exist_ok=True)
    with (_KEPT / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not (kept / NAME).exists():
            _make(kept)
    return kept / NAME


def _what_it_is_made_from() -> str:
    migrations = sorted((ROOT / "src/upheld/store/migrations").glob("*.py"))
    at_once = ROOT / "src/upheld/store/at_once.py"
    told = (path.read_bytes() for path in [*migrations, at_once, ROOT / "constraints.txt"])
    return sha256(b"".join(told)).hexdigest()


def _make(kept: Path) -> None:
    for old in _KEPT.glob("*/"):
        shutil.rmtree(old)
    making = _KEPT / "making"
    own = {name: value for name, value in os.environ.items() if not name.startswith("UPHELD_")}
    subprocess.run(
        [sys.executable, "-c", "from upheld.cli.main import run; run()", "import", "list"],
        env=own | {"UPHELD_VAR": str(making), "PYTHONPATH": str(ROOT / "src")},
        check=True,
        capture_output=True,
    )
    assert not (making / f"{NAME}-wal").exists()
    making.rename(kept)
