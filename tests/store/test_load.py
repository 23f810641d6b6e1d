"""Rows to core: replayed decisions, precedents, and a fixed number of statements."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.stories import (
    NOW,
    SHELVES_LATE,
    a_closed_case,
    a_complaint,
    a_decided_case,
    a_finding,
    an_allegation,
    an_answered_case,
    an_open_case,
    days,
    told_about,
)

from upheld.core import record
from upheld.core.decision import decide as core_decide
from upheld.core.document import read_case
from upheld.core.words import AllegationKind, CaseId
from upheld.steps import close, decide, investigate
from upheld.store import documents, load, policies, queues, save
from upheld.store import models as rows
from upheld.store.models import Person
from upheld.store.policies import Rules
from upheld.store.policy_files import laws
from upheld.store.search import Among, matching


def decision_of(case: CaseId) -> rows.Decision:
    found = load.latest_decision(case)
    assert found
    return found


class TestDocument:
    def test_holds_what_happened_what_belongs_to_the_case_and_who_this_is(
        self, handler: Person
    ) -> None:
        case = a_decided_case(handler)
        told_about(case, "0.90", "0.85", "0.8")
        investigate.record_circumstances(case, {"explained_before": True}, handler, NOW)
        told = documents.document(load.case(case), NOW)
        (alleged,) = told["allegations"]
        assert told["received_on"] == "2026-11-02"
        assert alleged["facts"] == SHELVES_LATE
        assert alleged["evidence"] == ["Carrier scan of 30 October"]
        assert alleged["finding"] == "substantiated"
        assert told["circumstances"]["explained_before"] is True
        assert told["customer"]["fit"] == {
            "values_what": "0.9",
            "values_how": "0.85",
            "mutual_value": "0.8",
            "evidence": 3,
        }

    def test_of_a_case_read_to_be_decided_is_the_same(self, handler: Person) -> None:
        case = a_decided_case(handler)
        an_allegation(case, handler, kind=AllegationKind.FAULTY, facts={"impact": "medium"})
        a_closed_case(handler)
        an_open_case(handler)
        with CaptureQueriesContext(connection) as asked:
            at_once = load.to_decide(case)
        assert len(asked) == 2
        assert documents.document(at_once, NOW) == documents.document(load.case(case), NOW)
        bit_by_bit = rows.Case.objects.get(pk=case)
        for name in ("decisions", "letters", "deviations", "commitments", "taken_in"):
            assert list(getattr(at_once, name).all()) == list(getattr(bit_by_bit, name).all())

    def test_the_day_of_receipt_is_the_day_there(self, handler: Person) -> None:
        summer = NOW.replace(month=7, day=1, hour=23, minute=30)  # 00:30 the next day in London
        case = an_open_case(handler, now=summer)
        assert documents.document(load.case(case), summer)["received_on"] == "2026-07-02"

    def test_other_open_complaints_of_the_customer_are_counted(self, handler: Person) -> None:
        case = an_open_case(handler)
        a_closed_case(handler)
        an_open_case(handler)
        an_open_case(handler, email="bob@example.org")
        told = documents.document(load.case(case), NOW)
        assert told["customer"]["relationship"]["open_complaints"] == 1

    def test_similar_cases_are_those_upheld_in_the_year_before_each_counted_once(
        self, handler: Person
    ) -> None:
        twice = a_decided_case(handler, now=NOW - days(10))
        decide.decide(twice, handler, NOW - days(9))
        a_decided_case(handler, now=NOW - days(300))
        a_decided_case(handler, now=NOW - days(366))
        case = a_decided_case(handler)
        assert documents.document(load.case(case), NOW)["similar_a_year"] == 2

    def test_cases_of_another_kind_are_not_similar(self, handler: Person) -> None:
        a_decided_case(handler, now=NOW - days(10))
        case = an_open_case(handler)
        an_allegation(case, handler, kind=AllegationKind.FAULTY, facts={})
        assert documents.document(load.case(case), NOW)["similar_a_year"] == 0


class TestReplay:
    def test_a_decision_is_made_again_from_its_record(self, handler: Person) -> None:
        row = decision_of(a_decided_case(handler))
        policy = policies.policy_in_force(NOW.date())
        told = read_case(row.document, policy)
        again = core_decide(told, policy, row.at)
        with_version = {record.DECIDED_WITH: save.product()}
        assert record.keep(again, laws.on(told, again)) | with_version == row.record
        assert policy.version == row.policy_version

    def test_what_is_recalled_says_what_the_columns_say(self, handler: Person) -> None:
        row = decision_of(a_decided_case(handler))
        recalled = load.recalled(row)
        assert recalled.owed.amount == row.owed == Decimal("12.50")
        assert recalled.goodwill.amount == row.goodwill
        assert (recalled.outcome, recalled.stance) == (row.outcome, row.stance)
        assert recalled.decided_at == row.at

    def test_the_latest_decision_is_the_last_one_made(self, handler: Person) -> None:
        case = a_decided_case(handler)
        second = decide.decide(case, handler, NOW)
        assert decision_of(case) == second


class TestAccepted:
    def test_is_unknown_until_they_say(self, handler: Person) -> None:
        assert load.accepted(load.case(an_answered_case(handler))) is None

    @pytest.mark.parametrize("accepted", [True, False])
    def test_is_what_they_said(self, accepted: bool, handler: Person) -> None:
        case = an_answered_case(handler)
        close.hear(case, accepted, "", handler, NOW)
        assert load.accepted(load.case(case)) is accepted

    def test_of_an_earlier_answer_is_not_said_of_the_new_one(self, handler: Person) -> None:
        case = a_closed_case(handler)
        close.reopen(case, "They wrote again.", handler, NOW)
        assert load.accepted(load.case(case)) is None


@pytest.mark.parametrize("read", [load.case, load.page])
def test_a_case_that_is_not_there(db: None, read: Callable[[CaseId], Any]) -> None:
    with pytest.raises(load.CaseMissing, match="there is no case UP-000007"):
        read(CaseId(7))


def many_cases(count: int) -> None:
    who = rows.Customer.objects.create(name="Many")
    received = [a_complaint(received_at=NOW - timedelta(hours=n)) for n in range(count)]
    rows.Case.objects.bulk_create(
        save.new_case(each, who, Rules("iso-10002"), "GBP", []) for each in received
    )


def statements(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read()
    return len(captured)


def show_inbox() -> None:
    for case in queues.inbox():
        str(case.customer), case.owner, case.next_due


def show_page(case: CaseId) -> None:
    page = load.page(case)
    for each in page.allegations.all():
        list(each.evidence.all()), getattr(each, "finding", None)
    lists = (page.clocks, page.evidence, page.letters, page.decisions, page.closings)
    for related in (*lists, page.acceptances, page.contacts):
        list(related.all())
    str(page.customer), page.owner, page.order


@pytest.mark.pain("P6")
def test_the_inbox_takes_as_many_statements_for_200_cases_as_for_10(db: None) -> None:
    many_cases(10)
    few = statements(show_inbox)
    many_cases(190)
    assert statements(show_inbox) == few == 1


def test_a_page_takes_as_many_statements_however_much_it_holds(handler: Person) -> None:
    small, large = an_open_case(handler), a_closed_case(handler)
    close.reopen(large, "Again", handler, NOW)
    for n in range(6):
        allegation = an_allegation(large, handler, statement=f"Point {n}")
        a_finding(large, allegation, handler)
        investigate.add_evidence(large, allegation, "record", "A scan", handler, NOW)
    many_cases(20)
    assert statements(lambda: show_page(large)) <= 12
    assert statements(lambda: show_page(small)) <= 12


class TestInbox:
    def test_shows_what_is_due_first_and_nothing_closed(self, handler: Person) -> None:
        later = an_open_case(handler, now=NOW + days(5))
        first = an_open_case(handler, now=NOW)
        a_closed_case(handler)
        assert [case.pk for case in queues.inbox()] == [first, later]

    def test_closed_cases_are_found_newest_first(self, handler: Person) -> None:
        old, new = a_closed_case(handler, now=NOW - days(9)), a_closed_case(handler)
        assert [case.pk for case in matching(queues.newest(), "", Among.CLOSED)] == [new, old]
