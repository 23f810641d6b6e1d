"""`upheld decide` without a document: every case that waits, once."""

import json
from typing import Any

import pytest
from tests import stories

from upheld.core.words import CaseState
from upheld.steps.may import Operator
from upheld.store import models as rows

from .conftest import Upheld

pytestmark = pytest.mark.django_db
BY = Operator()


def decided(upheld: Upheld) -> dict[str, Any]:
    ran = upheld("decide", "--json")
    assert (ran.code, ran.err) == (0, "")
    told: dict[str, Any] = json.loads(ran.out)
    return told


def an_unanswered_question() -> int:
    case = stories.an_open_case(BY)
    stories.an_allegation(case, BY, facts={"touchpoint": "product"})
    return case


def test_what_has_facts_is_decided_and_the_rest_is_counted(upheld: Upheld) -> None:
    case = stories.an_investigated_case(BY)
    an_unanswered_question()
    stories.an_open_case(BY)
    stories.a_received_case(BY)
    empty = stories.an_open_case(BY)
    stories.an_allegation(empty, BY, facts={})
    assert decided(upheld) == {
        "decided": 1, "asks": 1, "unchanged": 0, "nothing_known": 3, "skipped": [],
    }  # fmt: skip
    assert rows.Case.objects.get(pk=case).state == CaseState.DECIDED


def test_a_second_run_decides_nothing_anew(upheld: Upheld) -> None:
    stories.an_investigated_case(BY)
    an_unanswered_question()
    decided(upheld)
    before = rows.Decision.objects.count(), rows.Event.objects.count()
    again = decided(upheld)
    assert (again["decided"], again["asks"], again["unchanged"]) == (0, 0, 1)
    assert (rows.Decision.objects.count(), rows.Event.objects.count()) == before


def test_an_answer_to_the_question_is_a_reason_to_decide_again(upheld: Upheld) -> None:
    an_unanswered_question()
    decided(upheld)
    rows.Allegation.objects.update(facts=dict(stories.SHELVES_LATE))
    assert decided(upheld)["decided"] == 1


def test_other_tables_are_a_reason_to_decide_again(upheld: Upheld) -> None:
    an_unanswered_question()
    decided(upheld)
    rows.Decision.objects.update(policy_version="standard/2020-01-01+00000000")
    assert decided(upheld)["asks"] == 1


def test_a_case_that_cannot_be_decided_is_skipped_with_its_reason(upheld: Upheld) -> None:
    dollars = rows.Case.objects.get(pk=stories.an_investigated_case(BY))
    rows.Case.objects.filter(pk=dollars.pk).update(currency="USD")
    stories.an_investigated_case(BY)
    told = decided(upheld)
    assert told["decided"] == 1
    (skipped,) = told["skipped"]
    assert skipped["reference"] == dollars.reference
    assert skipped["why"].startswith("the amounts are in USD and policy standard is in GBP")


def test_people_read_the_same_counts(upheld: Upheld) -> None:
    stories.an_investigated_case(BY)
    stories.a_received_case(BY)
    told = upheld("decide").out.splitlines()
    assert [line.split()[:2] for line in told] == [
        ["1", "decided"], ["0", "ask"], ["0", "have"], ["1", "have"],
    ]  # fmt: skip
