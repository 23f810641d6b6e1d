"""The mail server that letters are handed to: said in one line where it is no address of one."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from upheld.project import mail_out


@pytest.mark.parametrize(
    "url",
    [
        "smtp.example.org",
        "https://smtp.example.org",
        "smtp://",
        "smtp://smtp.example.org:mail",
        "smtp://ada:secret@smtp.example.org",
        "smtp://smtp.example.org/folder",
    ],
)
def test_what_is_no_mail_server_says_how_one_is_written_and_shows_no_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"smtps://name@smtp\.example\.org") as told:
        mail_out.server(url)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "upgraded"),
    [
        ("smtp://ada@smtp.example.org", True),
        ("smtp://ada@smtp.example.org:2525", True),
        ("smtp://ada@smtp.example.org:587", True),
        ("smtp://smtp.example.org:587", True),
        ("smtps://ada@smtp.example.org", False),  # from the first byte
        ("smtp://smtp.example.org", False),  # no password is said
        ("smtp://ada@localhost:2525", False),
    ],
)
def test_no_password_leaves_this_machine_in_the_clear(url: str, upgraded: bool) -> None:
    told = mail_out.server(url)
    assert (told.upgraded, told.secure) == (upgraded, url.startswith("smtps"))


def test_the_password_is_what_the_file_holds_without_the_end_of_its_line(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("a b \n")
    assert mail_out.password("other", str(file)) == "a b "


def test_a_file_that_is_not_there_is_named_by_its_setting(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="UPHELD_SMTP_PASSWORD_FILE cannot be read"):
        mail_out.password("", str(tmp_path / "none"))
