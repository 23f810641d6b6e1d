"""Knowingly untrue: told apart from merit, of the statement, by two people."""

import pytest
from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.core.words import CaseId
from upheld.store.models import Allegation, Dishonesty, Evidence, Person

UNTRUE = "The letter says that it never came, and a photograph in it shows it in the hall."


@pytest.fixture
def case(handler: Person) -> CaseId:
    return stories.an_investigated_case(handler)


def _address(case: CaseId, step: str) -> str:
    return f"{page_of(case)}allegations/{Allegation.objects.get(case=case).pk}/{step}/"


def _told() -> dict[str, str]:
    return {"statement": UNTRUE, "evidence": str(Evidence.objects.get().pk), "review_due": ""}


def test_it_is_proposed_confirmed_and_shown_apart(
    alice: Client, signed_in: SignIn, lead: Person, case: CaseId
) -> None:
    done(alice, _address(case, "propose"), _told())
    page = text(alice.get(page_of(case)))
    assert "Proposed: knowingly untrue The letter says that it never came" in page
    assert "it counts for nothing until a lead confirms it" in page
    assert "Confirm it" not in page
    lena = signed_in(lead)
    assert "Confirm it" in text(lena.get(page_of(case)))
    done(lena, _address(case, "confirm"), {"read": UNTRUE})
    page = text(lena.get(page_of(case)))
    assert "Knowingly untrue The letter says" in page
    assert "Shown by Carrier scan of 30 October." in page
    assert "Confirmed by Lena Brandt" in page
    assert "what is owed does not read it" in page


def test_a_lead_reviews_it_and_it_can_end(
    alice: Client, signed_in: SignIn, lead: Person, case: CaseId
) -> None:
    done(alice, _address(case, "propose"), _told())
    lena = signed_in(lead)
    done(lena, _address(case, "confirm"), {"read": UNTRUE})
    done(lena, _address(case, "review"), {"stands": "yes", "why": "Heard again.", "review_due": ""})
    assert "Reviewed by Lena Brandt" in text(lena.get(page_of(case)))
    done(lena, _address(case, "withdraw"), {"why": "The signature is a neighbour's."})
    assert "Knowingly untrue The letter" not in text(lena.get(page_of(case)))


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"evidence": None}, "Name the evidence; without any, it was not so, and no more."),
        ({"statement": "They are liars."}, "about the statement, not the person"),
        ({"statement": ""}, "Say which statement was untrue."),
        ({"review_due": "2020-01-01"}, "choose a day after today"),
    ],
)
def test_what_cannot_be_proposed_comes_back(
    alice: Client, case: CaseId, told: dict[str, str | None], error: str
) -> None:
    sent = {name: value for name, value in {**_told(), **told}.items() if value is not None}
    response = alice.post(_address(case, "propose"), sent)
    assert response.status_code == 422
    assert error in text(response)
    assert not Dishonesty.objects.exists()


def test_it_is_offered_only_beside_a_finding_and_its_evidence(
    alice: Client, handler: Person, case: CaseId
) -> None:
    assert "Knowingly untrue?" in text(alice.get(page_of(case)))
    other = stories.an_open_case(handler)
    stories.an_allegation(other, handler)
    assert "Knowingly untrue?" not in text(alice.get(page_of(other)))


def test_a_lead_confirms_the_statement_that_they_read(
    alice: Client, signed_in: SignIn, lead: Person, case: CaseId
) -> None:
    done(alice, _address(case, "propose"), _told())
    lena = signed_in(lead)
    page = lena.get(f"{page_of(case)}?do=confirm-{Allegation.objects.get().pk}").content.decode()
    assert f'name="read" value="{UNTRUE}"' in page
    done(alice, _address(case, "withdraw"), {"why": "Said too little."})
    done(alice, _address(case, "propose"), {**_told(), "statement": "The letter names a day."})
    told = refused(lena, _address(case, "confirm"), {"read": UNTRUE}, 422)
    assert "It was proposed anew while you read: read the statement again" in told
    done(lena, _address(case, "confirm"), {"read": "The letter names a day."})


def test_a_handler_confirms_nothing(alice: Client, case: CaseId) -> None:
    done(alice, _address(case, "propose"), _told())
    refused(alice, _address(case, "confirm"), {}, 403)


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, case: CaseId) -> None:
    refused(signed_in(auditor), _address(case, "propose"), _told(), 403)
