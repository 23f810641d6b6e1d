"""A port of our own for mail: what came is kept before the server that brought it is told so."""

import argparse
import asyncio
import logging
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from aiosmtpd.smtp import SMTP, Envelope, Session

from upheld.core.post import LARGEST

_LOG = logging.getLogger(__name__)
_TAKEN = "250 OK, it is kept"
_TRY_AGAIN = "451 it could not be kept now: try again later"


class Conversation(SMTP):
    """Lines may be longer than they should be (RFC 5321, 4.5.3.1.6): the writer cannot help it."""

    line_length_limit = 1_000_000


class Taking:
    """Answers the server that brings mail: 250 once a message is kept, 451 while it cannot be."""

    def __init__(self) -> None:
        # One writer, as the database has one; a slow disk holds up no other conversation.
        self.writer = ThreadPoolExecutor(1)

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.original_content or b""
        sender = (envelope.mail_from or "").removeprefix("<").removesuffix(">")
        taken = asyncio.get_running_loop().run_in_executor(self.writer, _take, content, sender)
        try:
            return await taken
        except Exception:  # whatever it is, the message stays where it is, and comes again
            _LOG.exception("a message could not be kept")
            return _TRY_AGAIN


def _take(content: bytes, sender: str) -> str:
    from django.db import close_old_connections
    from django.utils import timezone

    from upheld.steps import may
    from upheld.steps.take_message import NothingCame, take_message

    close_old_connections()  # a database server that went away is asked anew
    try:
        take_message(content, "smtp", may.Operator("mail"), timezone.now(), return_path=sender)
    except NothingCame:
        return "554 the message is empty"
    return _TAKEN


async def listen(host: str, port: int) -> None:
    """Takes messages in until SIGINT or SIGTERM."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stopped.set)
    conversation = partial(Conversation, Taking(), data_size_limit=LARGEST, enable_SMTPUTF8=True)
    server = await loop.create_server(conversation, host, port)
    async with server:
        await stopped.wait()


def main() -> None:
    import django

    parser = argparse.ArgumentParser(prog="upheld.mail.listen", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8025)
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")
    django.setup()
    asyncio.run(listen(chosen.host, chosen.port))


if __name__ == "__main__":
    main()
