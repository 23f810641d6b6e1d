"""Every wrong call is one line that says where to look."""

from importlib.metadata import version

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
