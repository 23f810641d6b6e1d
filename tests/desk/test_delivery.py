"""A letter that did not leave is the next thing to do."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.core.event_kinds import EventKind
from upheld.store.models import Customer, Event, Letter, Person
from upheld.store.record import events
from upheld.store.record.events import Act


def _ready(by: Person, state: str = "failed") -> tuple[str, str]:
    case = stories.an_open_case(by)
    Letter.objects.update(state=state, error="mailbox unknown")
    return page_of(case), f"{page_of(case)}letters/{Letter.objects.get().pk}/"


def test_a_failed_letter_is_sent_again(alice: Client, handler: Person) -> None:
    page, letter = _ready(handler)
    assert "Next Send the letter again mailbox unknown" in text(alice.get(page))
    same = {"email": "sally@example.org"}
    after = text(alice.get(done(alice, letter + "again/", same)))
    assert "The letter is on its way again." in after
    assert Letter.objects.get().state == "queued"
    assert not Event.objects.filter(kind="customer_mended").exists()


@pytest.mark.parametrize("state", ["failed", "by_hand"])
def test_a_letter_is_sent_to_an_address_that_is_theirs_from_now_on(
    alice: Client, handler: Person, state: str
) -> None:
    page, letter = _ready(handler, state)
    Customer.objects.update(
        returned_email="sally@example.org", returned_at=stories.NOW, returned_why="no such user"
    )
    assert b'value="sally@example.org"' in alice.get(f"{page}?do=again").content
    done(alice, letter + "again/", {"email": "sally.hart@example.org"})
    sent = Letter.objects.get()
    assert (sent.state, sent.to) == ("queued", "sally.hart@example.org")
    assert Customer.objects.get().email == "sally.hart@example.org"
    assert Event.objects.filter(kind="customer_mended").exists()


def test_the_address_of_somebody_else_is_not_taken(alice: Client, handler: Person) -> None:
    _, letter = _ready(handler)
    Customer.objects.create(name="Bob", email="bob@example.org")
    response = alice.post(letter + "again/", {"email": "bob@example.org"})
    assert response.status_code == 422
    assert "Another customer has the address bob@example.org" in text(response)
    assert Letter.objects.get().state == "failed"


def test_a_letter_without_an_address_is_posted(alice: Client, handler: Person) -> None:
    page, letter = _ready(handler, "by_hand")
    assert "Next Post the letter" in text(alice.get(page))
    after = text(alice.get(done(alice, letter + "posted/", {})))
    assert "The letter is recorded as posted." in after
    assert "Next Write down what is alleged" in after


def test_what_is_on_its_way_is_not_sent_again(alice: Client, handler: Person) -> None:
    _, letter = _ready(handler, "queued")
    response = alice.post(letter + "again/", {"email": "sally@example.org"})
    assert response.status_code == 422
    assert "This letter is on its way or has arrived" in text(response)


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    page, letter = _ready(handler)
    refused(signed_in(auditor), letter + "again/", {}, 403)
    assert b"again/" not in signed_in(auditor).get(page).content


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    refused(client, _ready(handler)[1] + "posted/", {}, 302)


def test_an_address_that_mail_came_back_from_is_the_next_thing_to_mend(
    alice: Client, handler: Person
) -> None:
    page, _ = _ready(handler)
    Customer.objects.update(
        returned_email="sally@example.org", returned_at=stories.NOW, returned_why="no such user"
    )
    said = "Mail to sally@example.org came back on 2 November 2026: no such user"
    assert f"Next Find another address {said}" in text(alice.get(page))
    assert "Find another address" in text(alice.get("/"))
    who = text(alice.get(f"/customers/{Customer.objects.get().pk}/"))
    assert "Mail to this address came back on Mon 2 Nov 2026: no such user." in who
    Letter.objects.update(state="sent")
    arrived = alice.get(page)
    assert f"Next Find another address {said}" in text(arrived)
    mended = f"/customers/{Customer.objects.get().pk}/?do=known"
    assert f'href="{mended}#do-known"' in arrived.content.decode()
    assert 'id="known-email"' in alice.get(mended).content.decode()
    Customer.objects.update(email="sally.hart@example.org")
    assert "Find another address" not in text(alice.get(page))


def test_each_attempt_stands_with_its_letter(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    letter = Letter.objects.get()
    tried = {"letter": letter.pk, "state": "queued", "attempt": 1}
    tried |= {"error": "450 try again later", "again_at": stories.NOW.isoformat()}
    with transaction.atomic():
        events.append(Act(case, EventKind.SENDING_PUT_OFF, "outbox", stories.NOW, tried))
    Letter.objects.update(try_after=stories.NOW + timedelta(minutes=1))
    page = text(alice.get(page_of(case)))
    assert "A letter could not leave yet and is tried again: 450 try again later" in page
    assert "It is tried again Mon 2 Nov 2026, 09:31" in page


def test_a_letter_to_post_is_printed_from_its_case(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    letter = Letter.objects.get(case=case)
    Letter.objects.filter(pk=letter.pk).update(state="by_hand")
    assert "Print the letter (PDF)" in text(alice.get(page_of(case)))
    printed = alice.get(f"{page_of(case)}letters/{letter.pk}/letter.pdf")
    assert printed["Content-Type"] == "application/pdf"
    assert printed["Content-Disposition"] == f'inline; filename="UP-{case:06d}-acknowledgement.pdf"'
    assert printed.content.startswith(b"%PDF-")


def test_a_letter_that_cannot_be_set_is_told_on_its_case(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    Letter.objects.filter(case=case).update(body="\N{ARABIC LETTER BEH}" * 33_000)
    letter = Letter.objects.get(case=case)
    answer = alice.get(f"{page_of(case)}letters/{letter.pk}/letter.pdf", follow=True)
    assert answer.redirect_chain[-1][0] == page_of(case)
    assert "It cannot be printed: the renderer gave up on it" in text(answer)


def test_a_draft_is_not_printed_and_a_stranger_signs_in(
    client: Client, alice: Client, handler: Person
) -> None:
    case = stories.an_open_case(handler)
    letter = Letter.objects.get(case=case)
    address = f"{page_of(case)}letters/{letter.pk}/letter.pdf"
    assert client.get(address).status_code == 302
    Letter.objects.filter(pk=letter.pk).update(state="draft", queued_at=None)
    assert alice.get(address).status_code == 404
