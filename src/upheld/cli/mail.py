"""`upheld mail`: messages come in from files, mailboxes and a port of our own."""

import hashlib
import mailbox
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from . import mbox
from .django import prepare
from .errors import Refused
from .reading import STANDARD_INPUT
from .screen import bar, out, plain
from .serve import may_listen
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.store import models as rows
    from upheld.store.mail_health import Health

mail = typer.Typer(help="Takes complaints in by mail.", rich_markup_mode=None)


@mail.command()
def receive(
    file: Annotated[str, typer.Argument(help="One message (.eml), or - for standard input.")],
    as_json: AsJson = False,
) -> None:
    """Takes one message in, places it, and prints where it went. Twice is once."""
    raw = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
    prepare()
    row = _placed(raw, "file", datetime.now(UTC), None)
    print_json(_as_data(row)) if as_json else _print(row)


@mail.command("import")
def import_(
    mailbox: Annotated[str, typer.Argument(help="A Maildir folder or an mbox file.")],
    as_json: AsJson = False,
) -> None:
    """Takes in every message of a mailbox that is not here yet. The mailbox is only read.

    A message counts as received when your own mail server says that it came.

    Prefer a Maildir. In an mbox a message begins at a line with From, an address and a date, and
    whoever writes to you may write that line, and what follows it, too. So nothing in an mbox
    vouches for who wrote it, not even what your own mail server seems to say there."""
    came_by, many, contents = _opened(Path(mailbox))
    prepare()
    now, counts = datetime.now(UTC), Counter[str]()
    for raw in bar(contents, many, "Taking in", not as_json):
        counts[_taken_in(raw, came_by, now)] += 1
    if as_json:
        print_json({"messages": many, **counts})
    else:
        _print_counts(many, counts)


@mail.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8025,
) -> None:
    """Takes messages in by SMTP until you press Ctrl-C; `upheld serve` places them.

    A message is kept before the server that brings it is told so. Put it behind your mail server:
    it takes whatever it is given."""
    may_listen(host, port)
    prepare()
    print(f"Mail is taken in at {host}:{port} (Ctrl-C stops it)")
    sys.stdout.flush()
    # The edges do not know each other, so the listener is started and not imported.
    command = [
        sys.executable,
        "-P",
        "-m",
        "upheld.mail.listen",
        "--host",
        host,
        "--port",
        str(port),
    ]
    os.execv(sys.executable, command)


@mail.command()
def fetch() -> None:
    """Takes in what is new in the mailbox that UPHELD_IMAP names, once. `upheld serve` places it.

    A message is kept here before it is marked as seen there; twice is once."""
    _read_mailbox("fetch")


@mail.command()
def watch() -> None:
    """Takes in what comes to the mailbox that UPHELD_IMAP names, as it comes, until Ctrl-C.

    `upheld serve` places it, and reads no mailbox itself."""
    _read_mailbox("watch")


def _read_mailbox(how: str) -> None:
    _may_read_mailbox()
    prepare()
    _check_mailbox_host()
    os.execv(sys.executable, [sys.executable, "-P", "-m", "upheld.mail.imap", how])


def _check_mailbox_host() -> None:
    """A server inside that nobody named is told at once: trying it again and again mends nothing.

    A name that nobody knows may come back, and an address that is none is told by the reader."""
    from django.conf import settings

    from upheld.core.outgoing import AddressRefused
    from upheld.store.hosts import HostUnknown, addresses_named

    with suppress(ValueError, HostUnknown):
        if host := urlsplit(settings.MAILBOX).hostname:
            try:
                addresses_named(host, 0)
            except AddressRefused as error:
                raise Refused(f"UPHELD_IMAP: {error}") from None


def _may_read_mailbox() -> None:
    if find_spec("imap_tools") is None:
        raise Refused("a mailbox is read by imap-tools: run pip install 'upheld[mail]'")


@mail.command()
def status(as_json: AsJson = False) -> None:
    """When mail was last read without a fault from each source. Exits with 1 if one is silent."""
    prepare()
    from upheld.store.mail_health import health

    found = health(datetime.now(UTC))
    if as_json:
        print_json([asdict(each) | {"good_at": _iso(each.good_at)} for each in found])
    else:
        _print_health(found)
    raise typer.Exit(any(each.silent for each in found))


@mail.command()
def forget(
    source: Annotated[str, typer.Argument(help="Its name in `upheld mail status`.")],
) -> None:
    """Forgets a source that mail is no longer read from. What came from it stays.

    A mailbox that is read again after that is read from its first message."""
    prepare()
    from upheld.store import mail_health

    if not mail_health.forget(source):
        raise Refused(f"there is no source {source}: see upheld mail status")


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _print_health(found: "list[Health]") -> None:
    screen = out()
    for each in found:
        told = f"read {each.good_at:%Y-%m-%d %H:%M} UTC" if each.good_at else "never read yet"
        style = "bold red" if each.silent else "bold"
        screen.print(plain(f"{each.name}  {told}"), style=style, soft_wrap=True)
        if each.fault:
            screen.print(plain(f"  {each.fault}"), soft_wrap=True)
        for one in each.stuck:
            screen.print(plain(f"  message {one['uid']}: {one['why']}"), soft_wrap=True)
    if not found:
        screen.print("Mail is read from nowhere yet: see upheld mail watch and upheld mail serve")


def _placed(raw: bytes, came_by: str, now: datetime, came_at: datetime | None) -> "rows.Incoming":
    from upheld.steps import may
    from upheld.steps.place_message import place_message
    from upheld.steps.take_message import NothingCame, take_message

    by = may.Operator()
    try:
        row = take_message(raw, came_by, by, now, came_at=came_at)
    except NothingCame as error:
        raise Refused(str(error)) from None
    return place_message(row.pk, by, now)


def _taken_in(raw: bytes, came_by: str, now: datetime) -> str:
    """Where one message of many went; what is empty or known already is counted too."""
    from upheld.store.models import Incoming

    if not raw.strip():
        return "empty"
    before = Incoming.objects.filter(sha256=hashlib.sha256(raw).hexdigest()).exists()
    row = _placed(raw, came_by, now, _arrived(raw, now))
    return "already there" if before else row.state


def _arrived(raw: bytes, now: datetime) -> datetime:
    """When the nearest mail server took it (RFC 5321, 4.4: the topmost Received), never later
    than now; now where no server says."""
    head = raw[:100_000].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    lines = head.replace(b"\n ", b" ").replace(b"\n\t", b" ").split(b"\n")
    told = next((line for line in lines if line.lower().startswith(b"received:")), b"")
    try:
        at = parsedate_to_datetime(told.rpartition(b";")[2].decode("ascii", "replace").strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return now
    return min(at if at.tzinfo else at.replace(tzinfo=UTC), now)


def _opened(path: Path) -> tuple[str, int, Iterator[bytes]]:
    """By which way its messages come, how many they are, and what they say.

    Raises Refused for what is neither a Maildir nor an mbox."""
    if path.is_dir() and (path / "cur").is_dir():
        box = mailbox.Maildir(path, create=False)
        keys = box.keys()
        return "mailbox", len(keys), map(box.get_bytes, keys)
    if path.is_file() and mbox.is_mbox(path):
        found = mbox.messages(path)
        return "mbox", len(found), mbox.contents(path, found)
    raise Refused(
        f"{path} is no Maildir (a folder with cur in it) and no mbox (a file that begins with "
        "From, an address and a date): name one of them"
    )


def _as_data(row: "rows.Incoming") -> dict[str, object]:
    case = row.case.reference if row.case else None
    told = {"mail": row.pk, "state": row.state, "case": case, "reason": row.reason}
    return {**told, "kind": row.kind, "sha256": row.sha256}


def _print(row: "rows.Incoming") -> None:
    case = row.case.reference if row.case else ""
    told = f"{row.state}  {case}  {row.reason}" if row.reason else f"{row.state}  {case}"
    out().print(plain(told), soft_wrap=True)


def _print_counts(messages: int, counts: Counter[str]) -> None:
    screen = out()
    screen.print(plain(f"{messages:,} messages"), style="bold")
    for what, count in sorted(counts.items()):
        screen.print(plain(f"{count:>9,}  {what}"))
