"""Decisions beside one: those of like facts, one for each case, the newest first."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.stories import (
    NOW,
    SHELVES_LATE,
    a_decided_case,
    a_finding,
    an_allegation,
    an_investigated_case,
    an_open_case,
    days,
    told_about,
)

from upheld.core.words import CaseId
from upheld.steps import decide, merge
from upheld.store import like_cases, load
from upheld.store.like_cases import Before
from upheld.store.models import Case, Person


def before(case: CaseId, also: tuple[int, ...] = ()) -> list[Before]:
    row = load.latest_decision(case)
    assert row
    return like_cases.before(case, row.like_facts, also)


def with_facts(by: Person, now: datetime = NOW, **facts: object) -> CaseId:
    case = an_open_case(by, now)
    a_finding(case, an_allegation(case, by, now, facts={**SHELVES_LATE, **facts}), by, now)
    decide.decide(case, by, now)
    return case


def test_share_what_happened_whoever_it_happened_to(handler: Person) -> None:
    sally = a_decided_case(handler)
    bob = a_decided_case(handler, name="Bob", email="bob@example.org")
    told_about(bob, "0.1", "0.1", "0.1")
    (found,) = before(sally)
    assert (found.case, found.customer, found.like, found.not_followed) == (bob, "Bob", True, "")
    assert found.answered.happened.points[0].finding == "substantiated"
    assert (found.answered.remedies, str(found.answered.owed)) == (("refund",), "12.50")
    assert found.answered.band == "unknown"


def test_other_amounts_are_like_and_another_kind_of_fact_is_not(handler: Person) -> None:
    sally = a_decided_case(handler)
    near = with_facts(handler, days_late=3, price_paid="300.00")
    with_facts(handler, touchpoint="service")
    with_facts(handler, days_late=0)
    assert [each.case for each in before(sally)] == [near]


def test_what_is_asked_for_comes_too_and_is_told_apart(handler: Person) -> None:
    sally = a_decided_case(handler)
    other = with_facts(handler, touchpoint="service")
    (found,) = before(sally, (other, sally))
    assert (found.case, found.like) == (other, False)


def test_are_the_newest_decision_of_each_case_the_newest_first(handler: Person) -> None:
    first = a_decided_case(handler)
    others = [a_decided_case(handler, now=NOW + days(n)) for n in (1, 2, 3)]
    newest = decide.decide(others[0], handler, NOW + days(9))
    found = before(first)
    assert [each.case for each in found] == [others[0], others[2], others[1]]
    assert found[0].decision == newest.pk


def test_what_only_asks_was_merged_or_taken_back_is_none(handler: Person) -> None:
    first, into = a_decided_case(handler), an_investigated_case(handler)
    merged, gone = a_decided_case(handler), a_decided_case(handler)
    with_facts(handler, delivery_paid=None)
    merge.merge(merged, into, "", handler, NOW)
    Case.objects.filter(pk=gone).update(taken_back_at=NOW)
    assert before(first) == []


def test_what_was_told_before_is_told_anew_once_its_row_has_changed(handler: Person) -> None:
    sally, bob = a_decided_case(handler), a_decided_case(handler)
    assert before(sally)[0].answered.remedies == ("refund",)
    row = load.latest_decision(bob)
    assert row
    row.record["entitlement"][0]["kind"] = "repair"
    row.save(update_fields=["record"])
    assert before(sally)[0].answered.remedies == ("repair",)


def test_what_is_known_by_the_version_of_its_row_is_not_unpacked(handler: Person) -> None:
    sally, _ = a_decided_case(handler), a_decided_case(handler)
    row = load.latest_decision(sally)
    assert row

    def parts(known: str) -> tuple[str | None, str | None]:
        (told,) = like_cases._OF_KEY(sally, row.like_facts, known)
        version, asked, _ = told[-4:-1]
        return version, asked

    version, first = parts("")
    assert first
    # SQLite has no version of a row: there it is read each time.
    assert parts(version or "") == (version, None if version else first)


@pytest.mark.parametrize("many", [1, 4])
def test_one_statement_however_many(handler: Person, many: int) -> None:
    first, *_ = [a_decided_case(handler) for _ in range(1 + many)]
    row = load.latest_decision(first)
    assert row
    with CaptureQueriesContext(connection) as asked:
        assert len(like_cases.before(first, row.like_facts)) == many
    assert len(asked) == 1


def test_one_more_statement_where_cases_are_asked_for(handler: Person) -> None:
    first, like, other = a_decided_case(handler), a_decided_case(handler), a_decided_case(handler)
    row = load.latest_decision(first)
    assert row
    with CaptureQueriesContext(connection) as asked:
        found = like_cases.before(first, row.like_facts, (like, other, first))
    assert sorted(each.case for each in found) == [like, other]
    assert len(asked) == 2
