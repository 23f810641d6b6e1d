"""What we did before: like cases with what differs, how far we agree, and the reason where not."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text
from tests.steps.test_follow import found_otherwise

from upheld.core.references import reference
from upheld.insight.precedents import keeping
from upheld.store.models import Person

ASKED = "Why it differs from like cases"


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def test_stand_beside_the_decision_before_it_is_made(alice: Client, handler: Person) -> None:
    first = stories.a_decided_case(handler)
    case = stories.an_open_case(handler, name="Bob", email="bob@example.org")
    assert "Like cases stand here once" in text(alice.get(page_of(case)))
    facts = {**stories.SHELVES_LATE, "days_late": 15}
    stories.a_finding(case, stories.an_allegation(case, handler, facts=facts), handler)
    page = text(alice.get(f"{page_of(case)}?do=decision"))
    assert "100%, 21% to 100% As in the one like case." in page
    assert f"{reference(first)} Sally Hart, Mon 2 Nov 2026" in page
    assert "6 days less late" in page
    assert "By facts alone: nothing was learnt yet" in page
    assert ASKED not in page


def test_one_that_differs_asks_why_and_shows_the_reason(alice: Client, handler: Person) -> None:
    stories.a_decided_case(handler)
    case = found_otherwise(handler)
    assert ASKED in text(alice.get(f"{page_of(case)}?do=decision"))
    address = f"{page_of(case)}decision/"
    page = refused(alice, address, {"why_different": " "}, 422)
    assert "found otherwise on like facts. Say why this one differs." in page
    reason = "The carrier's clock was wrong."
    page = text(alice.get(done(alice, address, {"why_different": reason})))
    assert f"Why it differs {reason} Alice Moore" in page
    assert f"Differs from like cases: {reason}" in page


def test_are_found_by_words_too_and_take_few_statements(
    alice: Client, handler: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = stories.an_open_case(handler, text="The top of the bench split along the grain.")
    stories.a_finding(first, stories.an_allegation(first, handler, facts={}), handler)
    case = stories.a_decided_case(handler, text="Our bench split along the grain, at the top.")
    keeping.learn()
    stories.a_decided_case(handler, text="The grain of the top split.")  # since
    with django_assert_max_num_queries(15):
        page = text(alice.get(page_of(case)))
    assert "By facts alone" not in page
    assert "As in the one like case." in page


def test_a_lead_marks_one_not_to_follow_and_takes_it_back(
    signed_in: SignIn, lead: Person, alice: Client, handler: Person
) -> None:
    unfair, case = stories.a_decided_case(handler), stories.a_decided_case(handler)
    assert "Not a precedent to follow" not in text(alice.get(page_of(unfair)))
    client, reason = signed_in(lead), "It was paid to whoever asked twice."
    refused(alice, f"{page_of(unfair)}unfair/", {"why": reason}, 403)
    refused(client, f"{page_of(unfair)}unfair/", {"why": ""}, 422)
    page = text(client.get(done(client, f"{page_of(unfair)}unfair/", {"why": reason})))
    assert f"This decision is no precedent to follow: {reason}" in page
    page = text(alice.get(page_of(case)))
    assert f"Not to follow: {reason}" in page
    assert "No like case was decided before" in page
    done(client, f"{page_of(unfair)}following/", {"why": "It was owed after all."})
    assert "As in the one like case." in text(alice.get(page_of(case)))
