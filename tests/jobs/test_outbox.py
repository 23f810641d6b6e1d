"""The outbox: a queued letter leaves once, through a real mail server, or says why it did not."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Barrier

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection
from pytest_django import Settings
from tests.ports import a_free_port
from tests.stories import NOW, a_received_case
from tests.waiting import PATIENCE

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId
from upheld.jobs import outbox
from upheld.store.models import Event, Letter, Person
from upheld.store.record import events

TEN_MINUTES = timedelta(minutes=10)


class Mailbox:
    """A mail server's end: keeps what came, and has no mailbox for nobody@.

    It answers a recipient and a letter with what stands in `says`, each once, before it is kind;
    "gone" hangs up, "kept" takes the letter first and hangs up then.
    """

    def __init__(self) -> None:
        self.came: list[EmailMessage] = []
        self.greeted: list[str] = []  # by which name each that came called itself
        self.says: dict[str, list[str]] = {"rcpt": [], "data": []}

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, to: str, options: list[str]
    ) -> str:
        if to.startswith("nobody@"):
            return "550 no such mailbox"
        if self.says["rcpt"]:
            return self._said(server, "rcpt")
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        if self.says["data"] and self.says["data"][0] != "kept":
            return self._said(server, "data")
        self.greeted.append(str(session.host_name))
        self.came.append(message_from_bytes(envelope.content, policy=policy.default))
        return self._said(server, "data") if self.says["data"] else "250 OK"

    def _said(self, server: SMTP, when: str) -> str:
        told = self.says[when].pop(0)
        if told in ("gone", "kept"):
            assert server.transport is not None
            server.transport.abort()  # type: ignore[attr-defined]
        return told


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    settings.EMAIL_BACKEND = "upheld.project.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", a_free_port()
    box = Mailbox()
    server = Controller(box, hostname=settings.EMAIL_HOST, port=settings.EMAIL_PORT)
    server.start()
    yield box
    server.stop()


@pytest.fixture
def case(handler: Person) -> CaseId:
    return a_received_case(handler)


def a_letter(
    case: CaseId,
    body: str = "Dear Sally,\n\nThank you.",
    to: str = "sally@example.org",
    subject: str = "We have your complaint",
) -> Letter:
    return Letter.objects.create(
        case_id=case,
        kind="acknowledgement",
        subject=subject,
        body=body,
        to=to,
        by="Alice Moore",
        at=NOW,
        state="queued",
        queued_at=NOW,
    )


def told(letter: Letter) -> list[tuple[str, str, str]]:
    """What the record says of a letter: the kind of event, the state and the error."""
    kinds = (EventKind.SENT, EventKind.SENDING_FAILED)
    acts = Event.objects.filter(kind__in=kinds, data__letter=letter.pk)
    return [(act.kind, act.data["state"], act.data["error"]) for act in acts]


def html(mailbox: Mailbox) -> str:
    (came,) = mailbox.came
    (part,) = [part for part in came.walk() if part.get_content_type() == "text/html"]
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_queued_letter_is_sent_and_recorded(mailbox: Mailbox, case: CaseId) -> None:
    letter = a_letter(case)
    assert outbox.sweep(NOW) == 1
    (came,) = mailbox.came
    assert came["To"] == "sally@example.org"
    assert came["Subject"] == "We have your complaint"
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.attempts) == ("sent", NOW, 1)
    assert told(letter) == [("sent", "sent", "")]
    assert list(events.breaks()) == []


def test_sending_that_takes_long_lets_the_other_sweeps_have_their_turn(
    mailbox: Mailbox, case: CaseId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail server that answers nobody costs one wait, and not one for each letter."""
    monkeypatch.setattr("upheld.jobs.sending._LONGEST", 0.0)
    letters = [a_letter(case) for _ in range(3)]
    assert outbox.sweep(NOW) == 1
    assert [Letter.objects.get(pk=each.pk).attempts for each in letters] == [1, 0, 0]
    assert [outbox.sweep(NOW) for _ in range(3)] == [1, 1, 0]


def test_a_letter_goes_as_plain_text_and_as_html(mailbox: Mailbox, case: CaseId) -> None:
    a_letter(case, "Dear Sally,\n\n**It came late.** Your £12.50 comes back.\n\n- One\n- Two")
    outbox.sweep(NOW)
    plain, rich = mailbox.came[0].iter_parts()
    assert (plain.get_content_type(), rich.get_content_type()) == ("text/plain", "text/html")
    assert "It came late. Your £12.50 comes back." in plain.get_content()
    assert "**" not in plain.get_content()
    assert "<p><strong>It came late.</strong> Your £12.50 comes back.</p>" in html(mailbox)
    assert "<li>One</li>\n<li>Two</li>" in html(mailbox)


def test_the_lines_of_a_signature_stay_lines(mailbox: Mailbox, case: CaseId) -> None:
    a_letter(case, "With kind regards,\n\nAlice Moore\nthe care team")
    outbox.sweep(NOW)
    assert "<p>Alice Moore<br />\nthe care team</p>" in html(mailbox)


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "<img src=https://evil.example/t.gif>",
        "![you were seen](https://evil.example/t.gif)",
        "![you were seen][1]\n\n[1]: https://evil.example/t.gif",
        "[press here](javascript:alert(1))",
        "[press here](data:text/html,<script>alert(1)</script>)",
        "[press here](//evil.example/)",
        "<javascript:alert(1)>",
        "<style>p { background: url(https://evil.example/t.gif) }</style>",
        '"><iframe src="https://evil.example/">',
    ],
)
def test_words_quoted_in_a_letter_never_become_markup(
    words: str, mailbox: Mailbox, case: CaseId
) -> None:
    a_letter(case, f'You wrote to us about this: "{words}". We are looking into it.\n\n{words}')
    outbox.sweep(NOW)
    written = html(mailbox)
    assert set(re.findall(r"</?(\w+)", written)) <= {"p", "br"}


def test_an_address_in_a_letter_stays_to_be_read_and_leads_nowhere_by_itself(
    mailbox: Mailbox, case: CaseId
) -> None:
    a_letter(case, "See [your order](https://example.org/1).")
    outbox.sweep(NOW)
    assert "<p>See [your order](https://example.org/1).</p>" in html(mailbox)


def test_a_letter_that_was_sent_is_never_sent_again(mailbox: Mailbox, case: CaseId) -> None:
    a_letter(case)
    assert [outbox.sweep(NOW + timedelta(hours=hours)) for hours in range(3)] == [1, 0, 0]
    assert len(mailbox.came) == 1


@pytest.mark.parametrize("state", ["draft", "sent", "failed", "by_hand"])
def test_only_a_queued_letter_leaves(state: str, mailbox: Mailbox, case: CaseId) -> None:
    Letter.objects.filter(pk=a_letter(case).pk).update(state=state)
    assert outbox.sweep(NOW) == 0
    assert mailbox.came == []


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_each_letter_once(mailbox: Mailbox, case: CaseId) -> None:
    letters = [a_letter(case, subject=f"Letter {number}") for number in range(8)]
    together = Barrier(2)

    def sweep(_: int) -> int:
        try:
            together.wait(timeout=PATIENCE)
            return outbox.sweep(NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(sweep, range(2))) == len(letters)
    came = sorted(str(came["Subject"]) for came in mailbox.came)
    assert came == [letter.subject for letter in letters]
    assert [told(letter) for letter in letters] == [[("sent", "sent", "")]] * len(letters)
    assert list(events.breaks()) == []


def test_a_letter_that_the_server_refuses_says_why_and_the_next_one_leaves(
    mailbox: Mailbox, case: CaseId, handler: Person
) -> None:
    nobodys = a_received_case(handler, email="nobody@example.org")
    refused, fine = a_letter(nobodys, to="nobody@example.org"), a_letter(case)
    assert outbox.sweep(NOW) == 1
    refused.refresh_from_db()
    assert (refused.state, refused.sent_at) == ("failed", None)
    assert "no such mailbox" in refused.error
    assert told(refused) == [("sending_failed", "failed", refused.error)]
    assert told(fine) == [("sent", "sent", "")]


def test_a_letter_that_cannot_be_written_as_mail_holds_nothing_up(
    mailbox: Mailbox, case: CaseId
) -> None:
    broken, fine = a_letter(case, subject="Two\nlines"), a_letter(case)
    assert outbox.sweep(NOW) == 1
    broken.refresh_from_db()
    assert broken.state == "failed"
    assert "newline" in broken.error
    assert told(fine) == [("sent", "sent", "")]


def test_without_an_address_it_is_sent_by_hand(mailbox: Mailbox, case: CaseId) -> None:
    letter = a_letter(case, to="")
    outbox.sweep(NOW)
    letter.refresh_from_db()
    assert (letter.state, mailbox.came) == ("by_hand", [])
    no_address = "There is no e-mail address: print the letter and post it."
    assert told(letter) == [("sending_failed", "by_hand", no_address)]


def interrupted(case: CaseId) -> Letter:
    """Claimed by a sweep that ended before it could say how it went."""
    letter = a_letter(case)
    letter.state, letter.claimed_at = "sending", NOW
    letter.save()
    return letter


def test_an_interrupted_letter_waits_ten_minutes_and_then_asks_for_a_look(
    mailbox: Mailbox, case: CaseId
) -> None:
    letter = interrupted(case)
    outbox.sweep(NOW + TEN_MINUTES)
    assert told(letter) == []
    outbox.sweep(NOW + TEN_MINUTES + timedelta(seconds=1))
    letter.refresh_from_db()
    why = "Sending was interrupted: ask whether it arrived."
    assert (letter.state, letter.error) == ("failed", why)
    assert told(letter) == [("sending_failed", "failed", why)]


def test_an_interrupted_letter_is_told_once_and_not_sent_again(
    mailbox: Mailbox, case: CaseId
) -> None:
    letter = interrupted(case)
    for hours in (1, 2, 3):
        outbox.sweep(NOW + timedelta(hours=hours))
    assert len(told(letter)) == 1
    assert mailbox.came == []
