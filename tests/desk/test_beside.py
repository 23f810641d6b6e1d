"""Two cases beside each other: where they differ, and which rule made it so."""

from django.test import Client
from tests import stories
from tests.desk.reading import page_of, text

from upheld.core.words import CaseId
from upheld.store.models import Person


def _sally_and_bob(by: Person) -> tuple[CaseId, CaseId]:
    sally = stories.an_investigated_case(by)
    bob = stories.an_investigated_case(by, name="Bob Mercer", email="bob@example.net")
    stories.told_about(sally, "0.9", "0.9", "0.8")
    stories.told_about(bob, "0.1", "0.1", "0.2")
    return sally, bob


def _address(left: CaseId, right: CaseId) -> str:
    return f"{page_of(left)}beside/UP-{right:06d}/"


def test_it_works(alice: Client, handler: Person) -> None:
    page = text(alice.get(_address(*_sally_and_bob(handler))))
    assert "The same fault, answered differently" in page
    assert "What is owed is the same to the penny." in page
    assert "Make right Honour" in page
    assert "The rule that made it" in page


def test_only_the_lines_that_differ_are_marked(alice: Client, handler: Person) -> None:
    page = text(alice.get(_address(*_sally_and_bob(handler))))
    assert "Owed Refund £12.50 Refund £12.50" in page
    assert "Stance (differs)" in page


def test_a_case_beside_itself_in_all_but_name_is_the_same(alice: Client, handler: Person) -> None:
    left, right = stories.an_investigated_case(handler), stories.an_investigated_case(handler)
    assert "The same in every line" in text(alice.get(_address(left, right)))


def test_a_case_without_its_findings_cannot_be_compared_yet(alice: Client, handler: Person) -> None:
    done_case, open_case = stories.an_investigated_case(handler), stories.an_open_case(handler)
    response = alice.get(_address(done_case, open_case), follow=True)
    assert "has no finding on every allegation yet" in text(response)


def test_a_reference_can_be_typed(alice: Client, handler: Person) -> None:
    sally, bob = _sally_and_bob(handler)
    response = alice.get(f"{page_of(sally)}beside/", {"reference": f"up-{bob}"})
    assert response["Location"] == _address(sally, bob)


def test_a_reference_that_is_none_says_so(alice: Client, handler: Person) -> None:
    sally, _ = _sally_and_bob(handler)
    response = alice.get(f"{page_of(sally)}beside/", {"reference": "Bob"}, follow=True)
    assert "Give the reference of another case" in text(response)


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    assert client.get(_address(*_sally_and_bob(handler))).status_code == 302
