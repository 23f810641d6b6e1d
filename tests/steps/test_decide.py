"""Decide and approve: by the policy of the day of receipt, and by two people where it must be."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.stories import (
    NOW,
    SHELVES_LATE,
    a_decided_case,
    a_finding,
    an_allegation,
    an_open_case,
    the_decision,
)

from upheld.core.document import DocumentError
from upheld.core.words import AllegationKind, CaseId, CaseState, FindingResult, Role
from upheld.steps import may
from upheld.steps.decide import NothingToApprove, StaleDecision, approve, decide
from upheld.steps.investigate import record_facts
from upheld.steps.may import Operator
from upheld.store.models import Case, Decision, Event, Finding, Person

DEAR = {"touchpoint": "product", "price_paid": "900.00", "delivery_paid": "0.00"}


def a_dear_case(by: may.Actor, price: str) -> CaseId:
    """Something of this price never arrived: all of it is owed."""
    case = an_open_case(by)
    facts = {**DEAR, "price_paid": price, "received": False, "carrier_says_delivered": False}
    an_allegation(case, by, kind=AllegationKind.NOT_RECEIVED, facts=facts)
    decide(case, by, NOW)
    return case


def test_a_decision_says_by_whom_from_what_and_under_which_policy(handler: Person) -> None:
    row = Decision.objects.get(case=a_decided_case(handler))
    assert (row.by, row.at) == ("Alice Moore", NOW)
    assert row.policy_version.startswith("standard/")
    assert row.document["allegations"][0]["finding"] == "substantiated"


def test_a_case_where_nothing_is_alleged_cannot_be_decided(
    open_case: CaseId, handler: Person
) -> None:
    with pytest.raises(DocumentError, match="nothing is alleged: add at least one"):
        decide(open_case, handler, NOW)
    assert not Decision.objects.exists()


def test_a_decision_that_asks_leaves_the_case_under_investigation(
    open_case: CaseId, handler: Person
) -> None:
    an_allegation(open_case, handler, facts={})
    assert decide(open_case, handler, NOW).stance == "ask"
    assert Case.objects.get(pk=open_case).state == CaseState.INVESTIGATING


def test_deciding_again_keeps_both(handler: Person) -> None:
    case = a_decided_case(handler)
    decide(case, handler, NOW)
    assert Decision.objects.filter(case=case).count() == 2


def test_a_decision_asks_as_little_whatever_was_decided_before(handler: Person) -> None:
    """Each asks at most thirty-one statements: deciding is mostly asking."""
    case = a_decided_case(handler)
    asked = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            decide(case, handler, NOW)
        asked.append(len(captured))
    assert asked[2] <= asked[1] <= 31


class TestWhereNoPersonFound:
    def test_the_facts_find_and_it_is_kept_as_the_tables(
        self, open_case: CaseId, handler: Person
    ) -> None:
        allegation = an_allegation(open_case, handler)
        decide(open_case, handler, NOW)
        kept = Finding.objects.get(allegation=allegation)
        assert (kept.result, kept.by) == ("substantiated", "the policy's table, from the facts")
        assert Decision.objects.get().record["findings"][0]["because"] == kept.because

    def test_what_cannot_be_found_is_asked_and_not_found(
        self, open_case: CaseId, handler: Person
    ) -> None:
        an_allegation(open_case, handler, facts={})
        assert decide(open_case, handler, NOW).stance == "ask"
        assert not Finding.objects.exists()

    def test_other_facts_are_found_anew(self, open_case: CaseId, handler: Person) -> None:
        allegation = an_allegation(open_case, handler)
        decide(open_case, handler, NOW)
        record_facts(open_case, allegation, {**SHELVES_LATE, "days_late": 0}, handler, NOW)
        assert not Finding.objects.exists()
        assert decide(open_case, handler, NOW).outcome == "not_upheld"
        assert Finding.objects.get().result == "not_substantiated"

    def test_deciding_again_says_the_same(self, open_case: CaseId, handler: Person) -> None:
        an_allegation(open_case, handler)
        first, again = (decide(open_case, handler, NOW) for _ in range(2))
        assert first.record == again.record
        assert Event.objects.filter(kind="found").count() == 1

    def test_a_person_finds_above_the_table(self, open_case: CaseId, handler: Person) -> None:
        allegation = an_allegation(open_case, handler)
        decide(open_case, handler, NOW)
        a_finding(open_case, allegation, handler, result=FindingResult.NOT_SUBSTANTIATED)
        assert decide(open_case, handler, NOW).outcome == "not_upheld"
        assert not Finding.objects.get().by_table


class TestASecondPerson:
    def test_is_needed_where_much_is_owed(self, handler: Person) -> None:
        row = Decision.objects.get(case=a_dear_case(handler, "900.00"))
        assert (row.needs_role, row.needs_second_person) == (Role.HANDLER, True)

    def test_approves_what_another_decided(self, handler: Person, lead: Person) -> None:
        case = a_dear_case(handler, "900.00")
        approve(case, the_decision(case), lead, NOW)
        row = Decision.objects.get(case=case)
        assert (row.approved_by, row.approved_at) == ("Lena Brandt", NOW)

    def test_is_never_the_one_who_decided(self, lead: Person) -> None:
        case = a_dear_case(lead, "900.00")
        with pytest.raises(NothingToApprove, match="you made the decision yourself"):
            approve(case, the_decision(case), lead, NOW)

    def test_may_have_the_same_name(self, lead: Person) -> None:
        other = Person.objects.create_person("other@example.com", lead.name, Role.LEAD, "x" * 12)
        case = a_dear_case(lead, "900.00")
        approve(case, the_decision(case), other, NOW)
        assert Decision.objects.get(case=case).approved_at == NOW

    def test_is_not_the_one_who_decided_under_another_name(self, lead: Person) -> None:
        case = a_dear_case(lead, "900.00")
        lead.name = "Lena Brandt-Cole"
        with pytest.raises(NothingToApprove, match="you made the decision yourself"):
            approve(case, the_decision(case), lead, NOW)

    def test_may_be_the_command_line_only_once(self, handler: Person) -> None:
        case = a_dear_case(Operator(), "900.00")
        with pytest.raises(NothingToApprove, match="you made the decision yourself"):
            approve(case, the_decision(case), Operator(), NOW)

    def test_approves_only_what_they_read(self, handler: Person, lead: Person) -> None:
        case = a_dear_case(handler, "900.00")
        read = the_decision(case)
        decide(case, handler, NOW)
        with pytest.raises(StaleDecision, match="decided again while you read"):
            approve(case, read, lead, NOW)
        assert not Decision.objects.exclude(approved_at=None).exists()

    def test_approves_once(self, handler: Person, lead: Person) -> None:
        case = a_dear_case(handler, "900.00")
        approve(case, the_decision(case), lead, NOW)
        with pytest.raises(NothingToApprove, match="nothing waits for approval"):
            approve(case, the_decision(case), lead, NOW)

    def test_is_asked_again_when_it_is_decided_again(self, handler: Person, lead: Person) -> None:
        case = a_dear_case(handler, "900.00")
        approve(case, the_decision(case), lead, NOW)
        assert decide(case, handler, NOW).approved_at is None


def test_a_finding_of_a_person_stands_above_the_facts(open_case: CaseId, handler: Person) -> None:
    allegation = an_allegation(open_case, handler)
    a_finding(open_case, allegation, handler, result=FindingResult.NOT_SUBSTANTIATED)
    assert decide(open_case, handler, NOW).outcome == "not_upheld"
