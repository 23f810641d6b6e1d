"""The port for mail: 250 means that the message is kept, whatever happens after."""

import asyncio
import hashlib
import os
import signal
import smtplib
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from aiosmtpd.controller import Controller
from django.db import connections
from tests.core.mails import a_mail
from tests.ports import a_free_port
from tests.waiting import PATIENCE

from upheld.core.post import LARGEST
from upheld.jobs import intake
from upheld.mail import listen
from upheld.mail.listen import Conversation, Taking
from upheld.store import files, mail_health
from upheld.store.models import Case, Incoming

pytestmark = pytest.mark.django_db(transaction=True)


class Listening(Controller):
    def factory(self) -> Conversation:
        return Conversation(self.handler, **self.SMTP_kwargs)


@pytest.fixture
def port() -> Iterator[int]:
    taking, chosen = Taking(), a_free_port()
    server = Listening(
        taking, hostname="127.0.0.1", port=chosen, data_size_limit=LARGEST, enable_SMTPUTF8=True
    )
    server.start()
    yield chosen
    server.stop()
    taking.writer.submit(connections.close_all).result()
    taking.writer.shutdown()


def send(port: int, raw: bytes, sender: str = "sally@example.org") -> tuple[int, bytes]:
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as client:
        client.ehlo()
        client.mail(sender)
        client.rcpt("complaints@localhost")
        return client.data(raw)


def test_what_was_said_to_be_kept_is_kept_byte_for_byte(port: int) -> None:
    raw = a_mail("Late.\n.\nA line with a dot alone.").replace(b"\n", b"\r\n")
    assert send(port, raw)[0] == 250
    row = Incoming.objects.get()
    assert (row.state, row.return_path, row.came_by) == ("new", "sally@example.org", "smtp")
    assert files.contents(row.sha256) == raw
    assert row.sha256 == hashlib.sha256(raw).hexdigest()


def test_a_dot_after_half_a_line_end_ends_no_message(port: int) -> None:
    """Else a stranger writes a second one, under any sender, into their own (CVE-2024-27305)."""
    raw = b"From: a@b.example\r\n\r\nOne.\n.\r\nMAIL FROM:<boss@b.example>\r\n"
    raw += b"RCPT TO:<complaints@localhost>\r\n"
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as client:
        client.ehlo()
        client.mail("sally@example.org")
        client.rcpt("complaints@localhost")
        client.docmd("DATA")
        client.send(raw + b"DATA\r\nFrom: boss@b.example\r\n\r\nTwo.\r\n.\r\n")
        assert client.getreply()[0] == 250
        client.quit()
    assert Incoming.objects.get().return_path == "sally@example.org"


def test_bytes_that_are_no_text_are_kept_too(port: int) -> None:
    assert send(port, b"From: a@b.example\r\n\r\n\xff\xfe\x00 Schr\xf6dinger\r\n")[0] == 250
    assert b"Schr\xf6dinger" in files.contents(Incoming.objects.get().sha256)


def test_a_line_that_is_longer_than_it_should_be_is_kept(port: int) -> None:
    assert send(port, b"From: a@b.example\r\n\r\n" + b"x" * 50_000 + b"\r\n")[0] == 250
    assert Incoming.objects.get().size > 50_000


@pytest.mark.parametrize("sender", [b"a\xff@x.example", b"a\x00b@x.example"])
def test_a_message_whose_envelope_names_what_no_database_keeps_is_kept(
    port: int, sender: bytes
) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as client:
        client.ehlo()
        client.send(b"MAIL FROM:<" + sender + b">\r\n")
        client.getreply()
        client.rcpt("complaints@localhost")
        assert client.data(a_mail("Late."))[0] == 250
    assert Incoming.objects.get().return_path is None


def test_the_null_return_path_is_known(port: int) -> None:
    send(port, a_mail(), sender="")
    assert Incoming.objects.get().return_path == ""


def test_a_message_is_kept_and_then_placed(port: int) -> None:
    send(port, a_mail())
    from django.utils import timezone

    assert intake.sweep(timezone.now()) == 1
    assert Case.objects.get().customer.email == "sally@example.org"


def test_while_nothing_can_be_kept_the_other_server_keeps_it(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*told: object) -> str:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(listen, "_take", broken)
        assert send(port, a_mail())[0] == 451
    assert not Incoming.objects.exists()
    assert send(port, a_mail())[0] == 250


def test_it_is_written_down_that_mail_is_taken_and_why_it_was_not(port: int) -> None:
    for fault in ("", "OSError: the disk is full"):
        listen._tell("smtp://127.0.0.1:8025", fault)
        (found,) = mail_health.health(datetime.now(UTC))
        assert (found.name, found.fault, found.silent) == ("smtp://127.0.0.1:8025", fault, False)


def test_an_empty_message_is_refused_for_good(port: int) -> None:
    assert send(port, b"")[0] == 554


@pytest.mark.slow
def test_one_that_is_too_large_is_refused_with_the_reason(port: int) -> None:
    code, told = send(port, b"From: a@b.example\r\n\r\n" + (b"x" * 76 + b"\r\n") * 800_000)
    assert code == 552
    assert told == TOO_LARGE
    assert not Incoming.objects.exists()


TOO_LARGE = (
    b"5.3.4 a message may have 50 MB: send the words without the files, or several smaller messages"
)


def test_how_large_a_message_may_be_is_told_before_it_is_sent(port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as client:
        client.ehlo()
        assert client.esmtp_features["size"] == str(LARGEST)  # RFC 1870
        assert client.mail("a@b.example", [f"SIZE={LARGEST + 1}"]) == (552, TOO_LARGE)
        assert client.mail("a@b.example", [f"SIZE={LARGEST}"])[0] == 250


@pytest.mark.pain("P3")
def test_eight_servers_that_bring_the_same_mails_bring_each_once(port: int) -> None:
    raws = [a_mail(message_id=f"<{n}@x>", sender=f"c{n}@x.example") for n in range(5)]
    codes: list[int] = []

    def bring() -> None:
        codes.extend(send(port, raw)[0] for raw in raws)

    threads = [threading.Thread(target=bring) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [250] * 40
    assert Incoming.objects.count() == 5


def test_it_listens_until_it_is_told_to_stop() -> None:
    async def once() -> str:
        chosen = a_free_port()
        listening = asyncio.create_task(listen.listen("127.0.0.1", chosen))
        reader, writer = await _connected(chosen)
        greeting = (await reader.readline()).decode()
        writer.close()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(listening, PATIENCE)
        return greeting

    assert asyncio.run(once()).startswith("220 ")


async def _connected(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A conversation, as soon as somebody listens."""
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(ConnectionRefusedError):
                return await asyncio.open_connection("127.0.0.1", port)
            await asyncio.sleep(0.01)
