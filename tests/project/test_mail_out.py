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


def test_the_password_is_what_the_file_holds_without_the_end_of_its_line(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("a b \n")
    assert mail_out.password("other", str(file)) == "a b "


def test_a_file_that_is_not_there_is_named_by_its_setting(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="UPHELD_SMTP_PASSWORD_FILE cannot be read"):
        mail_out.password("", str(tmp_path / "none"))
