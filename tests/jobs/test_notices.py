"""Answers to messages that were too large leave once, and no machine answers them."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from django.conf import settings
from django.core import mail as outgoing
from django.test import Client
from tests.core.mails import a_mail
from tests.jobs.test_outbox import Mailbox, mailbox
from tests.stories import NOW

from upheld.core.post import LARGEST
from upheld.core.retries import MOST_ATTEMPTS
from upheld.jobs import intake, notices
from upheld.steps.may import Operator
from upheld.steps.take_message import take_message
from upheld.steps.tell_too_large import tell_too_large
from upheld.store.mail import Came
from upheld.store.models import Incoming, Notice, Person

__all__ = ["mailbox"]


def told(raw: bytes = a_mail()) -> Notice:
    tell_too_large(Came(raw, "imap", NOW), LARGEST + 1, Operator("mail"), NOW)
    return Notice.objects.get()


def test_it_says_what_happened_and_what_helps_and_leaves_once(db: None) -> None:
    told()
    assert [notices.sweep(NOW) for _ in range(2)] == [1, 0]
    (left,) = outgoing.outbox
    assert (left.to, left.from_email) == (["sally@example.org"], settings.DEFAULT_FROM_EMAIL)
    assert "Your message is larger than 50 MB" in left.body
    assert "Late shelves" not in left.body  # who wrote it may be somebody else
    assert "Please send your words again without the files" in left.body


def test_our_own_answer_that_comes_back_is_not_answered(db: None) -> None:
    told()
    notices.sweep(NOW)
    raw = outgoing.outbox[0].message().as_bytes()
    came = message_from_bytes(raw)
    assert (came["Auto-Submitted"], came["In-Reply-To"]) == ("auto-replied", "<1@example.org>")
    other = raw.replace(settings.DEFAULT_FROM_EMAIL.encode(), b"desk@other.example")
    take_message(other, "smtp", Operator("mail"), NOW)
    intake.sweep(NOW)
    assert Incoming.objects.latest("pk").reason == "an automatic reply: no person wrote it"


@pytest.mark.parametrize("named", ["<visit https://evil.example>", "<https://evil.example>"])
def test_what_is_no_message_id_is_not_written_back(named: str, db: None) -> None:
    told(a_mail(message_id=named))
    notices.sweep(NOW)
    assert message_from_bytes(outgoing.outbox[0].message().as_bytes())["In-Reply-To"] is None


def test_nobody_sends_a_letter_of_their_own_by_our_hand(db: None) -> None:
    assert len(told(a_mail(subject="Buy this. " * 5_000)).body) < 1_000


def test_a_subject_cannot_add_a_header(db: None) -> None:
    told(a_mail(subject="=?utf-8?q?x=0D=0ABcc:_all@example.org?="))
    notices.sweep(NOW)
    assert message_from_bytes(outgoing.outbox[0].message().as_bytes())["Bcc"] is None


def test_one_that_cannot_leave_says_why_and_stops_no_other(mailbox: Mailbox, db: None) -> None:
    told(a_mail(sender="nobody@example.org"))
    tell_too_large(Came(a_mail(message_id="<2@x>"), "imap", NOW), LARGEST + 1, Operator(), NOW)
    assert notices.sweep(NOW) == 1
    assert list(Notice.objects.values_list("state", flat=True)) == ["failed", "sent"]
    assert "no such mailbox" in Notice.objects.earliest("pk").error


def test_one_that_cannot_leave_now_is_tried_again_and_leaves_once(
    mailbox: Mailbox, db: None
) -> None:
    mailbox.says["rcpt"] = ["450 later"]
    told()
    assert notices.sweep(NOW) == 0
    assert notices.sweep(NOW + timedelta(seconds=30)) == 0
    assert notices.sweep(NOW + timedelta(minutes=2)) == 1
    assert notices.sweep(NOW + timedelta(days=1)) == 0
    assert (len(mailbox.came), Notice.objects.get().state) == (1, "sent")


def test_one_that_was_tried_long_enough_is_given_up_and_its_page_says_so(
    mailbox: Mailbox, handler: Person
) -> None:
    mailbox.says["rcpt"] = ["450 later"] * MOST_ATTEMPTS
    told()
    for days in range(MOST_ATTEMPTS):
        assert Notice.objects.get().state == "queued"
        notices.sweep(NOW + timedelta(days=days))
    assert Notice.objects.get().state == "failed"
    client = Client()
    client.force_login(handler)
    page = client.get(f"/mail/{Incoming.objects.get().pk}/").content.decode()
    assert "They may not know that it is too large" in page
    assert "450 later" in page


@pytest.mark.parametrize("state", ["sending", "sent", "failed"])
def test_what_may_have_left_never_leaves_again(db: None, state: str) -> None:
    told()
    Notice.objects.update(state=state)
    assert (notices.sweep(NOW), outgoing.outbox) == (0, [])


def test_one_whose_sending_was_interrupted_is_told_on_its_page_and_not_sent_again(
    handler: Person,
) -> None:
    told()
    Notice.objects.update(state="sending", claimed_at=NOW)
    notices.sweep(NOW + timedelta(minutes=9))
    assert Notice.objects.get().state == "sending"
    notices.sweep(NOW + timedelta(minutes=11))
    assert (Notice.objects.get().state, outgoing.outbox) == ("failed", [])
    client = Client()
    client.force_login(handler)
    page = client.get(f"/mail/{Incoming.objects.get().pk}/").content.decode()
    assert "Sending was interrupted: it may have left." in page
