"""A decision is worked out before the case is held, and stands where the case is as it was."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.stories import (
    NOW,
    SHELVES_LATE,
    a_finding,
    a_received_case,
    an_allegation,
    an_investigated_case,
    an_open_case,
)

from upheld.core.words import CaseId, FindingResult
from upheld.steps import may
from upheld.steps.commit import promise
from upheld.steps.decide import decide, decide_held
from upheld.steps.investigate import add_evidence, record_facts
from upheld.steps.work_out import WorkedOut, beforehand, work_out
from upheld.store import documents, load
from upheld.store.models import Allegation, Case, Customer, Decision, Person

LATE_BY_A_DAY = {**SHELVES_LATE, "days_late": 1}


def worked_out(case: CaseId, by: may.Actor) -> WorkedOut:
    """As it is while nobody holds the case."""
    return work_out(load.to_look_at(case), by, NOW)


def decided(case: CaseId, by: may.Actor, worked: WorkedOut) -> Decision:
    with transaction.atomic():
        return decide_held(load.to_decide(case), by, NOW, worked=worked)


def test_what_was_worked_out_is_kept_where_the_case_is_as_it_was(handler: Person) -> None:
    case = an_investigated_case(handler)
    worked = worked_out(case, handler)
    row = decided(case, handler, worked)
    assert row is worked.row
    kept = Decision.objects.get(case=case)
    assert (kept.document, kept.record) == (worked.document, worked.row.record)
    assert (kept.by, kept.decided_by) == (handler.name, handler)


def _facts(case: CaseId, by: Person) -> None:
    record_facts(case, Allegation.objects.get(case=case).pk, LATE_BY_A_DAY, by, NOW)


def _finding(case: CaseId, by: Person) -> None:
    told = FindingResult.NOT_SUBSTANTIATED
    a_finding(case, Allegation.objects.get(case=case).pk, by, result=told)


def _evidence(case: CaseId, by: Person) -> None:
    add_evidence(case, Allegation.objects.get(case=case).pk, "record", "A photograph", by, NOW)


def _allegation(case: CaseId, by: Person) -> None:
    an_allegation(case, by, statement="They came late again.")


def _promise(case: CaseId, by: Person) -> None:
    promise(case, "We call on Monday", (NOW + timedelta(days=3)).date(), by, NOW)


def _customer(case: CaseId, by: Person) -> None:
    Customer.objects.filter(cases=case).update(vulnerable=True)


def _complaint(case: CaseId, by: Person) -> None:
    Case.objects.filter(pk=a_received_case(by)).update(
        customer=Case.objects.get(pk=case).customer_id
    )


@pytest.mark.parametrize(
    "came", [_facts, _finding, _evidence, _allegation, _promise, _customer, _complaint]
)
def test_what_came_since_is_in_the_decision(
    came: Callable[[CaseId, Person], None], handler: Person
) -> None:
    case = an_investigated_case(handler)
    worked = worked_out(case, handler)
    came(case, handler)
    row = decided(case, handler, worked)
    assert row is not worked.row
    assert row.document != worked.document
    assert row.document == documents.document(load.to_look_at(case), NOW)


def test_who_waits_within_a_transaction_has_nothing_worked_out_before(handler: Person) -> None:
    assert beforehand(an_investigated_case(handler), handler, NOW) is None


@pytest.mark.django_db(transaction=True)
class TestOutsideOfATransaction:
    def test_on_sqlite_alone_it_is_worked_out_before(self, handler: Person) -> None:
        worked = beforehand(an_investigated_case(handler), handler, NOW)
        assert (worked is not None) == (connection.vendor == "sqlite")

    def test_what_is_amiss_is_told_to_whoever_holds_the_case(
        self, handler: Person, auditor: Person
    ) -> None:
        assert beforehand(an_open_case(handler), handler, NOW) is None  # nothing is alleged
        assert beforehand(an_investigated_case(handler), auditor, NOW) is None
        assert beforehand(CaseId(10**6), handler, NOW) is None

    def test_who_writes_on_sqlite_asks_little_while_others_wait(self, handler: Person) -> None:
        case = an_investigated_case(handler)
        with CaptureQueriesContext(connection) as asked:
            decide(case, handler, NOW)
        told = [each["sql"] for each in asked]
        if connection.vendor == "sqlite":
            held = told[told.index("BEGIN IMMEDIATE") :]
            assert len(held) <= 22
            read = ("store_policyversion", '"like_facts" >=')
            assert not [sql for sql in held if any(name in sql for name in read)]
