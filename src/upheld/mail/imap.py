"""Reads the mailbox of the settings: once, or for as long as this runs."""

import argparse
import imaplib
import logging
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from io import BufferedReader
from itertools import count
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from imap_tools.mailbox import BaseMailBox

    from .account import Account

_LOG = logging.getLogger(__name__)
_CONNECTIONS = 5  # that one reading may use when the server ends them
_SHORTEST, _LONGEST = 5.0, 300.0  # seconds before it is tried again
_IDLE = 240.0  # seconds: a server that forgets to say that something came is asked all the same
_MOST_LOOKS = 20  # without a wait: a server may tell with every answer how many there are
_POLL = 30.0  # seconds between looks where the server cannot say it (no RFC 2177)


def fetch(account: "Account") -> Counter[str]:
    """Reads what is new, once. Raises what a network, a server or a database can."""
    from django.utils import timezone

    from upheld.store import mail_health

    from .account import connected
    from .mailbox import read_new, try_again

    counts: Counter[str] = Counter()
    for left in reversed(range(_CONNECTIONS)):
        try:
            with connected(account) as box:
                counts += read_new(box, account, timezone.now(), careful=left < _CONNECTIONS - 1)
                mail_health.went_well(account.name, timezone.now())
                counts += try_again(box, account, timezone.now())
                return counts
        except imaplib.IMAP4.abort:
            if not left:
                raise
    return counts


def watch(account: "Account") -> None:
    """Reads for ever. What goes wrong is written down, and tried again later and later."""
    from django.db import close_old_connections

    from .imap_faults import told

    wait, careful = _SHORTEST, False
    while True:
        began = time.monotonic()
        try:
            _stay(account, careful)
        except Exception as error:  # a network, a server, a database: each may come back
            careful = isinstance(error, imaplib.IMAP4.abort)
            wait = _SHORTEST if time.monotonic() - began > _LONGEST else wait
            _LOG.warning("the mailbox could not be read: %s", told(error))
            _went_wrong(account, error)
            close_old_connections()
            time.sleep(wait)
            wait = min(wait * 2, _LONGEST)


def _stay(account: "Account", careful: bool) -> None:
    """One connection, until it ends."""
    from django.db import close_old_connections
    from django.utils import timezone

    from upheld.store import mail_health

    from .account import connected
    from .mailbox import read_new, try_again

    mail_health.began(account.name, timezone.now())  # also when somebody has let it be forgotten
    with connected(account) as box:
        wait = waiting(box)
        for look in count():
            looked_anew(box)
            _tell(read_new(box, account, timezone.now(), careful and not look))
            mail_health.went_well(account.name, timezone.now())
            if not look:
                _tell(try_again(box, account, timezone.now()))
            close_old_connections()  # a database server that went away is asked anew
            if not (has_told(box) and (look + 1) % _MOST_LOOKS):
                wait()


def looked_anew(box: "BaseMailBox") -> None:
    """What the server told before this is found by the look that comes now."""
    box.client.response("EXISTS")


def has_told(box: "BaseMailBox") -> bool:
    """Whether the server told during the look, within its answers, that something came: it says
    so once (RFC 3501, section 7.3.1), and would not say it again to whoever waits for it."""
    return box.client.response("EXISTS")[1] != [None]


def waiting(box: "BaseMailBox") -> Callable[[], object]:
    """How to wait for what comes next: until the server says so, or for a while."""
    if "IDLE" in box.client.capabilities:
        return lambda: _idle(box)

    def poll() -> None:
        time.sleep(_POLL)
        box.client.noop()  # so that the server tells what came (RFC 3501, 6.1.2)

    return poll


def _idle(box: "BaseMailBox") -> None:
    with box.idle:
        if not _has_been_told(box):
            box.idle.poll(_IDLE)


def _has_been_told(box: "BaseMailBox") -> bool:
    """What came together with the server's consent to IDLE was read from the network already,
    and waiting for the network would sleep over it."""
    sock = box.client.sock
    before = sock.gettimeout()
    sock.settimeout(0)
    try:
        return bool(cast(BufferedReader, box.client.file).peek(1))
    except OSError:  # TLS says in this way that nothing is there
        return False
    finally:
        sock.settimeout(before)


def _went_wrong(account: "Account", error: Exception) -> None:
    from django.db import Error as DatabaseError
    from django.utils import timezone

    from upheld.store import mail_health

    from .imap_faults import told

    with suppress(DatabaseError, OSError):
        mail_health.went_wrong(account.name, told(error), timezone.now())


def _tell(counts: Counter[str]) -> None:
    if counts := +counts:
        print(", ".join(f"{count} {what}" for what, count in sorted(counts.items())), flush=True)


def main() -> None:
    import django

    parser = argparse.ArgumentParser(prog="upheld.mail.imap", description=__doc__)
    parser.add_argument("how", choices=["fetch", "watch"])
    how = parser.parse_args().how
    # Whenever it ends, it goes on from there the next time: there is nothing to finish first.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: os._exit(0))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")
    django.setup()
    try:
        _run(how)
    except Exception as error:
        if how == "watch":
            raise
        from .imap_faults import told

        print(f"error: the mailbox could not be read: {told(error)}", file=sys.stderr)
        sys.exit(1)


def _run(how: str) -> None:
    from django.core.exceptions import ImproperlyConfigured
    from django.utils import timezone

    from upheld.store import mail_health

    from .account import account

    try:
        chosen = account()
    except ImproperlyConfigured as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    mail_health.began(chosen.name, timezone.now())
    if how == "watch":
        watch(chosen)
    try:
        counts = fetch(chosen)
    except Exception as error:
        _went_wrong(chosen, error)
        raise
    _tell(counts) if +counts else print("nothing new")


if __name__ == "__main__":
    main()
