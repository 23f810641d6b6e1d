"""Acknowledgements by themselves: off unless the policy says so, to people alone, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core import mail as outgoing
from django.db import connection
from django.test import Client
from tests.core.mails import a_mail
from tests.own_policies import Edit
from tests.stories import NOW, a_received_case
from tests.waiting import PATIENCE

from upheld.core.words import CaseId, Channel
from upheld.jobs import acknowledging, intake, outbox
from upheld.steps.may import Operator
from upheld.steps.place_message import place_as_new
from upheld.steps.take_message import take_message
from upheld.store.models import Case, Customer, Incoming, Letter, Person
from upheld.store.policy_files.data_files import BadData
from upheld.store.record import events

BY = Operator()
SECOND = timedelta(seconds=2)
LETTERS = "standard/letters.yaml"


@pytest.fixture
def on(edited: Edit) -> None:
    edited(LETTERS, "acknowledges_by_itself: false", "acknowledges_by_itself: true")


def mailed(number: int = 1, **told: Any) -> CaseId:
    """A complaint that came by mail."""
    raw = a_mail("My shelves came nine days late.", message_id=f"<{number}@x>", **told)
    row = take_message(raw, "smtp", BY, NOW)
    intake.sweep(NOW)
    row.refresh_from_db()
    assert row.case_id
    return CaseId(row.case_id)


def swept() -> int:
    return acknowledging.sweep(NOW + SECOND, set())


def test_nothing_leaves_by_itself_unless_the_policy_says_so(db: None) -> None:
    mailed()
    assert swept() == 0
    assert not Letter.objects.exists()


def test_a_complaint_by_mail_is_acknowledged_once(db: None, on: None) -> None:
    case = Case.objects.get(pk=mailed())
    assert [swept(), swept()] == [1, 0]
    letter = case.letters.get()
    assert (letter.state, letter.automatic, letter.kind) == ("queued", True, "acknowledgement")
    assert letter.by == "acknowledgement by itself, as the policy says"
    case.refresh_from_db()
    assert (case.state, case.owner) == ("acknowledged", None)
    assert not case.clocks.filter(ends="acknowledgement", met_at=None).exists()
    assert case.events.get(kind="queued").by == letter.by
    assert list(events.breaks()) == []


def test_it_says_when_they_hear_from_us_and_names_no_one_who_has_not_read_it(
    db: None, on: None
) -> None:
    mailed()
    swept()
    body = Letter.objects.get().body
    assert "One of us will look after it" in body
    assert "You will hear from us by" in body
    assert "acknowledgement by itself" not in body


def test_it_tells_other_machines_what_it_is(db: None, on: None) -> None:
    mailed()
    swept()
    outbox.sweep(NOW)
    (left,) = outgoing.outbox
    assert left.message()["Auto-Submitted"] == "auto-replied"


def test_a_letter_of_a_person_says_nothing_of_the_kind(handler: Person) -> None:
    from tests.stories import an_open_case

    an_open_case(handler)
    outbox.sweep(NOW)
    (left,) = outgoing.outbox
    assert left.message()["Auto-Submitted"] is None


@pytest.mark.parametrize(
    "channel", [each for each in Channel if each not in (Channel.EMAIL, Channel.WEB)]
)
def test_what_somebody_wrote_down_for_them_waits_for_that_person(
    channel: Channel, handler: Person, on: None
) -> None:
    a_received_case(handler, channel=channel)
    assert swept() == 0


def test_what_was_imported_is_left_alone(handler: Person, on: None) -> None:
    case = a_received_case(handler, channel=Channel.EMAIL)
    Case.objects.filter(pk=case).update(source="zendesk", source_key="7")
    assert swept() == 0


def test_what_a_machine_sent_gets_no_answer_from_one(db: None, on: None) -> None:
    raw = a_mail("I am away.", Auto_Submitted="auto-replied")
    row = take_message(raw, "smtp", BY, NOW)
    intake.sweep(NOW)
    row.refresh_from_db()
    assert row.state == "aside"
    place_as_new(row.pk, BY, NOW)
    assert swept() == 0


def test_what_one_sends_about_a_complaint_of_a_person_keeps_it_from_no_answer(
    db: None, on: None
) -> None:
    """Mail that waits to be read, too, and is known to be about it."""
    case = mailed()
    told: dict[str, Any] = {"In_Reply_To": "<1@x>", "Auto_Submitted": "auto-replied"}
    take_message(a_mail("I am away.", message_id="<2@x>", **told), "smtp", BY, NOW)
    intake.sweep(NOW)
    take_message(a_mail("I am away.", message_id="<3@x>", **told), "smtp", BY, NOW)
    about = Incoming.objects.filter(case=case).order_by("pk")
    assert [row.state for row in about] == ["placed", "aside", "new"]
    assert swept() == 1


@pytest.mark.parametrize("way", ["mailbox", "mbox"])
def test_a_mailbox_that_was_read_in_is_left_to_people(way: str, db: None, on: None) -> None:
    mailed()
    Incoming.objects.update(came_by=way)
    assert swept() == 0


def test_not_after_its_day_nor_without_an_address_that_works(db: None, on: None) -> None:
    mailed()
    assert acknowledging.sweep(NOW + timedelta(days=400), set()) == 0
    Customer.objects.update(returned_email="sally@example.org", returned_at=NOW)
    assert swept() == 0
    Customer.objects.update(email="", returned_email="")
    assert swept() == 0


def test_no_more_than_five_a_day_to_one_address_whose_owner_wrote(db: None, on: None) -> None:
    for number in range(7):
        mailed(number)
    Case.objects.update(known_to_be_theirs=True)
    left: set[int] = set()
    assert acknowledging.sweep(NOW + SECOND, left) == 5
    assert len(left) == 2
    assert acknowledging.sweep(NOW + 2 * SECOND, left) == 0


WORDS = "Buy-pills.example"


def in_the_name_of_a_victim(address: str, number: int = 1) -> Case:
    """What a stranger wrote under somebody else's address, by mail and so that we would pass on
    their words."""
    case = Case.objects.get(
        pk=mailed(number, sender=f"{WORDS} <{address}>", subject=f"{WORDS} is what you want")
    )
    assert case.known_to_be_theirs is False
    assert WORDS in case.customer.name
    return case


@pytest.mark.parametrize("known", [False, None])
def test_to_an_address_that_may_be_a_strangers_nothing_of_the_writers_leaves(
    known: bool | None, db: None, on: None
) -> None:
    case = in_the_name_of_a_victim("victim@example.org")
    Case.objects.update(known_to_be_theirs=known)
    assert swept() == 1
    outbox.sweep(NOW)
    (left,) = outgoing.outbox
    assert left.to == ["victim@example.org"]
    assert WORDS not in left.message().as_string()
    assert all(WORDS not in str(part.get_payload(decode=True)) for part in left.message().walk())
    assert left.subject == f"We have a complaint from this address ({case.reference})"
    assert left.body.startswith("Dear customer,")
    # What an acknowledgement is for stands there all the same.
    assert "We received a complaint on 2 November 2026" in left.body
    assert "You will hear from us by" in left.body
    assert "somebody gave us your address by mistake" in left.body
    assert not case.clocks.filter(ends="acknowledgement", met_at=None).exists()


def test_by_the_form_of_the_portal_too(db: None, on: None, client: Client) -> None:
    told = {"text": f"{WORDS} now", "name": WORDS, "email": "victim@example.org", "once": "a"}
    assert client.post("/complain/", told).status_code == 303
    assert swept() == 1
    letter = Letter.objects.get()
    assert WORDS not in f"{letter.subject} {letter.body}"


def test_of_one_mailbox_one_a_day_whatever_tag_the_address_bears(db: None, on: None) -> None:
    for number, tag in enumerate(("", "+a", "+b")):
        in_the_name_of_a_victim(f"victim{tag}@example.org", number)
    in_the_name_of_a_victim("other@example.org", 9)
    left: set[int] = set()
    assert acknowledging.sweep(NOW + SECOND, left) == 2
    assert set(Letter.objects.values_list("to", flat=True)) == {
        "victim@example.org", "other@example.org"
    }  # fmt: skip
    assert len(left) == 2  # a person sees them within their day
    assert acknowledging.sweep(NOW + timedelta(hours=24), set()) == 0
    assert acknowledging.sweep(NOW + timedelta(hours=25), set()) == 1


def test_who_is_known_to_have_written_reads_what_they_wrote(db: None, on: None) -> None:
    in_the_name_of_a_victim("sally@example.org")
    Case.objects.update(known_to_be_theirs=True)
    swept()
    assert f'"{WORDS} is what you want"' in Letter.objects.get().body


@pytest.mark.pain("6")
def test_two_desks_that_acknowledge_each_other_stop_after_one(db: None, on: None) -> None:
    mailed()
    swept()
    outbox.sweep(NOW)
    (left,) = outgoing.outbox
    theirs = left.message()
    del theirs["From"], theirs["Message-ID"]
    theirs["From"], theirs["Message-ID"] = "desk@other.example", "<1@other.example>"
    row = take_message(theirs.as_bytes(), "smtp", BY, NOW)
    intake.sweep(NOW)
    row.refresh_from_db()
    assert (row.state, row.kind) == ("aside", "automatic")
    assert swept() == 0


def test_what_a_check_stops_is_left_to_a_person_and_the_rest_leave(db: None, edited: Edit) -> None:
    edited(LETTERS, "acknowledges_by_itself: false", "acknowledges_by_itself: true")
    edited(
        LETTERS, "    One of us will look after it", "    This was our fault. One of us will look"
    )
    mailed()
    Case.objects.update(known_to_be_theirs=True)
    left: set[int] = set()
    assert acknowledging.sweep(NOW, left) == 0
    assert len(left) == 1
    assert not Letter.objects.exists()


def test_a_policy_that_lets_it_leave_has_the_words_for_it(edited: Edit) -> None:
    from upheld.store import policies

    edited(LETTERS, "acknowledges_by_itself: false", "acknowledges_by_itself: true")
    edited(LETTERS, "  signature_by_itself:", "  signature_of_nobody:")
    with pytest.raises(BadData, match="signature_of_nobody"):
        policies.voice()


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_acknowledge_each_case_once(on: None) -> None:
    for number in range(4):
        mailed(number, sender=f"c{number}@x.example")
    together = Barrier(2)

    def sweep(_: int) -> int:
        try:
            together.wait(timeout=PATIENCE)
            return acknowledging.sweep(NOW + SECOND, set())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(sweep, range(2))) == 4
    assert Letter.objects.count() == 4
