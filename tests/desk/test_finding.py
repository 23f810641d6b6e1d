"""A finding is a person's, with the reason that the customer may read."""

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.store.models import Allegation, Finding, Person


def _ready(by: Person) -> tuple[str, dict[str, str]]:
    case = stories.an_open_case(by)
    allegation = stories.an_allegation(case, by)
    address = f"{page_of(case)}allegations/{allegation}/finding/"
    return address, {"result": "partly", "because": "It came nine days late and was whole."}


def test_it_works(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    page = text(alice.get(done(alice, address, told)))
    assert "Partly substantiated" in page
    assert "It came nine days late and was whole." in page
    assert Finding.objects.get().by == handler.name


def test_a_finding_needs_its_reason(alice: Client, handler: Person) -> None:
    response = alice.post(_ready(handler)[0], {"result": "partly", "because": ""})
    assert response.status_code == 422
    assert "A finding needs its reason." in text(response)
    assert not Finding.objects.exists()


def test_a_finding_can_be_mended_until_the_answer_leaves(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    done(alice, address, told)
    done(alice, address, {**told, "result": "substantiated"})
    assert Finding.objects.get().result == "substantiated"


def test_the_decision_says_when_the_findings_have_changed_since(
    alice: Client, handler: Person
) -> None:
    case = stories.a_decided_case(handler, now=stories.NOW - stories.days(1))
    allegation = Finding.objects.get(allegation__case=case).allegation_id
    address = f"{page_of(case)}allegations/{allegation}/finding/"
    page = text(alice.get(done(alice, address, {"result": "not_substantiated", "because": "No."})))
    assert "What was found has changed since this decision." in page
    assert "Next Decide" in page


def test_an_allegation_of_another_case_is_not_found(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    strange = page_of(stories.an_open_case(handler)) + address.split("/", 3)[3]
    refused(alice, strange, told, 404)


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    address, told = _ready(handler)
    refused(signed_in(auditor), address, told, 403)


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    address, told = _ready(handler)
    refused(client, address, told, 302)


def test_looking_at_the_address_does_nothing(alice: Client, handler: Person) -> None:
    assert alice.get(_ready(handler)[0]).status_code == 405


def test_the_form_of_a_finding_says_nothing_of_another_cases(
    alice: Client, handler: Person
) -> None:
    case, theirs = (stories.an_investigated_case(handler) for _ in range(2))
    number = Allegation.objects.get(case=theirs).pk
    told = {"result": "substantiated", "because": "x"}
    of_theirs, of_nobodys = (
        alice.post(f"{page_of(case)}allegations/{each}/finding/", told)
        for each in (number, number + 1000)
    )
    assert of_theirs.status_code == of_nobodys.status_code == 404
