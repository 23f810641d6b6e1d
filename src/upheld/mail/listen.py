"""A port of our own for mail: what came is kept before the server that brought it is told so."""

import argparse
import asyncio
import logging
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import AnyStr

from aiosmtpd.smtp import SMTP, Envelope, Session

from upheld.core.post import LARGEST

_LOG = logging.getLogger(__name__)
_EVERY = 60.0  # seconds
_TAKEN = "250 OK, it is kept"
_TRY_AGAIN = "451 it could not be kept now: try again later"


_TOO_LARGE = (
    f"552 5.3.4 a message may have {LARGEST // (1024 * 1024)} MB: "
    "send the words without the files, or several smaller messages"
)


class Conversation(SMTP):
    """Lines may be longer than they should be (RFC 5321, 4.5.3.1.6): the writer cannot help it."""

    line_length_limit = 1_000_000

    async def push(self, status: AnyStr) -> None:
        """What is too large is refused in words that help: they come back to whoever wrote it."""
        if isinstance(status, str) and status.startswith("552 Error"):
            await super().push(_TOO_LARGE)
        else:
            await super().push(status)


class Taking:
    """Answers the server that brings mail: 250 once a message is kept, 451 while it cannot be."""

    def __init__(self) -> None:
        # One writer, as the database has one; a slow disk holds up no other conversation.
        self.writer = ThreadPoolExecutor(1)
        self.fault = ""

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
            self.fault = "a message could not be kept, and the log says why"
            return _TRY_AGAIN

    async def tell_that_it_listens(self, name: str) -> None:
        """Writes down every minute that mail is taken here, or why it is not."""
        while True:
            fault, self.fault = self.fault, ""
            loop = asyncio.get_running_loop()
            try:
                await loop.run_in_executor(self.writer, _tell, name, fault)
            except Exception:
                _LOG.exception("it could not be written down that mail is taken")
            await asyncio.sleep(_EVERY)


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


def _tell(name: str, fault: str) -> None:
    from django.db import close_old_connections
    from django.utils import timezone

    from upheld.store import mail_health

    close_old_connections()
    now = timezone.now()
    mail_health.began(name, now)
    if fault:
        mail_health.went_wrong(name, fault, now)
    else:
        mail_health.went_well(name, now)


async def listen(host: str, port: int) -> None:
    """Takes messages in until SIGINT or SIGTERM."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stopped.set)
    taking = Taking()
    conversation = partial(Conversation, taking, data_size_limit=LARGEST, enable_SMTPUTF8=True)
    server = await loop.create_server(conversation, host, port)
    async with server:
        telling = asyncio.create_task(taking.tell_that_it_listens(f"smtp://{host}:{port}"))
        await stopped.wait()
        telling.cancel()


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
