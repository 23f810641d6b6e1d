"""The mailbox of the settings: safe unless told otherwise, and each slip told with its mend."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from upheld.mail.account import account


def given(settings: Settings, url: str, **told: str) -> None:
    settings.MAILBOX, settings.MAILBOX_PASSWORD = url, "x"
    for name, value in told.items():
        setattr(settings, f"MAILBOX_{name}", value)


def test_a_name_alone_is_a_mailbox_over_tls(settings: Settings) -> None:
    given(settings, "imaps://complaints%40example.org@imap.example.org")
    found = account()
    assert (found.user, found.host, found.port) == (
        "complaints@example.org", "imap.example.org", 993,
    )  # fmt: skip
    assert (found.folder, found.since, found.move_to) == ("INBOX", None, "")


def test_the_folder_the_port_and_the_first_day_are_told(settings: Settings) -> None:
    given(settings, "imap+starttls://a@imap.example.org:1143/New%20ones", SINCE="2026-11-02")
    found = account()
    assert (found.folder, found.port, found.since) == ("New ones", 1143, date(2026, 11, 2))


def test_the_password_may_lie_in_a_file(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of two words\n")
    given(settings, "imaps://a@b", PASSWORD="", PASSWORD_FILE=str(tmp_path / "secret"))
    assert account().password == "of two words"


@pytest.mark.parametrize(
    ("url", "told", "why"),
    [
        ("", {}, "UPHELD_IMAP is not set"),
        ("imap.example.org", {}, "write imaps://name@host/folder"),
        ("imaps://imap.example.org", {}, "write imaps://name@host/folder"),
        ("https://a@imap.example.org", {}, "write imaps://name@host/folder"),
        ("imaps://a@imap.example.org:x", {}, "write imaps://name@host/folder"),
        ("imaps://a:b@imap.example.org", {}, "UPHELD_IMAP holds a password"),
        ("imap://a@imap.example.org", {}, "would send the password in plain text"),
        ("imaps://a@b", {"PASSWORD": ""}, "the mailbox has no password"),
        ("imaps://a@b", {"PASSWORD": "", "PASSWORD_FILE": "/nowhere"}, "No such file"),
        ("imaps://a@b", {"SINCE": "Monday"}, "'Monday' is no day: write it as 2026-11-02"),
    ],
)
def test_what_cannot_be_a_mailbox_is_refused_with_the_mend(
    url: str, told: dict[str, str], why: str, settings: Settings
) -> None:
    given(settings, url, **told)
    with pytest.raises(ImproperlyConfigured, match=why):
        account()
