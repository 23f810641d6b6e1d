"""The store's decided cases as a backtest takes them."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.core.given import NOW, POLICY
from tests.stories import a_decided_case, an_open_case, told_about

from upheld.core.words import CaseId
from upheld.insight.backtest import backtest
from upheld.insight.backtest.cases import Cases
from upheld.insight.backtest.past import decided_cases
from upheld.steps import decide, investigate
from upheld.store.models import Customer, Person


def only_batch() -> Cases:
    (batch,) = decided_cases()
    return batch


@pytest.mark.django_db
def test_a_store_without_decisions_has_no_past_cases(handler: Person) -> None:
    an_open_case(handler)
    assert list(decided_cases()) == []


def test_a_case_is_what_its_latest_decision_was_made_from(handler: Person) -> None:
    case = a_decided_case(handler)
    investigate.record_circumstances(case, {"withdrawn": True}, handler, NOW)
    decide.decide(case, handler, NOW + timedelta(hours=1))
    found = only_batch()
    assert list(found.names) == [f"UP-{case:06d}"]
    assert found.facts(POLICY, ())["withdrawn"].to_list() == [True]


def test_its_groups_are_what_the_firm_holds(handler: Person) -> None:
    a_decided_case(handler)
    Customer.objects.update(area="LS", persona="stayer")
    groups = only_batch().segments.to_dicts()
    assert groups == [
        {
            "segment.persona": "stayer",
            "segment.area": "LS",
            "segment.came by": None,
            "segment.channel": "desk",
            "segment.touchpoint": None,
            "segment.item": None,
        }
    ]


def decided_again(case: CaseId, by: Person) -> None:
    told_about(case, "0.9", "0.9", "0.9")
    decide.decide(case, by, NOW)


def test_a_backtest_of_the_policy_itself_gives_what_was_decided(handler: Person) -> None:
    decided_again(a_decided_case(handler), handler)
    found = backtest(POLICY, lambda day: POLICY, decided_cases(), NOW)
    assert (found.decided, found.changed) == (1, 0)
    assert (str(found.costs.owed.after), str(found.costs.goodwill.after)) == ("12.50", "25.00")


def test_all_cases_take_one_statement(
    handler: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    decided_again(a_decided_case(handler), handler)
    with django_assert_num_queries(1):
        list(decided_cases())
