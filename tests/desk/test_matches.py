"""One person or two: the queue on the desk, settled, undone, and shown on the customer's page."""

from itertools import pairwise

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.stories import NOW

from upheld.steps import may
from upheld.steps.match_customers import propose, tell_apart
from upheld.store.models import Customer, CustomerMerge, Match, Person

PAGE = "/customers/matches/"
REASONS = [("the same telephone number", 15.0), ("another e-mail address", -2.0)]


@pytest.fixture
def pair(handler: Person) -> Match:
    stories.an_open_case(handler)
    one = Customer.objects.get()
    other = Customer.objects.create(name="Saly Hart", email="shart@mail.example")
    propose([(one.pk, other.pk, 0.9953, REASONS)], may.Operator(), NOW)
    return Match.objects.get()


def test_a_pair_is_shown_side_by_side_with_what_speaks_for_and_against(
    alice: Client, pair: Match
) -> None:
    page = text(alice.get(PAGE))
    assert "Sally Hart and Saly Hart Almost certainly one person, 99.5%" in page
    assert "Speaks for one person The same telephone number" in page
    assert "Speaks for two Another e-mail address" in page
    assert "1 complaint, no orders" in page


def test_they_are_one_and_the_page_of_each_leads_to_the_other(alice: Client, pair: Match) -> None:
    told = {"stays": str(pair.other_id), "why": "She rang."}
    assert "Sally Hart leads to Saly Hart now" in text(
        alice.get(done(alice, f"{PAGE}{pair.pk}/same/", told))
    )
    stays = text(alice.get(f"/customers/{pair.other_id}/"))
    assert "Sally Hart (sally@example.org) is the same person and leads here" in stays
    assert "1 open of 1" in stays  # her complaint
    assert "is the same person as Saly Hart" in text(alice.get(f"/customers/{pair.one_id}/"))
    merge = CustomerMerge.objects.get()
    again = text(alice.get(done(alice, f"/customers/merges/{merge.pk}/undoing/", {})))
    assert "Sally Hart is a customer of their own again" in again
    assert "leads here" not in text(alice.get(f"/customers/{pair.other_id}/"))


def test_they_are_two_and_may_be_asked_about_again(alice: Client, pair: Match) -> None:
    page = text(alice.get(done(alice, f"{PAGE}{pair.pk}/two/", {"why": "Mother and daughter."})))
    assert "No pair waits for you" in page
    assert "Mother and daughter." in page
    assert "waits for an answer again" in text(
        alice.get(done(alice, f"{PAGE}{pair.pk}/again/", {}))
    )


def test_what_was_settled_meanwhile_is_told_and_nothing_is_done(alice: Client, pair: Match) -> None:
    assert "Choose who stays" in refused(alice, f"{PAGE}{pair.pk}/same/", {}, 422)
    tell_apart(pair.pk, "", may.Operator(), NOW)
    told = {"stays": str(pair.one_id)}
    assert "that they are two people" in refused(alice, f"{PAGE}{pair.pk}/same/", told, 422)
    assert not CustomerMerge.objects.exists()


def test_an_auditor_looks_on(signed_in: SignIn, auditor: Person, pair: Match) -> None:
    client = signed_in(auditor)
    assert "They are one person" not in text(client.get(PAGE))
    assert client.post(f"{PAGE}{pair.pk}/two/", {}).status_code == 403


def test_the_page_costs_the_same_however_many_pairs_there_are(
    alice: Client, pair: Match, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = [Customer.objects.create(name=f"S{n}") for n in range(12)]
    found = [(a.pk, b.pk, 0.9, REASONS) for a, b in pairwise(people)]
    propose(found, may.Operator(), NOW)
    with django_assert_max_num_queries(10):
        assert len(alice.get(PAGE).context["pairs"]) == 11
