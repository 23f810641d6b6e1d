"""Whoever signs in here is told by mail when a factor or a password of theirs changes."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from tests.conftest import PASSWORD
from tests.desk.test_account import Committed, sign_in, with_an_app
from tests.jobs.test_outbox import Mailbox, mailbox
from tests.stories import NOW

from upheld.core.ways_in import WayIn
from upheld.core.words import LetterState
from upheld.jobs import staff_notices
from upheld.steps import keep_people
from upheld.store.models import Person, StaffNotice
from upheld.store.rows import staff_notices as store

__all__ = ["mailbox"]  # a fixture


def told() -> list[str]:
    return [row.body.split("\n\n")[1] for row in StaffNotice.objects.order_by("pk")]


@time_machine.travel(NOW, tick=False)
def test_an_app_that_is_added_and_taken_away_is_told_to_its_owner(
    handler: Person, django_capture_on_commit_callbacks: Committed
) -> None:
    client = sign_in(handler)
    with django_capture_on_commit_callbacks(execute=True):
        with_an_app(client)
    assert set(told()) == {WayIn.APP_ADDED, WayIn.CODES_MADE}
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/deactivate/")
    assert told()[-1] == WayIn.APP_REMOVED


@time_machine.travel(NOW, tick=False)
def test_a_password_that_is_changed_is_told(handler: Person, administrator: Person) -> None:
    client: Client = sign_in(handler)
    new = "another long enough password"
    changed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/accounts/password/change/", changed)
    assert told() == [WayIn.PASSWORD_CHANGED]
    secret = keep_people.invite_again(handler.pk, administrator, NOW).secret
    keep_people.accept(secret, PASSWORD, NOW)
    assert told() == [WayIn.PASSWORD_CHANGED] * 2


@pytest.mark.django_db(transaction=True)
def test_the_letter_arrives_once_and_one_that_cannot_leave_now_is_tried_again(
    handler: Person, mailbox: Mailbox
) -> None:
    mailbox.says["rcpt"] = ["450 later"]
    store.tell(handler, WayIn.PASSKEY_ADDED, handler.name, NOW)
    assert staff_notices.sweep(NOW) == 0
    assert staff_notices.sweep(NOW + timedelta(hours=1)) == 1
    assert staff_notices.sweep(NOW + timedelta(hours=2)) == 0
    (came,) = mailbox.came
    assert (came["To"], came["Subject"]) == (handler.email, "Your sign-in was changed")
    assert "A passkey was added" in str(came.get_payload())
    assert StaffNotice.objects.get().state == LetterState.SENT


@pytest.mark.django_db(transaction=True)
def test_one_whose_sending_was_interrupted_has_failed_and_is_not_sent_again(
    handler: Person, mailbox: Mailbox
) -> None:
    store.tell(handler, WayIn.PASSKEY_ADDED, handler.name, NOW)
    StaffNotice.objects.update(state=LetterState.SENDING, claimed_at=NOW)
    assert staff_notices.sweep(NOW + timedelta(minutes=9)) == 0
    assert StaffNotice.objects.get().state == LetterState.SENDING
    assert staff_notices.sweep(NOW + timedelta(minutes=11)) == 0
    row = StaffNotice.objects.get()
    assert (row.state, row.error) == (
        LetterState.FAILED,
        "Sending was interrupted: it may have left.",
    )
    assert mailbox.came == []
