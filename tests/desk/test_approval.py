"""A decision beyond a handler's authority waits for a lead."""

from typing import Any

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.core.words import AllegationKind, CaseId
from upheld.steps.decide import decide
from upheld.store.models import Decision, Person


def _large(by: Person) -> CaseId:
    """Owed beyond what a handler lets out alone: a sofa of £1,800 that never came."""
    case = stories.an_open_case(by)
    facts: dict[str, Any] = {"touchpoint": "product", "price_paid": "1800.00", "delivery_paid": "0"}
    facts |= {"received": False, "carrier_says_delivered": False, "impact": "low"}
    kind = AllegationKind.NOT_RECEIVED
    allegation = stories.an_allegation(case, by, kind=kind, facts=facts)
    stories.a_finding(case, allegation, by)
    decide(case, by, stories.NOW)
    return case


def _ready(by: Person) -> tuple[str, dict[str, str]]:
    case = _large(by)
    return page_of(case) + "approval/", {"decision": str(stories.the_decision(case))}


def test_it_works(signed_in: SignIn, handler: Person, lead: Person) -> None:
    address, told = _ready(handler)
    page = text(signed_in(lead).get(done(signed_in(lead), address, told)))
    assert f"Approved by {lead.name}." in page
    assert Decision.objects.get().approved_by == lead.name


def test_a_handler_sees_that_it_waits(alice: Client, handler: Person) -> None:
    page = text(alice.get(f"{page_of(_large(handler))}?do=letter"))
    assert "Next Wait for a lead" in page
    assert "It leaves once the decision is approved." in page


def test_a_lead_is_offered_to_approve_it(signed_in: SignIn, handler: Person, lead: Person) -> None:
    page = text(signed_in(lead).get(page_of(_large(handler))))
    assert "Next Approve the decision" in page


def test_a_second_person_is_another_person(signed_in: SignIn, lead: Person) -> None:
    case = _large(lead)
    assert "Next Have a second person approve it" in text(signed_in(lead).get(page_of(case)))
    told = {"decision": stories.the_decision(case)}
    response = signed_in(lead).post(page_of(case) + "approval/", told)
    assert response.status_code == 422
    assert "a second person must approve this" in text(response).lower()


def test_a_decision_made_meanwhile_is_not_approved_unread(
    signed_in: SignIn, handler: Person, lead: Person
) -> None:
    address, told = _ready(handler)
    decide(CaseId(Decision.objects.get().case_id), handler, stories.NOW)
    response = signed_in(lead).post(address, told)
    assert response.status_code == 422
    assert "The case was decided again while you read" in text(response)
    assert not Decision.objects.exclude(approved_at=None).exists()


def test_what_is_refused_is_said_although_its_form_is_gone(
    signed_in: SignIn, handler: Person, lead: Person
) -> None:
    address, told = _ready(handler)
    done(signed_in(lead), address, told)
    response = signed_in(lead).post(address, told)
    assert response.status_code == 422
    assert "Nothing waits for approval here." in text(response)


def test_a_handler_may_not(alice: Client, handler: Person) -> None:
    refused(alice, *_ready(handler), 403)


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    address, told = _ready(handler)
    refused(signed_in(auditor), address, told, 403)


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    address, told = _ready(handler)
    refused(client, address, told, 302)


def test_looking_at_the_address_does_nothing(alice: Client, handler: Person) -> None:
    assert alice.get(_ready(handler)[0]).status_code == 405
