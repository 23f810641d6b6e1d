"""The command line as a person meets it: arguments in; exit code, output and errors out."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from upheld.cli.main import run

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def error(self) -> str:
        """The one line that a refused command says; everything else fails the test."""
        assert (self.code, self.out) == (2, ""), self
        (line,) = self.err.splitlines()
        assert line.startswith("error: ")
        return line.removeprefix("error: ")


Upheld = Callable[..., Ran]


@pytest.fixture
def upheld(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Upheld:
    """Runs a command inside this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: str, given: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        with pytest.raises(SystemExit) as exited:
            run(arguments)
        told = capsys.readouterr()
        assert isinstance(exited.value.code, int)
        return Ran(exited.value.code, told.out, told.err)

    return call


def environment(var: Path) -> dict[str, str]:
    """For a process of its own, with its data in `var`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UPHELD_")}
    return {**kept, "UPHELD_VAR": str(var), "PYTHONPATH": str(ROOT / "src")}


COMMAND = (sys.executable, "-c", "from upheld.cli.main import run; run()")


def process(var: Path, *arguments: str, given: bytes = b"") -> Ran:
    """Runs a command as the shell does, with its data in `var`."""
    done = subprocess.run(
        [*COMMAND, *arguments], input=given, capture_output=True, env=environment(var), check=False
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
