"""The mailbox of the settings: where it is, who we are there, and what is done with what is read.

A URL as in RFC 5092, without the password: imaps://complaints@imap.example.org/INBOX."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from imaplib import IMAP4
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from imap_tools.mailbox import BaseMailBox

from .connecting import Box

_PORTS = {"imaps": 993, "imap+starttls": 143, "imap": 143}
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox. `name` is its URL; what came before `since` stays unread."""

    name: str
    scheme: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)  # an error may show the account
    folder: str
    move_to: str
    since: date | None


def account() -> Account:
    """The mailbox of the settings. Raises ImproperlyConfigured, saying what to mend."""
    name = settings.MAILBOX
    if not name:
        raise ImproperlyConfigured(
            "UPHELD_IMAP is not set: name the mailbox, such as imaps://name@imap.example.org/INBOX"
        )
    try:
        told = urlsplit(name)
        port = told.port
    except ValueError:
        raise ImproperlyConfigured(f"UPHELD_IMAP: {_SHAPE}") from None
    if told.scheme not in _PORTS or not told.hostname or not told.username:
        raise ImproperlyConfigured(f"UPHELD_IMAP: {_SHAPE}")
    if told.password:
        raise ImproperlyConfigured(f"UPHELD_IMAP holds a password: {_PASSWORD}")
    if told.scheme == "imap" and told.hostname not in _THIS_MACHINE:
        raise ImproperlyConfigured(
            "UPHELD_IMAP would send the password in plain text: use imaps or imap+starttls"
        )
    return Account(
        name=name, scheme=told.scheme, host=told.hostname, port=port or _PORTS[told.scheme],
        user=unquote(told.username), password=_password(),
        folder=unquote(told.path.strip("/")) or "INBOX",
        move_to=settings.MAILBOX_MOVE_TO, since=_since(),
    )  # fmt: skip


_SHAPE = (
    "write imaps://name@host/folder, or imap+starttls://name@host/folder; "
    "a sign such as @ within the name is written %40"
)
_PASSWORD = "give it in UPHELD_IMAP_PASSWORD, or in a file that UPHELD_IMAP_PASSWORD_FILE names"


def _password() -> str:
    if settings.MAILBOX_PASSWORD:
        return str(settings.MAILBOX_PASSWORD)
    if not settings.MAILBOX_PASSWORD_FILE:
        raise ImproperlyConfigured(f"the mailbox has no password: {_PASSWORD}")
    try:
        return Path(settings.MAILBOX_PASSWORD_FILE).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = os.strerror(error.errno or 0) if isinstance(error, OSError) else "it is no text"
        raise ImproperlyConfigured(f"UPHELD_IMAP_PASSWORD_FILE cannot be read: {why}") from None


def _since() -> date | None:
    told = settings.MAILBOX_SINCE
    try:
        return date.fromisoformat(told) if told else None
    except ValueError:
        raise ImproperlyConfigured(
            f"UPHELD_IMAP_SINCE: {told!r} is no day: write it as 2026-11-02"
        ) from None


@contextmanager
def connected(to: Account) -> Iterator[BaseMailBox]:
    """The mailbox, signed in and with its folder open.

    Raises AddressRefused, and what a server or a network can.
    """
    box = Box(to.scheme, to.host, to.port)
    try:
        box.login(to.user, to.password, None)
        # What the server can do is told in full to whoever has signed in (RFC 3501, 6.2).
        box.client.capabilities = tuple(box.client.capability()[1][-1].decode().upper().split())
        if to.move_to and not box.folder.exists(to.move_to):
            box.folder.create(to.move_to)
        box.folder.set(to.folder)
        yield box
    finally:
        _leave(box.client)


def _leave(client: IMAP4) -> None:
    """A server that does not hear the farewell is left all the same."""
    try:
        client.logout()
    except (OSError, IMAP4.error):
        with suppress(OSError):
            client.shutdown()
