"""Legal holds in the desk and by programs: placed, told wherever one looks, reviewed and lifted."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from tests.api.programs import Program, key_of
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.stories import NOW, a_closed_case

from upheld.core.references import reference
from upheld.core.words import CaseId
from upheld.store.merged import as_one
from upheld.store.models import Case, LegalHold, Person

PAGE = "/legal-holds/"
TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def closed(handler: Person) -> CaseId:
    return a_closed_case(handler)


@pytest.fixture
def lena(lead: Person, signed_in: SignIn) -> Client:
    return signed_in(lead)


def placed(client: Client, whom: str) -> LegalHold:
    told = {"whom": whom, "reason": "Claim 7 in court.", "review_due": TOMORROW.isoformat()}
    assert "It is under a legal hold" in text(client.get(done(client, f"{PAGE}add/", told)))
    return LegalHold.objects.latest("pk")


def test_it_is_told_on_the_case_and_the_customer_and_whoever_would_erase_is_refused(
    closed: CaseId, lena: Client, alice: Client
) -> None:
    hold = placed(lena, reference(closed))
    customer = hold.customer_id
    for page in (f"/cases/{reference(closed)}/", f"/customers/{customer}/"):
        told = text(alice.get(page))
        assert f"Legal hold {hold.pk} on {reference(closed)}" in told
        assert "Claim 7 in court." in told
        assert "Review or lift it" not in told
        assert "Review or lift it" in text(lena.get(page))
    asked = {"whom": str(customer), "why": "request"}
    page = text(lena.get("/erasures/", asked))
    assert f"{reference(closed)} is under legal hold {hold.pk} since" in page
    assert "under legal hold" in refused(lena, "/erasures/add/", asked, 422)


def test_it_is_reviewed_and_lifted_with_reasons_and_by_leads_alone(
    closed: CaseId, lena: Client, alice: Client
) -> None:
    hold = placed(lena, str(Case.objects.get(pk=closed).customer_id))
    assert (hold.case_id, alice.get(PAGE).status_code) == (None, 403)
    later = (TOMORROW + timedelta(days=30)).isoformat()
    review = {"because": "It is appealed.", "review_due": later}
    assert "It stands" in text(lena.get(done(lena, f"{PAGE}{hold.pk}/review/", review)))
    assert "Say why" in refused(lena, f"{PAGE}{hold.pk}/lift/", {"why": ""}, 422)
    told = text(lena.get(done(lena, f"{PAGE}{hold.pk}/lift/", {"why": "It was settled."})))
    assert "Nothing is under a legal hold" in told
    assert "Lena Brandt: It was settled." in told


def test_a_review_that_is_due_is_told_on_the_first_page_to_whoever_may_lift_it(
    closed: CaseId, lena: Client, alice: Client
) -> None:
    hold = placed(lena, reference(closed))
    assert "to be reviewed" not in text(lena.get("/"))
    LegalHold.objects.filter(pk=hold.pk).update(review_due=TODAY)
    assert "One legal hold is to be reviewed" in text(lena.get("/"))
    assert "was to be reviewed by" in text(lena.get(PAGE))
    assert "to be reviewed" not in text(alice.get("/"))


def test_what_is_over_its_time_and_held_is_told_apart(closed: CaseId, lena: Client) -> None:
    hold = placed(lena, reference(closed))
    Case.objects.filter(pk=closed).update(received_at="2001-01-01T00:00Z")
    Case.objects.get(pk=closed).closings.update(at="2001-02-01T00:00Z")
    page = text(lena.get("/erasures/"))
    assert "Nothing is over its time" in page
    assert f"ours ended on Thu 1 Feb 2007; legal hold {hold.pk} since" in page


def test_a_program_does_the_same(closed: CaseId, lead: Person) -> None:
    program = Program(key_of(lead))
    told = {"case": reference(closed), "reason": "Claim 7.", "review_due": TOMORROW.isoformat()}
    hold = program.ask("POST", "/legal-holds", told).json()
    assert (hold["case"], hold["lifted_at"]) == (reference(closed), None)
    asked = {"customer": as_one.stays(Case.objects.get(pk=closed).customer).pk}
    (stays,) = program.ask("POST", "/erasures/look", asked).json()["stays"]
    assert (stays["legal_hold"], stays["review_due"]) == (hold["id"], TOMORROW.isoformat())
    both = program.ask("POST", "/legal-holds", {**told, **asked})
    assert both.status_code == 422
    one = f"/legal-holds/{hold['id']}"
    assert program.ask("POST", f"{one}/review", {"because": "x", "review_due": "2001-01-01"}
                       ).status_code == 422  # fmt: skip
    assert program.ask("POST", f"{one}/lifting", {"why": "Settled."}).json()["lifted_at"]
    assert program.ask("POST", f"{one}/lifting", {"why": "Settled."}).status_code == 422
    assert [each["id"] for each in program.get("/legal-holds").json()["items"]] == [hold["id"]]


def test_all_that_we_hold_of_them_has_it(closed: CaseId, lena: Client) -> None:
    hold = placed(lena, reference(closed))
    answer = lena.post(f"/customers/{hold.customer_id}/data/")
    assert answer.status_code == 200
    packed = ZipFile(BytesIO(b"".join(answer) if answer.streaming else answer.content))
    assert b"Claim 7 in court." in packed.read("customer.json")
