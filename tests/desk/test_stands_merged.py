"""What stands promised is told on the page of a case into which others were merged, and it asks no
statement more for that."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import stories
from tests.desk.reading import page_of, text
from tests.stories import NOW, days

from upheld.core.words import CaseId
from upheld.steps.close import hear
from upheld.steps.commit import promise
from upheld.steps.decide import decide
from upheld.steps.investigate import record_facts
from upheld.steps.merge import merge
from upheld.store.models import Allegation, Person

LATER = NOW + days(2)
STANDS = "Promised before, and stands Refund of £12.50, promised on Mon 2 Nov 2026."


def merged(by: Person, email: str) -> CaseId:
    """Sally was promised £12.50; less is known to be owed since, and another case came over."""
    other = stories.an_open_case(by, name="Bob Mercer", email=email, text="Both doors jam.")
    case = stories.an_answered_case(by)
    hear(case, False, "Still angry.", by, LATER)
    merge(other, case, "One van.", by, LATER, sure=True)
    row = Allegation.objects.get(case=case)
    record_facts(case, row.pk, {**row.facts, "delivery_paid": "8.00"}, by, LATER)
    return case


@pytest.mark.parametrize("email", ["bob@example.net", "sally@example.org"])
@pytest.mark.parametrize("decided", [False, True])
def test_what_stands_is_told_with_another_case_in_it(
    email: str, decided: bool, alice: Client, handler: Person
) -> None:
    case = merged(handler, email)
    if decided:
        decide(case, handler, LATER)
    page = text(alice.get(page_of(case)))
    assert f"{STANDS} Less is decided now" in page


def test_what_stands_is_told_where_the_case_that_came_in_had_one_of_its_own(
    alice: Client, handler: Person
) -> None:
    case = merged(handler, "bob@example.net")
    more = stories.an_open_case(handler, name="Carol Vane", email="carol@example.net")
    promise(more, "We call Carol back.", date(2026, 11, 9), handler, LATER)
    merge(more, case, "One van.", handler, LATER, sure=True)
    page = text(alice.get(page_of(case)))
    assert STANDS in page


def test_the_page_asks_no_more_than_fifteen_statements_for_it(
    alice: Client, handler: Person
) -> None:
    case = merged(handler, "bob@example.net")
    alice.get(page_of(case))
    with CaptureQueriesContext(connection) as asked:
        assert STANDS in text(alice.get(page_of(case)))
    assert len(asked) <= 15
