"""What was written down wrongly is mended before it is answered."""

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.as_sent import fields_of
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.store.models import Case, Person

TOLD = {
    "subject": "Shelves",
    "text": "They came late.",
    "demand": "",
    "received_at": "2026-11-02T09:30",
}


def test_it_works(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    page = text(alice.get(done(alice, page_of(case) + "words/", TOLD)))
    assert "It is kept." in page
    assert "They came late." in page
    assert Case.objects.get().received_at == stories.NOW


def test_a_day_to_come_comes_back(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    form = alice.get(page_of(case) + "?do=words").content.decode()
    read = fields_of(form, page_of(case) + "words/")["read"]
    told = {**TOLD, "received_at": "2027-11-02T09:30", "read": read}
    response = alice.post(page_of(case) + "words/", told)
    assert response.status_code == 422
    assert "in the future" in text(response)


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    case = stories.an_open_case(handler)
    refused(signed_in(auditor), page_of(case) + "words/", TOLD, 403)
