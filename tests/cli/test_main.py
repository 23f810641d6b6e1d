"""Every wrong call is one line that says where to look."""

import errno
import sqlite3
from importlib.metadata import version
from pathlib import Path

import pytest
from django.db import OperationalError
from tests.project.full import a_full_store

from upheld.cli.errors import lines_of

from .conftest import Upheld


def test_without_a_command_the_help_is_printed(upheld: Upheld) -> None:
    ran = upheld("--help")
    assert ran.code == 0
    assert "decide" in ran.out


def test_the_version_is_told(upheld: Upheld) -> None:
    ran = upheld("--version")
    assert ran.code == 0
    assert ran.out == f"upheld {version('upheld')}\n"


def test_an_unknown_command_is_one_line(upheld: Upheld) -> None:
    assert upheld("decid").error.startswith("No such command 'decid'")


def test_an_unknown_option_is_one_line(upheld: Upheld) -> None:
    assert upheld("verify", "--jso").error.startswith("No such option")


def test_a_missing_argument_is_one_line(upheld: Upheld) -> None:
    assert upheld("import", "complaints").error == ("Missing argument 'file': see upheld --help")
    assert upheld("import").error == "Missing command: see upheld --help"


@pytest.mark.parametrize(
    ("number", "mend"),
    [
        (errno.ENOSPC, "make room on the disk, and try again"),
        (errno.EDQUOT, "make room on the disk, and try again"),
        (errno.EACCES, "check the path and who may use it"),
    ],
)
def test_who_has_no_room_is_told_to_make_some(number: int, mend: str) -> None:
    (told,) = lines_of(OSError(number, "so", "/var/upheld/a"))
    assert told == f"/var/upheld/a: so: {mend}"


def test_who_has_no_room_for_the_database_is_told_to_make_some(tmp_path: Path) -> None:
    try:
        a_full_store(tmp_path)
    except sqlite3.Error as full:
        error = OperationalError(str(full))
        error.__cause__ = full
    (told,) = lines_of(error)
    assert told.endswith("disk is full): make room on the disk, and try again")
    (told,) = lines_of(OperationalError("no such host"))
    assert told.endswith("(no such host): check UPHELD_DATABASE and UPHELD_VAR")
