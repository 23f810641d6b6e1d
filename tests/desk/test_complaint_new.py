"""Somebody is unhappy: written down as they said it."""

from django.test import Client
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import text

from upheld.store.models import Case, Person

ADDRESS = "/complaints/new/"
TOLD = {
    "name": "Bob Mercer",
    "email": "bob@example.net",
    "channel": "phone",
    "received_at": "2026-11-02T09:00",
    "text": "Nine days!! I wanted them next day.",
    "demand": "all my money back",
}


def test_it_works(alice: Client) -> None:
    page = text(alice.get(done(alice, ADDRESS, TOLD)))
    assert "The complaint is received. Its clocks are running." in page
    assert "Nine days!! I wanted them next day." in page
    assert "by phone" in page
    assert "all my money back" in page


def test_the_form_starts_with_the_present_moment(alice: Client) -> None:
    assert b'value="2026-11-02T09:30"' in alice.get(ADDRESS).content


def test_each_missing_field_has_its_own_sentence(alice: Client) -> None:
    response = alice.post(ADDRESS, {"email": "bob@"})
    assert response.status_code == 422
    page = text(response)
    assert "4 things need your attention" in page
    assert "Write down what the customer said." in page
    assert "Say when it reached us: its clocks start then." in page
    assert "Write an address such as sally@example.org." in page


def test_the_future_is_refused_and_nothing_typed_is_lost(alice: Client) -> None:
    response = alice.post(ADDRESS, {**TOLD, "received_at": "2027-01-01T09:00"})
    assert response.status_code == 422
    assert "in the future" in text(response)
    assert b"Nine days!!" in response.content
    assert not Case.objects.exists()


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person) -> None:
    refused(signed_in(auditor), ADDRESS, TOLD, 403)
    page = signed_in(auditor).get("/").content
    assert ADDRESS.encode() not in page


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    refused(client, ADDRESS, TOLD, 302)
