"""The mailbox: a real server, and everything that can go wrong between it and us."""

import imaplib
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from imap_tools.idle import IdleManager
from imap_tools.mailbox import BaseMailBox
from pytest_django import Settings
from tests.core.mails import a_bounce, a_mail
from tests.mail.dovecot import PASSWORD, Server, dovecot, needs_dovecot
from tests.waiting import PATIENCE

from upheld.core import post
from upheld.core.outgoing import AddressRefused
from upheld.mail import imap, imap_faults, mailbox
from upheld.mail.account import Account, account
from upheld.mail.given import sizes as sizes_of
from upheld.steps import tell_too_large
from upheld.steps.take_message import take_messages
from upheld.store import files, mail_health
from upheld.store.models import Incoming, MailSource, Notice

pytestmark = [needs_dovecot, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def one_server() -> Iterator[Server]:
    with dovecot() as running:
        yield running


@pytest.fixture
def server(one_server: Server, settings: Settings) -> Server:
    """With an empty mailbox that the settings name."""
    with one_server.box() as box:
        for folder in ("Taken", "INBOX"):
            if box.folder.exists(folder):
                box.folder.set(folder)
                box.delete(box.uids())
    settings.MAILBOX, settings.MAILBOX_PASSWORD = one_server.url("imap"), PASSWORD
    settings.INSIDE = {"localhost"}
    return one_server


def fetched() -> Counter[str]:
    """What one reading counts."""
    chosen = account()
    mail_health.began(chosen.name, datetime.now(UTC))
    return +imap.fetch(chosen)


def mails(many: int, first: int = 1) -> list[bytes]:
    return [a_mail(f"Late, {n} days.", message_id=f"<{n}@x>", sender=f"c{n}@x.example")
            for n in range(first, first + many)]  # fmt: skip


def kept() -> list[bytes]:
    return [files.contents(row.sha256) for row in Incoming.objects.order_by("pk")]


def as_sent(raw: bytes) -> bytes:
    return raw.replace(b"\n", b"\r\n")


def test_what_is_in_the_mailbox_is_taken_byte_for_byte_and_marked_as_seen(server: Server) -> None:
    before = datetime.now(UTC).replace(microsecond=0)  # a mail server tells whole seconds
    server.put(*mails(3), b"From: a@b.example\n\n\xff\xfe Schr\xf6dinger\n")
    assert fetched() == {"taken": 4}
    assert kept() == [
        *map(as_sent, mails(3)),
        b"From: a@b.example\r\n\r\n\xff\xfe Schr\xf6dinger\r\n",
    ]
    assert server.seen() == [True] * 4
    row = Incoming.objects.earliest("pk")
    assert (row.state, row.came_by, row.return_path) == ("new", "imap", None)
    assert before <= row.came_at <= datetime.now(UTC)
    assert fetched() == {}


def test_what_somebody_else_has_opened_already_is_taken_all_the_same(server: Server) -> None:
    server.put(*mails(2))
    with server.box() as box:
        list(box.fetch(mark_seen=True))
    assert fetched() == {"taken": 2}


def test_what_is_taken_moves_to_the_folder_of_the_settings(
    server: Server, settings: Settings
) -> None:
    settings.MAILBOX_MOVE_TO = "Taken"
    server.put(*mails(2))
    assert fetched() == {"taken": 2}
    assert (server.seen(), server.seen("Taken")) == ([], [True, True])


def test_what_came_before_the_first_day_stays_where_it_is(
    server: Server, settings: Settings
) -> None:
    settings.MAILBOX_SINCE = "2026-11-02"
    with server.box() as box:
        for n, day in enumerate((1, 2)):
            box.append(mails(2)[n], dt=datetime(2026, 11, day, 12, tzinfo=UTC))
    assert fetched() == {"taken": 1}
    assert Incoming.objects.get().came_at == datetime(2026, 11, 2, 12, tzinfo=UTC)
    assert server.seen() == [False, True]


def test_a_mailbox_inside_that_the_firm_does_not_name_is_not_opened(
    server: Server, settings: Settings
) -> None:
    settings.INSIDE = {"imap.firm.lan"}
    server.put(*mails(1))
    with pytest.raises(AddressRefused, match=r"localhost: it leads to .* add localhost to UPHELD"):
        fetched()
    assert server.seen() == [False]


def test_over_tls_the_server_must_be_who_it_says(
    server: Server, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put(*mails(1))
    for scheme in ("imaps", "imap+starttls"):
        settings.MAILBOX = server.url(scheme)
        with pytest.raises(OSError, match="certificate verify failed"):
            fetched()
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    for scheme in ("imaps", "imap+starttls"):
        settings.MAILBOX = server.url(scheme)
        assert fetched() == {"taken": 1}
    assert Incoming.objects.count() == 1


class Stopped(BaseException):
    """The process ends here."""


def killed_at(point: int) -> bool:
    """Reads the mailbox in a process that ends, as by SIGKILL, at its n-th turn: before and after
    each IMAP command, each statement, and each commit. False when it came to its end before."""
    connections.close_all()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
    try:
        for owner, name in TURNS:
            setattr(owner, name, counted(getattr(owner, name), point))
        fetched()
        os._exit(0)
    finally:
        os._exit(1)


KILLED = 9
TURN = count(1)  # each process counts for itself
TURNS = (
    (imaplib.IMAP4, "_command"),
    (imaplib.IMAP4, "_command_complete"),
    (CursorWrapper, "execute"),
    (BaseDatabaseWrapper, "_commit"),
)


def counted(real: Any, point: int) -> Any:
    def turn(*told: Any, **named: Any) -> Any:
        for after in (False, True):
            found = real(*told, **named) if after else None
            if next(TURN) >= point:
                os._exit(KILLED)
        return found

    return turn


@pytest.mark.slow
def test_killed_at_any_point_nothing_is_lost_or_doubled(server: Server, settings: Settings) -> None:
    """R1: from the greeting to the last mark, in steps through every command and every write."""
    settings.MAILBOX_MOVE_TO = "Taken"
    point, step, killed = 1, 3, 0
    while True:
        raws = mails(3, first=10 * point)
        server.put(*raws)
        if not killed_at(point):
            break
        killed += 1
        before = Incoming.objects.count()
        assert before in (3 * killed - 3, 3 * killed)
        fetched()
        assert (server.seen(), kept()[-3:]) == ([], list(map(as_sent, raws)))
        point += step
    assert killed > 20
    assert Incoming.objects.count() == len(server.seen("Taken")) == 3 * killed + 3


def test_while_nothing_can_be_kept_all_stays_as_it_is(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*told: object) -> None:
        raise OSError("No space left on device")

    server.put(*mails(2))
    with monkeypatch.context() as patched:
        patched.setattr("upheld.store.mail.files.keep_mail", full)
        with pytest.raises(OSError, match="No space"):
            fetched()
    assert (server.seen(), Incoming.objects.count()) == ([False, False], 0)
    assert fetched() == {"taken": 2}


def test_a_database_that_is_away_stops_the_reading_and_not_the_mail(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*told: object) -> None:
        raise OperationalError("the server closed the connection")

    server.put(*mails(2))
    with monkeypatch.context() as patched:
        patched.setattr(mailbox, "take_messages", away)
        with pytest.raises(OperationalError):
            fetched()
    assert server.seen() == [False, False]
    assert fetched() == {"taken": 2}


def test_one_poisonous_message_never_stops_the_mailbox(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take(came: Any, *told: Any) -> Any:
        if any(b"poison" in each.raw for each in came):
            raise ValueError("a sign that nobody knows")
        return real(came, *told)

    real = take_messages
    server.put(*mails(1), a_mail("poison"), *mails(1, first=2))
    with monkeypatch.context() as patched:
        patched.setattr(mailbox, "take_messages", take)
        assert fetched() == {"taken": 2, "not fetched": 2}  # it is tried again once, at the end
    assert server.seen() == [True, False, True]
    (health,) = mail_health.health(datetime.now(UTC))
    assert [each["why"] for each in health.stuck] == ["it could not be kept, and the log says why"]
    assert fetched() == {"taken": 1}
    assert mail_health.health(datetime.now(UTC))[0].stuck == ()


@contextmanager
def refused(server: Server, at: int, asked: str, says: Callable[..., Any]) -> Iterator[None]:
    """While the server does so whenever this is asked of the message in this place."""
    with server.box() as box:
        worst = box.uids()[at]

    def uid(self: imaplib.IMAP4, command: str, *told: Any) -> Any:
        if command == "FETCH" and worst in told[0].split(",") and asked in told[1]:
            return says(self)
        return real(self, command, *told)

    real = imaplib.IMAP4.uid
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(imaplib.IMAP4, "uid", uid)
        yield


def says_no(client: imaplib.IMAP4) -> Any:
    return "NO", [b"it is damaged on our disk"]


def says_bad(client: imaplib.IMAP4) -> Any:
    raise client.error("UID command error: BAD [b'it is damaged on our disk']")


def goes_away(client: imaplib.IMAP4) -> Any:
    client.sock.close()
    raise client.abort("the server went away")


def test_a_message_that_ends_the_connection_is_told_and_left_out(server: Server) -> None:
    """As a server does that stumbles over a message of its own."""
    server.put(*mails(5))
    with refused(server, 2, "BODY", goes_away):
        with pytest.raises(imaplib.IMAP4.abort):
            fetched()
        assert Incoming.objects.count() == 4
        server.put(*mails(1, first=6))
        assert fetched() == {"taken": 1}
        assert fetched() == {}  # it was tried often enough, and stops nobody
    (stuck,) = MailSource.objects.get().stuck
    assert (stuck["tries"], len(kept())) == (mail_health.MOST_TRIES, 5)


@pytest.mark.parametrize("says", [says_no, says_bad])
@pytest.mark.parametrize("asked", ["SIZE", "BODY"])
def test_a_message_that_the_server_refuses_takes_no_other_with_it_and_is_told(
    asked: str, says: Callable[..., Any], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "_MOST_AT_ONCE", 4)
    server.put(*mails(6))
    with refused(server, 1, asked, says):
        assert fetched()["taken"] == 5
        (stuck,) = mail_health.health(datetime.now(UTC))[0].stuck
        assert "it is damaged on our disk" in stuck["why"]
        fetched()
        assert MailSource.objects.get().stuck != [], "a refusal is not forgotten as if it were gone"
    assert fetched() == {"taken": 1}
    assert (Incoming.objects.count(), MailSource.objects.get().stuck) == (6, [])


def test_one_of_which_the_server_gives_no_size_and_says_nothing_is_told_as_well(
    server: Server,
) -> None:
    server.put(*mails(3))
    with refused(server, 2, "SIZE", lambda client: ("OK", [None])):
        assert fetched()["taken"] == 2, "each by itself, at the end"
        assert len(MailSource.objects.get().stuck) == 1
    assert fetched() == {"taken": 1}


def test_what_was_deleted_after_it_was_refused_is_forgotten(server: Server) -> None:
    server.put(*mails(2))
    with refused(server, 0, "SIZE", says_no):
        assert fetched()["taken"] == 1
    with server.box() as box:
        box.delete(box.uids()[0])
    assert fetched() == {}
    assert MailSource.objects.get().stuck == []


def test_a_message_whose_size_ends_the_connection_is_told_and_left_out(server: Server) -> None:
    server.put(*mails(3))
    with refused(server, 1, "SIZE", goes_away), pytest.raises(imaplib.IMAP4.abort):
        fetched()
    assert Incoming.objects.count() == 2
    assert fetched() == {"taken": 1}


def test_under_another_uidvalidity_all_is_looked_at_and_nothing_doubled(server: Server) -> None:
    server.put(*mails(2))
    assert fetched() == {"taken": 2}
    with server.box() as box:
        box.folder.set("INBOX")
    MailSource.objects.update(uidvalidity=1, last_uid=4_000_000_000)
    server.put(*mails(1, first=3))
    assert fetched() == {"taken": 3}  # two of them were known by what they say
    assert Incoming.objects.count() == 3


def test_numbers_that_are_given_out_again_are_read_again(server: Server) -> None:
    """A folder that was made anew under the same UIDVALIDITY: without that nothing would come any
    more, and nobody would be told."""
    server.put(*mails(2))
    assert fetched() == {"taken": 2}
    MailSource.objects.update(last_uid=4_000_000_000)
    server.put(*mails(1, first=3))
    assert fetched() == {"taken": 3}  # two of them were known by what they say
    assert (Incoming.objects.count(), fetched()) == (3, {})


def test_what_was_deleted_while_it_was_read_is_no_fault(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put(*mails(2))
    real = sizes_of

    def sizes(*told: Any) -> Any:
        with server.box() as other:
            other.delete(other.uids()[0])
        return real(*told)

    with monkeypatch.context() as patched:
        patched.setattr(mailbox, "sizes", sizes)
        assert fetched() == {"taken": 1}
    assert mail_health.health(datetime.now(UTC))[0].stuck == ()


@pytest.mark.pain("R4")
def test_eight_that_read_at_once_take_each_message_once(server: Server) -> None:
    server.put(*mails(20))
    errors: list[Exception] = []

    def read() -> None:
        try:
            imap.fetch(account())
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    mail_health.began(account().name, datetime.now(UTC))
    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Incoming.objects.count() == 20
    assert server.seen() == [True] * 20


class TestTooLarge:
    @pytest.fixture(autouse=True)
    def small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """As if more than 10,000 bytes were too many."""
        for module in (mailbox, tell_too_large):
            monkeypatch.setattr(module, "LARGEST", 10_000)
        assert post.LARGEST == 50 * 1024 * 1024

    def test_it_is_told_and_left_unread_and_its_sender_gets_an_answer(self, server: Server) -> None:
        server.put(a_mail("x\n" * 20_000), *mails(1, first=2))
        assert fetched() == {"too large": 1, "taken": 1}
        assert server.seen() == [False, True]
        row = Incoming.objects.get(state="held")
        assert "only its headers are here, the whole of it is still in the mailbox" in row.reason
        assert (row.sender, row.subject, row.size < 1000) == (
            "sally@example.org",
            "Late shelves",
            True,
        )
        assert Notice.objects.get().to == "sally@example.org"
        assert fetched() == {}

    def test_a_sender_gets_one_answer_a_day(self, server: Server) -> None:
        server.put(*(a_mail("x\n" * 20_000, message_id=f"<{n}@x>") for n in range(3)))
        assert fetched() == {"too large": 3}
        assert (Incoming.objects.filter(state="held").count(), Notice.objects.count()) == (3, 1)

    def test_one_whose_headers_end_the_connection_is_left_out(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        server.put(a_mail("x\n" * 20_000), *mails(1, first=2))
        real = imaplib.IMAP4.uid

        def uid(self: imaplib.IMAP4, command: str, *told: Any) -> Any:
            if command == "FETCH" and "HEADER" in told[1]:
                self.sock.close()
                raise self.abort("the server went away")
            return real(self, command, *told)

        monkeypatch.setattr(imaplib.IMAP4, "uid", uid)
        with pytest.raises(imaplib.IMAP4.abort):
            fetched()
        assert Incoming.objects.count() == 1
        assert [each["tries"] for each in MailSource.objects.get().stuck] == [4]

    @pytest.mark.parametrize(
        "raw",
        [
            a_mail("x\n" * 20_000, Auto_Submitted="auto-replied"),
            a_mail("x\n" * 20_000, List_Id="<news.example.org>"),
            a_mail("x\n" * 20_000, Return_Path="<>"),
            a_mail("x\n" * 20_000, sender="complaints@localhost"),
            a_mail("x\n" * 20_000, sender=""),
            a_bounce(a_mail()) + b"x\n" * 20_000,
            a_mail("x\n" * 20_000, sender="Mail System <MAILER-DAEMON@mail.example>"),
            a_mail("x\n" * 20_000, sender="postmaster@mail.example"),
            a_mail("x\n" * 20_000, Return_Path="<mailer-daemon@mail.example>"),
        ],
        ids=[
            "automatic",
            "list",
            "null return path",
            "our own",
            "no sender",
            "bounce",
            "a server",
            "its postmaster",
            "a return path of a server",
        ],
    )
    def test_no_machine_is_answered(self, raw: bytes, server: Server) -> None:
        server.put(raw)
        assert fetched() == {"too large": 1}
        assert (Incoming.objects.get().state, Notice.objects.count()) == ("held", 0)


def without_idle(real: Any) -> Any:
    def waiting(box: BaseMailBox) -> Any:
        box.client.capabilities = tuple(each for each in box.client.capabilities if each != "IDLE")
        return real(box)

    return waiting


@pytest.mark.parametrize("scheme", ["imap", "imaps"])
@pytest.mark.parametrize("way", ["IDLE", "poll"])
@pytest.mark.parametrize("when", ["before it waits", "while it waits"])
def test_who_watches_takes_what_comes(
    when: str,
    way: str,
    scheme: str,
    server: Server,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What comes between the look and the wait is told by the server at once, with its consent."""
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    settings.MAILBOX = server.url(scheme)
    monkeypatch.setattr(imap, "_IDLE", PATIENCE)
    heard, real_poll = list[object](), IdleManager.poll

    def poll(idle: IdleManager, seconds: float) -> list[bytes]:
        told = real_poll(idle, seconds)
        heard.append(told)
        return told

    monkeypatch.setattr(IdleManager, "poll", poll)
    if way == "poll":
        monkeypatch.setattr(imap, "_POLL", 0.1)
        monkeypatch.setattr(imap, "waiting", without_idle(imap.waiting))
    real, looks = mail_health.went_well, 0
    came = threading.Timer(0.2, server.put, mails(1))

    def went_well(name: str, now: datetime) -> None:
        nonlocal looks
        looks += 1
        real(name, now)
        if looks == 1 and when == "while it waits":
            came.start()
        elif looks == 1:
            server.put(*mails(1))
        if Incoming.objects.exists():
            raise Stopped

    monkeypatch.setattr(mail_health, "went_well", went_well)
    mail_health.began(account().name, datetime.now(UTC))
    with pytest.raises(Stopped):
        imap.watch(account())
    assert all(heard), "it was not told, and looked all the same"


def test_who_watches_takes_at_once_what_comes_while_it_takes_another(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server tells of it within another answer, and not once more to whoever waits."""
    monkeypatch.setattr(imap, "_IDLE", PATIENCE)
    waited, real_well = list[object](), mail_health.went_well

    def take(*told: Any) -> Any:
        if not Incoming.objects.exists():
            server.put(*mails(2, first=2))
        return take_messages(*told)

    def went_well(name: str, now: datetime) -> None:
        real_well(name, now)
        if Incoming.objects.count() == 3:
            raise Stopped

    monkeypatch.setattr(mailbox, "take_messages", take)
    monkeypatch.setattr(mail_health, "went_well", went_well)
    monkeypatch.setattr(IdleManager, "poll", lambda _, seconds: waited.append(seconds))
    server.put(*mails(1))
    mail_health.began(account().name, datetime.now(UTC))
    with pytest.raises(Stopped):
        imap.watch(account())
    assert waited == []


def test_a_server_that_always_tells_how_many_there_are_is_not_asked_without_a_pause(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, real = list[int](), mailbox.read_new

    def read(box: BaseMailBox, *told: Any) -> Counter[str]:
        looks.append(1)
        found = real(box, *told)
        box.client.untagged_responses["EXISTS"] = [b"1"]
        return found

    def idle(*_: Any) -> None:
        raise Stopped

    monkeypatch.setattr(mailbox, "read_new", read)
    monkeypatch.setattr(IdleManager, "poll", idle)
    mail_health.began(account().name, datetime.now(UTC))
    with pytest.raises(Stopped):
        imap.watch(account())
    assert len(looks) == 20


def test_who_watches_waits_longer_each_time_and_says_what_is_wrong(
    settings: Settings, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAILBOX_PASSWORD = "wrong"
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            raise Stopped

    mail_health.began(account().name, datetime.now(UTC))
    # Its own clock alone: other threads of the test process sleep as they did.
    monkeypatch.setattr(imap, "time", SimpleNamespace(sleep=sleep, monotonic=time.monotonic))
    with pytest.raises(Stopped):
        imap.watch(account())
    assert waits == [5, 10, 20]
    assert "AUTHENTICATIONFAILED" in MailSource.objects.get().fault


@pytest.mark.parametrize(
    ("amiss", "told"),
    [
        ({"MAILBOX_PASSWORD": "wrong"}, "check the name in UPHELD_IMAP, and the password"),
        ({"folder": "Nowhere"}, "check the folder in UPHELD_IMAP"),
        ({"scheme": "imaps"}, "for a certificate of your own, name its file in SSL_CERT_FILE"),
        ({"port": 1}, "check the host and the port in UPHELD_IMAP, and that the server runs"),
    ],
)
def test_why_a_mailbox_is_not_read_is_told_with_what_to_do(
    amiss: dict[str, Any], told: str, server: Server, settings: Settings
) -> None:
    """In words, where the protocol's library shows its own lists of bytes."""
    place = server.url(amiss.get("scheme", "imap"))
    place = place.replace(str(server.port), str(amiss.get("port", server.port)))
    settings.MAILBOX = place.replace("INBOX", amiss.get("folder", "INBOX"))
    settings.MAILBOX_PASSWORD = amiss.get("MAILBOX_PASSWORD", PASSWORD)
    with pytest.raises(Exception, match=r"\w") as raised:
        fetched()
    line = imap_faults.told(raised.value)
    assert line.endswith(f": {told}")
    assert not re.search(r"b'|expected|_ssl\.c|Errno", line)


def test_a_fault_is_gone_when_it_goes_well_again(settings: Settings, server: Server) -> None:
    mail_health.began(account().name, datetime.now(UTC))
    mail_health.went_wrong(account().name, "no route to host", datetime.now(UTC))
    fetched()
    (found,) = mail_health.health(datetime.now(UTC))
    assert (found.fault, found.silent, found.good_at is not None) == ("", False, True)


def test_the_account_holds_no_password_in_its_name(server: Server) -> None:
    chosen: Account = account()
    assert chosen.user == "complaints@example.org"
    assert PASSWORD not in chosen.name
