"""Rows of several tables by one statement: the same, to the type of each field, as one by one."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.stories import NOW, a_decided_case, an_open_case

from upheld.core.words import CaseId
from upheld.store import load
from upheld.store import models as rows
from upheld.store.models import Person
from upheld.store.sql import in_one

ODD = 'A "quoted" \\ line\n{"and": [1]} – «é» \N{RIGHT-TO-LEFT OVERRIDE}'


@pytest.fixture
def case(handler: Person) -> rows.Case:
    """With one of much that most cases have none of."""
    row = rows.Case.objects.get(pk=a_decided_case(handler))
    other = rows.Case.objects.get(pk=an_open_case(handler))
    later = NOW + timedelta(hours=1, microseconds=7)
    told: dict[str, Any] = {"case": row, "by": ODD}
    rows.Claim.objects.create(
        **told, at=later, kind="late", statement=ODD, facts={"a": [1, 2.5, None, ODD]}, taken=False
    )
    rows.Claim.objects.create(**told, at=NOW, kind="late", statement="")
    rows.Acceptance.objects.create(**told, at=NOW, accepted=True)
    rows.Closing.objects.create(**told, at=NOW, cause="x", resolved=False, reopened_at=later)
    for days in (3, 1):
        rows.Commitment.objects.create(
            **told, at=NOW, words=ODD, due=later + timedelta(days=days), due_on=date(2026, 11, days)
        )
    rows.Deviation.objects.create(
        **told, at=NOW, decision=row.decisions.get(), customer=row.customer, kind="refund",
        amount=Decimal("12.30"), currency="GBP", reason=ODD, state="granted",
        approved_by="Lena", granted_at=NOW, price_low=Decimal(0), expires_on=date(2027, 1, 1),
        price_high=Decimal("123456789012.34"),
    )  # fmt: skip
    rows.Merge.objects.create(case=other, into=row, as_history=False, at=NOW, by="x",
                              moved={"a": 1})  # fmt: skip
    return row


def test_what_comes_of_one_statement_is_what_comes_of_many(case: rows.Case) -> None:
    names = ("claims", "acceptances", "closings", "commitments", "deviations", "taken_in")
    asked = {name: getattr(case, name).all() for name in names}
    with CaptureQueriesContext(connection) as statements:
        found = in_one.rows_of(asked)
    assert len(statements) == 1
    for name, query in asked.items():
        one_by_one = list(query)
        assert len(one_by_one) >= 1
        assert [_fields(row) for row in found[name]] == [_fields(row) for row in one_by_one]


def _fields(row: Any) -> list[tuple[str, str, object]]:
    told = [(each.attname, getattr(row, each.attname)) for each in row._meta.concrete_fields]
    return [(name, repr(value), value) for name, value in told]


def test_nothing_costs_no_statement(db: None) -> None:
    with CaptureQueriesContext(connection) as statements:
        assert in_one.rows_of({}) == {}
    assert len(statements) == 0


def test_a_page_shows_what_there_is_and_of_two_cases_each_its_own(case: rows.Case) -> None:
    merged = case.taken_in.get().case
    one, other = load.pages(CaseId(case.pk), CaseId(merged.pk))
    assert [each.pk for each in (one, other)] == [case.pk, merged.pk]
    assert [len(each.claims.all()) for each in (one, other)] == [2, 0]
    assert [row.due_on for row in one.commitments.all()] == [date(2026, 11, 1), date(2026, 11, 3)]
    (decision,) = one.decisions.all()
    (beside,) = decision.deviations.all()
    assert str(beside.amount) == "12.30"
    assert one.claims.all()[0].at == datetime(2026, 11, 2, 10, 30, 0, 7, tzinfo=UTC)
    assert one.taken_in.all()[0].case.customer == merged.customer


def test_a_case_that_is_not_there_is_told(case: rows.Case) -> None:
    with pytest.raises(load.CaseMissing, match="there is no case UP-999999"):
        load.pages(CaseId(case.pk), CaseId(999_999))
