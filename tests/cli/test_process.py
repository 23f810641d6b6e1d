"""The command as the shell starts it: a new database, a kill, a closed pipe, a broken setting."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from .complaints import a_row, csv_file
from .conftest import COMMAND, environment, process
from .documents import SALLY

pytestmark = pytest.mark.slow


def test_a_document_is_decided_without_a_database_and_without_what_one_needs(
    tmp_path: Path,
) -> None:
    """Which is why it answers at once."""
    ran = process(tmp_path, "decide", str(SALLY), "--json")
    assert (ran.code, ran.err) == (0, "")
    assert not (tmp_path / "upheld.sqlite3").exists()
    loads = [sys.executable, "-X", "importtime", *COMMAND[1:], "decide", str(SALLY)]
    told = subprocess.run(
        loads, capture_output=True, text=True, env=environment(tmp_path), check=True
    )
    loaded = {
        line.rpartition("|")[2].strip().partition(".")[0] for line in told.stderr.splitlines()
    }
    assert "upheld" in loaded
    assert not loaded & {"polars", "numpy", "sklearn", "openpyxl"}


def test_a_new_database_is_made_and_said_once(tmp_path: Path) -> None:
    var = tmp_path / "var"
    first = process(var, "import", "list", "--json")
    assert json.loads(first.out) == []
    assert first.err == f"Made a new database: {var / 'upheld.sqlite3'}\n"
    assert process(var, "verify").err == ""
    assert var.stat().st_mode & 0o777 == 0o700  # nobody else on the machine reads it


@pytest.mark.parametrize("asked", [("verify",), ("replay", "--all"), ("backup", "a.backup")])
def test_a_record_that_is_not_there_is_not_told_to_be_whole(
    asked: tuple[str, ...], tmp_path: Path
) -> None:
    place = tmp_path / "upheld.sqlite3"
    told = f"{place}: there is no store here: check UPHELD_VAR and UPHELD_DATABASE"
    assert process(tmp_path, *asked).error == told
    assert not place.exists()
    place.touch()  # as a disk that was full leaves it
    assert process(tmp_path, *asked).error == told


@pytest.mark.usefixtures("stored")
def test_an_older_database_is_updated_and_said_once(tmp_path: Path) -> None:
    back = ("-m", "django", "migrate", "store", "0047", "--settings", "upheld.project.settings")
    subprocess.run(
        [sys.executable, *back], env=environment(tmp_path), check=True, capture_output=True
    )
    ran = process(tmp_path, "verify")
    assert (ran.code, ran.err) == (0, f"Updated the database: {tmp_path / 'upheld.sqlite3'}\n")


def test_a_file_that_is_no_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "upheld.sqlite3").write_text("Dear Sir or Madam, " * 100)
    assert process(tmp_path, "verify").error == (
        "the database cannot be used (file is not a database): check UPHELD_DATABASE and UPHELD_VAR"
    )


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("UPHELD_DATABASE", "nonsense", "Scheme '://' is unknown."),
        ("UPHELD_LARGEST_FILE", "25 MB", "UPHELD_LARGEST_FILE is '25 MB': give a whole number"),
    ],
)
def test_a_setting_that_cannot_be_is_one_line(
    tmp_path: Path, name: str, value: str, why: str
) -> None:
    command = [*COMMAND, "decide", str(SALLY)]
    wrong = {**environment(tmp_path), name: value}
    done = subprocess.run(command, capture_output=True, text=True, env=wrong, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: the settings cannot be used ({why}")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.usefixtures("stored")
def test_an_import_that_is_stopped_by_hand_says_so(tmp_path: Path) -> None:
    file = tmp_path / csv_file(tmp_path, *(a_row(number) for number in range(2500)))
    command = [*COMMAND, "import", "complaints", str(file)]
    with subprocess.Popen(command, env=environment(tmp_path), stderr=subprocess.PIPE) as running:
        while _count(tmp_path, "store_case") < 500:
            assert running.poll() is None
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        assert running.stderr
        told = running.stderr.read().decode().splitlines()
    assert running.returncode == 130
    assert told[-1] == "stopped; whole steps that were done stay done"


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")
    assert process(tmp_path / "var", "verify").error.startswith(str(tmp_path / "var"))


def test_a_reader_that_has_seen_enough_gets_no_complaint(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "decide", str(SALLY)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 1


@pytest.mark.usefixtures("stored")
def test_an_import_that_is_killed_leaves_whole_cases_and_goes_on(tmp_path: Path) -> None:
    total = 2500
    file = tmp_path / csv_file(tmp_path, *(a_row(number) for number in range(total)))
    command = [*COMMAND, "import", "complaints", str(file)]
    with subprocess.Popen(command, env=environment(tmp_path)) as running:
        while _count(tmp_path, "store_case") < 500:
            assert running.poll() is None
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
    here = _count(tmp_path, "store_case")
    assert 500 <= here < total
    assert here % 500 == 0
    for table, each in {"customer": 1, "clock": 2, "contact": 1, "event": 1}.items():
        assert _count(tmp_path, f"store_{table}") == each * here
    assert _count(tmp_path, "case_search") == here
    again = process(tmp_path, "import", "complaints", str(file), "--json")
    assert f'"taken": {total},' in again.out  # the same import, gone on
    assert process(tmp_path, "verify").out.startswith(
        f"The record is intact: {total + 1:,} events.\n"
    )


def _count(var: Path, table: str) -> int:
    """Rows of a table, 0 while there is no such table."""
    try:
        address = f"file:{var / 'upheld.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
