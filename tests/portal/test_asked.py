"""A kind letter is answered with one click, by whoever got it and by nobody else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from tests.desk.reading import text
from tests.insight.test_silence import a_late_order, journeyed
from tests.own_policies import Edit
from tests.stories import NOW

from upheld.core.faults import Rule, fault
from upheld.jobs import acknowledging, outbox
from upheld.steps.ask_kindly import ask_kindly
from upheld.store.models import Asked, Case, Customer, Letter, Person

__all__ = ["journeyed"]
LINK = re.compile(r"https?://\S+?(/complain/asked/\S+/)")


@pytest.fixture
def link(journeyed: Person) -> str:
    order = a_late_order("Ann")
    people = {order.customer_id}
    ask_kindly(fault(Rule.LATE, "delivery"), people, journeyed, "https://care.example", NOW)
    outbox.sweep(NOW)
    found = LINK.search(str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_looking_says_nothing_and_a_button_does(client: Client, link: str) -> None:
    page = client.get(link)
    assert "How was it with your order 1?" in text(page)
    assert Asked.objects.get().answer == ""
    assert "You need do nothing more" in text(client.post(link, {"say": "well"}, follow=True))
    assert Asked.objects.get().answer == "well"


def test_it_is_thanked_for_once_and_by_no_address(client: Client, link: str) -> None:
    assert client.get("/complain/asked/thanks/no_more/").status_code == 404
    thanks = client.post(link, {"say": "no_more"}, follow=True)
    assert "You will get no such letter from us again." in text(thanks)
    assert "How was it with your order 1?" in text(client.get(link))


def test_what_went_wrong_is_filed_as_a_complaint(client: Client, link: str) -> None:
    empty = client.post(link, {"say": "wrong", "text": " "})
    assert empty.status_code == 422
    assert "Say in a few words what went wrong." in text(empty)
    said = {"say": "wrong", "text": "Nobody rang, and I took a day off."}
    assert "We have your complaint" in text(client.post(link, said, follow=True))
    client.post(link, said)
    case = Case.objects.get()
    assert (case.text, case.channel, case.order) == (said["text"], "web", Asked.objects.get().order)


def test_what_they_write_after_it_goes_into_the_same_case_once(client: Client, link: str) -> None:
    """Else it would be thanked for, and read by nobody."""
    client.post(link, {"say": "wrong", "text": "Nobody rang."})
    for _ in range(2):
        client.post(link, {"say": "wrong", "text": "And it is dented."})
    case = Case.objects.get()
    assert case.text == "Nobody rang."
    assert [each.text for each in case.evidence.all()] == ["And it is dented."]


def test_nobody_else_answers_and_not_for_ever(client: Client, link: str) -> None:
    forged = re.sub(r"/[0-9a-f]{32}/", f"/{'0' * 32}/", link)
    for address in (forged, link.replace("/asked/", "/asked/9")):
        page = client.post(address, {"say": "no_more"})
        assert page.status_code == 410
        assert "Ask for a new link" not in text(page), "no letter of the kind is sent from there"
        assert "If something went wrong, tell us" in text(page)
    assert Asked.objects.get().answer == ""
    with time_machine.travel(NOW + timedelta(days=91), tick=False):
        assert client.get(link).status_code == 410
    client.post(link, {"say": "no_more"})
    assert Asked.objects.get().answer == "no_more"


def test_a_mended_address_ends_what_went_to_the_old_one(client: Client, link: str) -> None:
    """Whoever got it by mistake would go on speaking for the customer."""
    assert client.get(link).status_code == 200
    Customer.objects.update(email="ann.mended@example.org")
    assert client.get(link).status_code == 410
    assert client.post(link, {"say": "wrong", "text": "Pay it to me."}).status_code == 410
    assert not Case.objects.exists()


def test_who_was_asked_is_acknowledged_as_who_they_are(
    client: Client, link: str, edited: Edit
) -> None:
    """By itself too: nobody gave us their address by mistake, for we wrote to them there."""
    edited("standard/letters.yaml", "acknowledges_by_itself: false", "acknowledges_by_itself: true")
    client.post(link, {"say": "wrong", "text": "Nobody rang."})
    case = Case.objects.get()
    assert case.known_to_be_theirs is True
    assert acknowledging.sweep(NOW + timedelta(seconds=2), set()) == 1
    letter = Letter.objects.get(case=case)
    assert letter.body.startswith("Dear Ann,")
    assert '"Your letter about order 1"' in letter.body
    assert "by mistake" not in letter.body
