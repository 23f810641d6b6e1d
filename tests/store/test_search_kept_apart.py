"""The words to search of a case that a private team works on follow its customer, whoever mends
what they are called; whoever mends it learns nothing of the case."""

import pytest
from django.db import transaction
from tests.store.test_search import found
from tests.stories import NOW, a_complaint

from upheld.core.words import CaseId, Role
from upheld.steps.assign import assign
from upheld.steps.know_customer import know_customer
from upheld.steps.receive import receive
from upheld.store import search
from upheld.store.models import Customer, Person, Team
from upheld.store.sight import seen


@pytest.fixture
def of_legal(lead: Person) -> Person:
    team = Team.objects.create(name="Legal", private=True)
    return Person.objects.create(
        email="legal@example.com", name="Leo Legal", role=Role.LEAD, team=team
    )


@pytest.fixture
def both(handler: Person, lead: Person, of_legal: Person) -> tuple[int, int]:
    """A case that all see, and one of the same customer that is kept from everybody but Legal."""
    shown, kept = (
        receive(a_complaint(name="Sally Hart", email="s@example.org"), handler, NOW)
        for _ in range(2)
    )
    assign(CaseId(kept), of_legal, lead, NOW)
    return shown, kept


def test_it_is_found_by_the_new_name(both: tuple[int, int], handler: Person) -> None:
    with seen.looking(handler):
        know_customer(Customer.objects.get().pk, {"name": "Sally Moore"}, handler, NOW)
    assert found("moore") == {*both}
    assert not found("hart")
    with seen.looking(handler):
        assert found("moore") == {both[0]}


def test_what_is_written_is_the_same_whoever_writes_it(
    both: tuple[int, int], handler: Person
) -> None:
    Customer.objects.update(name="Sally Moore")
    with seen.looking(handler), transaction.atomic():
        search.index(both)
    assert found("moore") == {*both}
