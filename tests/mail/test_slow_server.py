"""A mailbox whose server is slow: what comes on a slow line comes in, and who drips is given up."""

import socket
import time
from functools import partial

import pytest
from imap_tools.mailbox import BaseMailBox
from pytest_django import Settings
from tests.dripping import drip, talking

from upheld.core.post import LARGEST
from upheld.mail import connecting, imap_faults
from upheld.mail.account import Account, connected
from upheld.mail.given import bodies, given
from upheld.store import slowest

WAIT = b"* OK wait a little\r\n"
SAYS = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
    b"SELECT": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 1] UIDs valid\r\n",
}
LETTER = b"It came late.\r\n" * 2_000


def answer(client: socket.socket, slow_at: bytes, slowly: bytes) -> None:
    """Whatever is asked, and one thing of it slowly."""
    if slow_at == b"the greeting":
        drip(client, slowly)
    client.sendall(b"* OK ready\r\n")
    for line in client.makefile("rb"):
        tag, verb = line.split()[:2]
        if verb == slow_at:
            drip(client, slowly)
        if verb == b"UID":
            say_the_letter(client)
        client.sendall(SAYS.get(verb, b"") + tag + b" OK done\r\n")


def say_the_letter(client: socket.socket) -> None:
    """A tenth at a time, with pauses in between."""
    client.sendall(b"* 1 FETCH (UID 1 BODY[] {%d}\r\n" % len(LETTER))
    piece = len(LETTER) // 10
    for at in range(0, len(LETTER), piece):
        time.sleep(0.3)
        client.sendall(LETTER[at : at + piece])
    client.sendall(b")\r\n")


def there(port: int) -> Account:
    return Account("x", "imap", "127.0.0.1", port, "me", "secret", "INBOX", "", None)


def read(port: int) -> dict[int, bytes]:
    with connected(there(port)) as box:
        return asked_for(box)


def asked_for(box: BaseMailBox) -> dict[int, bytes]:
    return bodies(given(box, [1], "(UID BODY.PEEK[])").items)


@pytest.fixture(autouse=True)
def inside(settings: Settings) -> None:
    settings.INSIDE = {"127.0.0.1"}


@pytest.mark.parametrize("slow_at", [b"the greeting", b"LOGIN", b"SELECT", b"UID"])
@pytest.mark.parametrize("slowly", [WAIT, b"* 1 FETCH (UID 1 BODY[] {40000}\r\n"])
def test_a_server_that_says_a_byte_now_and_then_is_given_up(
    slow_at: bytes, slowly: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each byte comes in time, and the line, the lines or the letter never do."""
    monkeypatch.setattr(connecting, "_PATIENCE", 0.5)
    slow = partial(answer, slow_at=slow_at, slowly=slowly)
    with talking(slow) as port, pytest.raises(TimeoutError) as raised:
        read(port)
    assert imap_faults.told(raised.value).startswith("it gave no whole answer in time: check")


def test_a_server_that_takes_no_leave_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "_PATIENCE", 2.0)
    with talking(partial(answer, slow_at=b"LOGOUT", slowly=WAIT)) as port:
        assert read(port) == {1: LETTER}


def test_a_letter_on_a_slow_line_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it takes longer than any silence may."""
    monkeypatch.setattr(connecting, "_PATIENCE", 2.0)
    with talking(partial(answer, slow_at=b"", slowly=b"")) as port:
        assert read(port) == {1: LETTER}


def test_a_server_that_says_more_than_any_letter_holds_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connecting, "_MOST", 100_000)

    def flood(client: socket.socket) -> None:
        client.sendall(b"* OK ready\r\n")
        while True:
            client.sendall(WAIT * 1_000)

    with talking(flood) as port, pytest.raises(OSError, match="more than 100,000 bytes"):
        read(port)


def chatter(client: socket.socket, at: bytes, said: bytes, times: int) -> None:
    """Whatever is asked, and to one thing of it this before, so many times."""
    client.sendall(b"* OK ready\r\n")
    for line in client.makefile("rb"):
        tag, verb = line.split()[:2]
        for _ in range(times if verb == at else 0):
            client.sendall(said)
        client.sendall(SAYS.get(verb, b"") + tag + b" OK done\r\n")


@pytest.mark.parametrize("line", [b"* OK x\r\n", b"* 9 EXISTS\r\n", b"* OK [A x] y\r\n"])
def test_a_server_that_says_more_lines_than_any_answer_has_is_given_up(line: bytes) -> None:
    """Long before they are as many bytes as a letter: keeping one costs more than its bytes."""
    endless = partial(chatter, at=b"LOGIN", said=line * 1_000, times=1_000)
    with talking(endless) as port, pytest.raises(OSError, match="more than 50,000 lines"):
        read(port)


def test_a_server_that_sends_letter_after_letter_where_it_was_asked_for_one_is_given_up() -> None:
    """Each as large as the largest that is taken; not two of them are kept."""
    letter = b"* 1 FETCH (UID 1 BODY[] {%d}\r\n%s)\r\n" % (LARGEST, bytes(LARGEST))
    many = partial(chatter, at=b"UID", said=letter, times=3)
    with talking(many) as port, pytest.raises(OSError, match="more than 54,525,952 bytes"):
        read(port)


def test_the_largest_letter_comes_in_whole() -> None:
    letter = b"* 1 FETCH (UID 1 BODY[] {%d}\r\n%s)\r\n" % (LARGEST, bytes(LARGEST))
    with talking(partial(chatter, at=b"UID", said=letter, times=1)) as port:
        assert len(read(port)[1]) == LARGEST


def test_what_nobody_asked_for_is_not_kept_until_the_connection_ends() -> None:
    unasked = partial(chatter, at=b"NOOP", said=b"* 1 FETCH (FLAGS ())\r\n" * 1_000, times=1)
    with talking(unasked) as port, connected(there(port)) as box:
        for _ in range(5):
            box.client.noop()
        kept = box.client.untagged_responses
        assert (len(kept["FETCH"]), kept["UIDVALIDITY"]) == (1_000, [b"1"])


def test_the_largest_letter_has_its_time_at_eight_kilobytes_a_second() -> None:
    pace = slowest.Pace(connecting._PATIENCE, began=0)
    assert pace.left(LARGEST, at=LARGEST / 8192) == connecting._PATIENCE
    assert pace.left(LARGEST, at=LARGEST / 8192 + 61) == -1
