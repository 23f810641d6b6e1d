"""Every command that the documentation tells somebody to type does what it says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.complaints import a_row, csv_file
from tests.docs.pages import PAGES, ROOT, blocks, named
from tests.new_store import new_store
from tests.ports import a_free_port
from tests.throwaway import postgres

pytestmark = pytest.mark.slow

README = ROOT / "README.md"  # typed as it stands, from the shell to the end
ON_POSTGRESQL = ROOT / "docs" / "how-to" / "run-on-postgresql.md"
ADD_A_REGIME = ROOT / "docs" / "tutorial" / "add-a-regime.md"
# A page of which more is asked than that its commands run.
ELSEWHERE = {ON_POSTGRESQL, ADD_A_REGIME}  # below, and in test_regimes.py
TOLD = {page: [block.text for block in blocks(page) if block.language == "sh"] for page in PAGES}
MAKE = re.compile(r"^make (\w+)")
FAILS = re.compile(r"(.*?) +# exits with (\d)$")
URL = re.compile(r"postgresql://\S+")
PORT = "8141"  # of the pages; here somebody else may have it


def commands(page: Path) -> list[str]:
    """The page's commands in order, without make's and without comments."""
    lines = "".join(TOLD[page]).replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not MAKE.match(line)]


def checked(line: str) -> str:
    """The command, and the exit code that the page says it has."""
    if fails := FAILS.match(line):
        return f"code=0; {fails[1]} || code=$?; [ $code = {fails[2]} ]"
    return line


def run(lines: list[str], folder: Path, *places: Path) -> subprocess.CompletedProcess[str]:
    """Types the lines in a copy of the checkout, with its environment and no data yet; programs are
    looked for in the places first."""
    for needed in ("docs", "policies"):
        shutil.copytree(ROOT / needed, folder / needed)
    (folder / ".venv").symlink_to(sys.prefix)
    csv_file(folder, a_row(1), name="complaints.csv")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UPHELD_")}
    path = os.pathsep.join(map(str, [*places, Path(sys.executable).parent, kept["PATH"]]))
    environment = {**kept, "PATH": path, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        ["bash", "-e", "-u", "-c", "\n".join(map(checked, lines))],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "page", [page for page in PAGES if commands(page) and page not in ELSEWHERE], ids=named
)
def test_the_commands_of_a_page_run_one_after_the_other(
    page: Path, tmp_path: Path, quick: Path
) -> None:
    new_store(tmp_path / "var")
    port = str(a_free_port())
    typed = [line.replace(PORT, port) for line in commands(page)]
    # What goes on beside the others is ended by the shell that began it.
    alone = page == README or any(line.endswith("&") for line in typed)
    done = run(typed, tmp_path, *([] if alone else [quick]))
    assert done.returncode == 0, done.stderr


def test_the_commands_for_postgresql_run_on_a_real_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", os.environ.get("XDG_RUNTIME_DIR", ""))
    (tmp_path / "server").mkdir(mode=0o700)
    (tmp_path / "checkout").mkdir()
    address = postgres(tmp_path / "server")
    lines = [URL.sub(f"'{address}'", line) for line in commands(ON_POSTGRESQL)]
    assert any(address in line for line in lines)
    done = run(lines, tmp_path / "checkout", quick)
    assert done.returncode == 0, done.stderr
    assert "The record is intact: 1 event." in done.stdout
    assert not (tmp_path / "checkout" / "var" / "upheld.sqlite3").exists()


def test_what_is_told_to_make_is_made() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    told = {found[1] for texts in TOLD.values() for text in texts for line in text.splitlines()
            if (found := MAKE.match(line))}  # fmt: skip
    prose = "".join(page.read_text("utf-8") for page in PAGES)
    told |= set(re.findall(r"`make (\w+)`", prose))
    assert told <= targets
    assert {"demo", "test", "serve"} <= told
