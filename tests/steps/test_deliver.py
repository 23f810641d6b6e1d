"""Deliver: a letter that did not leave is seen off by a person, once."""

import pytest
from tests.stories import NOW, an_open_case

from upheld.core.words import CaseId
from upheld.steps.deliver import NothingToDeliver, posted, send_again
from upheld.store.models import Customer, Event, Letter, Person


def a_letter(by: Person, state: str) -> Letter:
    case = an_open_case(by)
    Letter.objects.filter(case=case).update(state=state, error="mailbox unknown")
    return Letter.objects.get(case=case)


def test_a_failed_letter_is_queued_to_the_address_we_have_now(handler: Person) -> None:
    letter = a_letter(handler, "failed")
    Customer.objects.update(email="sally@example.net")
    send_again(CaseId(letter.case_id), letter.pk, handler, NOW)
    letter.refresh_from_db()
    assert (letter.state, letter.to, letter.error) == ("queued", "sally@example.net", "")


@pytest.mark.parametrize("state", ["failed", "by_hand"])
def test_a_person_may_post_it(state: str, handler: Person) -> None:
    letter = a_letter(handler, state)
    posted(CaseId(letter.case_id), letter.pk, handler, NOW)
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at) == ("sent", NOW)
    event = Event.objects.get(kind="sent")
    assert (event.by, event.data["state"]) == ("Alice Moore", "posted")


@pytest.mark.parametrize("state", ["draft", "queued", "sending", "sent"])
def test_nobody_sends_a_letter_twice(state: str, handler: Person) -> None:
    letter = a_letter(handler, state)
    for step in (send_again, posted):
        with pytest.raises(NothingToDeliver):
            step(CaseId(letter.case_id), letter.pk, handler, NOW)
    assert Letter.objects.get().state == state
