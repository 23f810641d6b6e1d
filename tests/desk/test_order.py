"""The order of a case is picked among the customer's own, or typed from their papers."""

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text
from tests.steps.test_link_order import an_order

from upheld.core.words import CaseId
from upheld.store.models import Case, Person


def test_it_works(alice: Client, open_case: CaseId) -> None:
    an_order(open_case, "LL-7")
    address = f"{page_of(open_case)}order/"
    assert "LL-7: Oak shelves, 1 Oct 2026" in text(alice.get(address))
    page = text(alice.get(done(alice, address, {"order": "LL-7", "other": ""})))
    assert "About Oak shelves Order LL-7" in page
    assert "About order: LL-7" in page


def test_a_reference_from_their_papers_is_enough(alice: Client, open_case: CaseId) -> None:
    done(alice, f"{page_of(open_case)}order/", {"other": "A/90417"})
    assert Case.objects.get().about_order == "A/90417"


def test_the_order_of_another_customer_is_refused(
    alice: Client, handler: Person, open_case: CaseId
) -> None:
    an_order(stories.an_open_case(handler, name="Bob", email="bob@example.net"), "LL-8")
    response = alice.post(f"{page_of(open_case)}order/", {"other": "LL-8"})
    assert response.status_code == 422
    assert "Order LL-8 is another customer's: choose one of theirs" in text(response)


def test_a_closed_case_is_not_changed(alice: Client, handler: Person) -> None:
    refused(alice, f"{page_of(stories.a_closed_case(handler))}order/", {"other": "LL-7"}, 422)


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, open_case: CaseId) -> None:
    refused(signed_in(auditor), f"{page_of(open_case)}order/", {"other": "LL-7"}, 403)


def test_a_stranger_is_asked_to_sign_in(client: Client, open_case: CaseId) -> None:
    refused(client, f"{page_of(open_case)}order/", {"other": "LL-7"}, 302)
