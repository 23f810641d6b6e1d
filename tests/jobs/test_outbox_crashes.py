"""The process that sends is killed at every point: no letter is lost, and none is sent twice.

A link to a case may come twice, and the newest opens it. Mail to staff about their sign-in may be
lost, which is told.

Before and after each commit, and each line to and from the mail server.
"""

import re
from datetime import timedelta

import pytest
from tests.jobs.receivers import Receiver
from tests.jobs.test_outbox import Mailbox, a_letter, mailbox
from tests.jobs.test_webhooks import hook, receiver
from tests.killing import MAIL, Place, killed_at
from tests.stories import NOW, a_received_case

from upheld.jobs import outbox, receipts, staff_notices, webhooks
from upheld.jobs.sending import INTERRUPTED
from upheld.store.models import Delivery, Letter, Person, Receipt, StaffNotice, Webhook
from upheld.store.receipts import hash_of
from upheld.store.record import events

__all__ = ["hook", "mailbox", "receiver"]  # fixtures

POINTS = 20
LATER = (0, 1, 11, 12, 60)  # minutes
pytestmark = pytest.mark.django_db(transaction=True)


# What the server says first, to whom, the error in the end where nothing was interrupted, and what
# else is a point. The talk with the server is the same up to its answer: it is cut once.
@pytest.mark.parametrize(
    ("says", "to", "error", "more"),
    [
        ([], "sally@example.org", "", MAIL),
        (["450 later"], "sally@example.org", "", ()),
        ([], "nobody@example.org", "550 no such mailbox", ()),
    ],
    ids=["it is taken", "not now", "never"],
)
def test_killed_at_any_point_no_letter_is_lost_or_sent_twice(
    says: list[str], to: str, error: str, more: tuple[Place, ...], mailbox: Mailbox, handler: Person
) -> None:
    case, point, went_on, ended = a_received_case(handler, email=to), 0, True, []
    while went_on:
        point += 1
        mailbox.came.clear()
        mailbox.says["rcpt"] = [*says]
        letter = a_letter(case, to=to)
        went_on = killed_at(point, lambda: outbox.sweep(NOW), *more)
        for minutes in LATER:
            outbox.sweep(NOW + timedelta(minutes=minutes))
        letter.refresh_from_db()
        came = len(mailbox.came)
        where = f"{point}: {letter.state} {letter.error}, {came} came"
        if letter.state == "sent":
            assert came == 1, where
        else:  # it was refused, or it was interrupted while it may have left: a person is told
            assert letter.state == "failed", where
            assert letter.error in (error, outbox._INTERRUPTED), where
            assert came <= 1, where
        ended.append(letter.error)
    assert point > (POINTS if more else 4)
    assert ended[0] == error, "nothing was begun yet"
    assert ended[-1] == error, "all was written down"
    assert Letter.objects.filter(state__in=("queued", "sending")).count() == 0
    assert list(events.breaks()) == []


def test_killed_at_any_point_a_webhook_is_told_and_knows_a_repeat(
    receiver: Receiver, hook: Webhook, handler: Person
) -> None:
    point, went_on = 0, True
    while went_on:
        point += 1
        receiver.came.clear()
        a_received_case(handler)
        went_on = killed_at(point, lambda: webhooks.sweep(NOW))
        for minutes in LATER:
            webhooks.sweep(NOW + timedelta(minutes=minutes))
        row = Delivery.objects.latest("pk")
        assert row.state == "delivered", f"at point {point}"
        assert len({headers["webhook-id"] for headers, _ in receiver.came}) == 1
    assert point > 4


def test_killed_at_any_point_a_link_to_a_case_comes_and_the_newest_opens_it(
    mailbox: Mailbox, handler: Person
) -> None:
    case, point, went_on = a_received_case(handler), 0, True
    while went_on:
        point += 1
        mailbox.came.clear()
        wished = Receipt.objects.create(
            case_id=case, to="sally@example.org", site="http://x", asked_at=NOW, asked_by="x"
        )
        went_on = killed_at(point, lambda: receipts.sweep(NOW), *MAIL)
        for minutes in LATER:
            receipts.sweep(NOW + timedelta(minutes=minutes))
        wished.refresh_from_db()
        where = f"{point}: {wished.state}, {len(mailbox.came)} came"
        assert wished.state == "sent", where
        assert len(mailbox.came) in (1, 2), where
        link = re.search(r"http://x/\S*?([\w-]{43})/", mailbox.came[-1].get_content())
        assert link, where
        assert hash_of(link[1]) == wished.link_hash, where
    assert point > POINTS
    assert list(events.breaks()) == []


def test_killed_at_any_point_mail_to_staff_comes_once_or_is_told_as_interrupted(
    mailbox: Mailbox, handler: Person
) -> None:
    point, went_on = 0, True
    while went_on:
        point += 1
        mailbox.came.clear()
        notice = StaffNotice.objects.create(
            person=handler, to="alice@example.org", subject="s", body="b", at=NOW, state="queued"
        )
        went_on = killed_at(point, lambda: staff_notices.sweep(NOW), *MAIL)
        for minutes in LATER:
            staff_notices.sweep(NOW + timedelta(minutes=minutes))
        notice.refresh_from_db()
        came, where = len(mailbox.came), f"{point}: {notice.state} {notice.error}"
        if notice.state == "sent":
            assert came == 1, where
        else:
            assert (notice.state, notice.error) == ("failed", INTERRUPTED), where
            assert came <= 1, where
    assert point > POINTS
