"""A mailbox whose server gives numbers that RFC 3501 does not allow: it is told so, in words."""

import socket
from collections import Counter
from datetime import UTC, datetime
from functools import partial

import pytest
from pytest_django import Settings
from tests.core.mails import a_mail
from tests.dripping import talking

from upheld.mail import imap, imap_faults
from upheld.mail.account import account
from upheld.mail.numbers import OddNumber
from upheld.store import mail_health
from upheld.store.models import Incoming, MailSource

pytestmark = pytest.mark.django_db(transaction=True)

LETTER = a_mail().replace(b"\n", b"\r\n")
SAYS = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
    b"SELECT": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 8] ok\r\n",
    b"STATUS": b"* STATUS INBOX (UIDVALIDITY 1)\r\n",
    b"SEARCH": b"* SEARCH 7\r\n",
    b"RFC822.SIZE": b"* 1 FETCH (UID 7 RFC822.SIZE %d)\r\n" % len(LETTER),
    b"BODY.PEEK": b"* 1 FETCH (UID 7 BODY[] {%d}\r\n%s)\r\n" % (len(LETTER), LETTER),
}


def answer(client: socket.socket, says: dict[bytes, bytes]) -> None:
    client.sendall(b"* OK ready\r\n")
    for line in client.makefile("rb"):
        told = next((said for asked, said in says.items() if asked in line), b"")
        client.sendall(told + line.split()[0] + b" OK done\r\n")


def fetched(settings: Settings, **odd: bytes) -> Counter[str]:
    """What is read of one message, where the server says this in the place of what it should."""
    says = SAYS | {name.replace("SIZE", "RFC822.SIZE").encode(): told for name, told in odd.items()}
    with talking(partial(answer, says=says)) as port:
        settings.MAILBOX = f"imap://me@127.0.0.1:{port}/INBOX"
        settings.MAILBOX_PASSWORD, settings.INSIDE = "secret", {"127.0.0.1"}
        mail_health.began(settings.MAILBOX, datetime.now(UTC))
        return +imap.fetch(account())


def test_numbers_as_they_should_be_are_taken(settings: Settings) -> None:
    assert fetched(settings) == {"taken": 1}


ODD = ["0", "-1", "4294967296", "18446744073709551616", "9" * 6_000, "1a", "\u00b2"]


@pytest.mark.parametrize("odd", ODD)
def test_a_mailbox_without_a_number_of_its_own_is_not_read(odd: str, settings: Settings) -> None:
    told = f"* 1 EXISTS\r\n* OK [UIDVALIDITY {odd}] ok\r\n".encode()
    with pytest.raises(OddNumber) as raised:
        fetched(settings, SELECT=told)
    said = imap_faults.told(raised.value)
    assert said.startswith("the server says ")
    assert " as UIDVALIDITY, and RFC 3501 allows a number from 1 to 4,294,967,295 alone" in said
    assert not Incoming.objects.exists()


def test_so_is_one_whose_number_the_server_never_says(settings: Settings) -> None:
    with pytest.raises(OddNumber, match="says nothing as UIDVALIDITY"):
        fetched(settings, SELECT=b"* 1 EXISTS\r\n", STATUS=b"* STATUS INBOX (MESSAGES 1)\r\n")


@pytest.mark.parametrize("odd", ODD)
def test_of_the_messages_those_with_a_number_are_taken_first(odd: str, settings: Settings) -> None:
    with pytest.raises(OddNumber, match="as the UID of a message"):
        fetched(settings, SEARCH=f"* SEARCH {odd} 7\r\n".encode())
    assert Incoming.objects.count() == 1
    assert MailSource.objects.get().last_uid == 7


@pytest.mark.parametrize("odd", ["9", "18446744073709551616", "9" * 6_000])
def test_nothing_is_taken_for_another_message_than_was_asked_for(
    odd: str, settings: Settings
) -> None:
    told = f"* 1 FETCH (UID {odd} RFC822.SIZE 100)\r\n".encode()
    assert fetched(settings, SIZE=told)["not fetched"] >= 1
    source = MailSource.objects.get()
    assert [each["why"] for each in source.stuck] == ["the server did not give it"]
    assert source.last_uid == 7


@pytest.mark.parametrize("day", ["31-Dec-9999 23:59:59 -2359", "01-Jan-0001 00:00:00 +2359"])
def test_a_day_at_an_end_of_the_calendar_is_none(day: str, settings: Settings) -> None:
    told = b'* 1 FETCH (UID 7 RFC822.SIZE %d INTERNALDATE "%s")\r\n' % (len(LETTER), day.encode())
    assert fetched(settings, SIZE=told) == {"taken": 1}
