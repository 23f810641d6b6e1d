"""Machines that seem to be people: what we send them by ourselves ends all the same."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outgoing
from tests.core.mails import a_mail
from tests.own_policies import Edit
from tests.stories import NOW

from upheld.jobs import acknowledging, intake, outbox
from upheld.steps.may import Operator
from upheld.steps.take_message import take_message
from upheld.store.models import Case, Incoming, Letter

BY = Operator("mail")


@pytest.fixture(autouse=True)
def by_itself(edited: Edit) -> None:
    edited("standard/letters.yaml", "acknowledges_by_itself: false", "acknowledges_by_itself: true")


def turns(many: int, sender: str, threads: bool = False) -> int:
    """A machine writes every minute, without a header that says what it is; where it `threads`, in
    answer to what left last. How many letters left in all."""
    left_to_people: set[int] = set()
    for turn in range(many):
        now = NOW + timedelta(minutes=turn)
        left = outgoing.outbox if threads else []
        told: dict[str, Any] = (
            {"In_Reply_To": str(left[-1].extra_headers["Message-ID"])} if left else {}
        )
        told |= {"sender": sender.format(turn), "message_id": f"<{turn}@x.example>"}
        take_message(a_mail(f"We got it, {turn}.", **told), "smtp", BY, now)
        intake.sweep(now)
        acknowledging.sweep(now + timedelta(seconds=2), left_to_people)
        outbox.sweep(now + timedelta(seconds=4))
    return len(outgoing.outbox)


def test_one_that_answers_our_letter_stays_in_its_case(db: None) -> None:
    assert turns(8, "Desk <desk@other.example>", threads=True) == 1
    assert (Case.objects.count(), Incoming.objects.filter(case__isnull=False).count()) == (1, 8)


def test_one_that_begins_anew_each_time_gets_one_letter_a_day(db: None) -> None:
    assert turns(30, "Desk <desk@other.example>") == 1
    assert Case.objects.count() == 20, "what came after that is held"


def test_nor_does_another_tag_each_time_help(db: None) -> None:
    assert turns(8, "Desk <desk+{}@other.example>") == 1


def test_what_was_written_under_our_own_address_is_answered_by_nobody(db: None) -> None:
    assert turns(3, "complaints@localhost") == 0
    assert not Letter.objects.exists()
