"""Amounts of one currency never count in another: a policy that changed its currency leaves cases
behind that are in the one before."""

from decimal import Decimal

import pytest
from tests.own_policies import Edit
from tests.stories import (
    NOW,
    SHELVES_LATE,
    a_closed_case,
    a_finding,
    an_allegation,
    an_open_case,
)

from upheld.core.decision import DecisionError
from upheld.core.document import DocumentError
from upheld.core.event_kinds import EventKind
from upheld.core.references import reference
from upheld.core.words import AllegationKind, CaseId
from upheld.steps import may
from upheld.steps.decide import decide, preview
from upheld.steps.investigate import allege, record_facts
from upheld.steps.merge import MergeError, _record, merge, undo_merge
from upheld.store import load
from upheld.store import models as rows
from upheld.store.merged import moves as merge_moves

EUROS = ("standard/policy.yaml", "currency: GBP", "currency: EUR")
LATE = {**SHELVES_LATE, "delivery_paid": "12.50"}
NO_AMOUNT = {name: told for name, told in LATE.items() if not name.endswith("_paid")}


@pytest.fixture
def two(handler: rows.Person, edited: Edit) -> tuple[CaseId, CaseId]:
    """A case from when the policy was in pounds, and one of the same customer from since it is in
    euros."""
    pounds = an_open_case(handler)
    an_allegation(pounds, handler)
    edited(*EUROS)
    euros = an_open_case(handler)
    assert [rows.Case.objects.get(pk=each).currency for each in (pounds, euros)] == ["GBP", "EUR"]
    return pounds, euros


def the_allegation(case: CaseId) -> rows.Allegation:
    return rows.Allegation.objects.get(case=case)


def test_a_merge_turns_no_amount_into_another_currency(
    two: tuple[CaseId, CaseId], handler: rows.Person
) -> None:
    pounds, euros = two
    one, other = reference(pounds), reference(euros)
    turned = f"the amounts of {one} are in GBP and those of {other} in EUR"
    with pytest.raises(MergeError, match=turned) as refused:
        merge(pounds, euros, "", handler, NOW)
    assert f"take them out of the facts of {one}" in str(refused.value)
    assert the_allegation(pounds).facts["delivery_paid"] == "12.50"
    assert not rows.Merge.objects.exists()


def test_once_its_amounts_are_taken_out_it_is_merged(
    two: tuple[CaseId, CaseId], handler: rows.Person
) -> None:
    """What the refusal says to do can be done, and leads to a decision in one currency."""
    pounds, euros = two
    alleged = the_allegation(pounds).pk
    record_facts(pounds, alleged, NO_AMOUNT, handler, NOW)
    merge(pounds, euros, "", handler, NOW)
    record_facts(euros, alleged, LATE | {"delivery_paid": "14.30"}, handler, NOW)
    a_finding(euros, alleged, handler)
    decided = decide(euros, handler, NOW)
    assert (decided.owed, decided.currency) == (Decimal("14.30"), "EUR")


def test_one_that_had_its_answer_is_merged_as_history(handler: rows.Person, edited: Edit) -> None:
    """Nothing of it moves."""
    pounds = a_closed_case(handler)
    edited(*EUROS)
    euros = an_open_case(handler)
    assert merge(pounds, euros, "", handler, NOW).as_history
    assert not rows.Allegation.objects.filter(case=euros).exists()


def test_amounts_in_euros_do_not_go_back_to_a_case_in_pounds(
    two: tuple[CaseId, CaseId], handler: rows.Person
) -> None:
    pounds, euros = two
    alleged = the_allegation(pounds).pk
    record_facts(pounds, alleged, NO_AMOUNT, handler, NOW)
    row = merge(pounds, euros, "", handler, NOW)
    record_facts(euros, alleged, LATE, handler, NOW)
    with pytest.raises(MergeError, match=r"recorded in EUR.*whose own are in GBP: take them out"):
        undo_merge(euros, row.pk, handler, NOW)
    record_facts(euros, alleged, NO_AMOUNT, handler, NOW)
    undo_merge(euros, row.pk, handler, NOW)
    assert "delivery_paid" not in the_allegation(pounds).facts


def test_what_was_merged_so_before_is_not_decided(
    two: tuple[CaseId, CaseId], handler: rows.Person
) -> None:
    """An earlier version merged it: pounds stand in a case in euros."""
    pounds, euros = two
    row = as_earlier_versions_did(pounds, euros)
    a_finding(euros, the_allegation(euros).pk, handler)
    came = f"came with {reference(pounds)} are in GBP"
    for look in (
        lambda: decide(euros, handler, NOW),
        lambda: preview(load.page(euros), NOW),
    ):
        with pytest.raises(DecisionError, match=came) as refused:
            look()
    assert "undo that merge, or record them in EUR" in str(refused.value)
    undo_merge(euros, row.pk, handler, NOW)
    assert the_allegation(pounds).facts["delivery_paid"] == "12.50"


def test_what_was_merged_so_before_is_decided_once_it_was_recorded_in_its_currency(
    two: tuple[CaseId, CaseId], handler: rows.Person
) -> None:
    pounds, euros = two
    as_earlier_versions_did(pounds, euros)
    alleged = the_allegation(euros).pk
    record_facts(euros, alleged, LATE | {"delivery_paid": "14.30"}, handler, NOW)
    a_finding(euros, alleged, handler)
    assert decide(euros, handler, NOW).owed == Decimal("14.30")


def as_earlier_versions_did(case: CaseId, into: CaseId) -> rows.Merge:
    """A merge that looked at no currency."""
    one, other = (rows.Case.objects.get(pk=each) for each in (case, into))
    before = {"case": merge_moves.snapshot(one), "into": merge_moves.snapshot(other)}
    row = rows.Merge(case=one, into=other, as_history=False, at=NOW, by="Ann", before=before)
    row.moved = merge_moves.move(one, other)
    row.save()
    rows.Case.objects.filter(pk=case).update(merged_into=into, state="closed", next_due=None)
    _record(row, EventKind.MERGED, EventKind.TOOK_IN, may.Operator(), NOW)
    return row


def test_no_amount_is_recorded_in_a_case_of_another_currency(
    two: tuple[CaseId, CaseId], handler: rows.Person
) -> None:
    """It would count as one of the case's own once its policy is in force again."""
    pounds, _ = two
    alleged = the_allegation(pounds).pk
    for facts in (LATE | {"delivery_paid": "99"}, LATE | {"price_paid": "99"}):
        with pytest.raises(DocumentError, match="amounts of this case are in GBP"):
            record_facts(pounds, alleged, facts, handler, NOW)
    record_facts(pounds, alleged, LATE | {"days_late": 12}, handler, NOW)
    with pytest.raises(DocumentError, match="amounts of this case are in GBP"):
        allege(pounds, AllegationKind.LATE, "They came late.", LATE, handler, NOW)
