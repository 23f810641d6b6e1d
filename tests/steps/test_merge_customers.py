"""Customers who are one person: somebody says so, and all leads to the one that stays."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.steps.acts import everything
from tests.stories import NOW, a_decided_case, a_received_case, an_open_case

from upheld.core.words import CaseState, MatchState, Role
from upheld.steps import may, undo_import
from upheld.steps.know_customer import know_customer
from upheld.steps.link_order import link_order
from upheld.steps.match_customers import MatchError, ask_again, propose, tell_apart
from upheld.steps.merge_customers import merge_customers, merge_match, undo_customer_merge
from upheld.store import documents, matching
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.record import events

BY = may.Operator()
REASONS = [("the same telephone number", 15.0)]


def a_customer(name: str = "Sally Hart", **told: Any) -> rows.Customer:
    return rows.Customer.objects.create(name=name, **told)


def an_order(customer: rows.Customer, reference: str = "LL-7") -> rows.Order:
    return rows.Order.objects.create(
        customer=customer, reference=reference, placed_on=date(2026, 3, 2), item="Lamp",
        touchpoint="product", amount=Decimal(14),
    )  # fmt: skip


def a_pair(one: rows.Customer, other: rows.Customer, probability: float = 0.97) -> rows.Match:
    propose([(one.pk, other.pk, probability, REASONS)], BY, NOW)
    return rows.Match.objects.get(one=one, other=other)


def kept() -> dict[str, Any]:
    """All that the store holds but for the record of what was done: that a merge was undone."""
    told = dict(everything())
    return {name: told[name] for name in told if name not in ("Event", "CustomerMerge")}


@pytest.mark.django_db
class TestWhatLeadsThere:
    def test_cases_orders_and_contacts_of_both_are_the_persons(self, handler: rows.Person) -> None:
        case = rows.Case.objects.get(pk=an_open_case(handler))
        stays, goes = a_customer("S. Hart"), case.customer
        order = an_order(goes)
        rows.Contact.objects.create(
            customer=goes, at=NOW, inbound=True, channel="phone", summary="Rang."
        )
        one, other = sorted((stays, goes), key=_pk)
        merge_match(a_pair(one, other).pk, stays.pk, "", handler, NOW)
        for either in (rows.Customer.objects.get(pk=pk) for pk in (stays.pk, goes.pk)):
            assert list(as_one.cases(either)) == [case]
            assert list(as_one.orders(either)) == [order]
            assert as_one.contacts(either).filter(summary="Rang.").exists()
            assert as_one.stays(either) == stays

    def test_the_older_one_stays_where_nobody_chose(self) -> None:
        one, other = a_customer(), a_customer()
        row = merge_match(a_pair(one, other).pk, None, "", BY, NOW)
        assert (row.customer, row.into) == (other, one)

    def test_what_comes_later_to_either_leads_there_too(self, handler: rows.Person) -> None:
        goes, stays = a_customer(email="sally@example.org"), a_customer("Sally")
        merge_customers(goes.pk, stays.pk, "", BY, NOW)
        case = a_received_case(handler)
        assert list(as_one.cases(stays).values_list("pk", flat=True)) == [case]

    def test_an_order_of_the_other_can_be_what_a_complaint_is_about(
        self, handler: rows.Person
    ) -> None:
        case, other = an_open_case(handler), a_customer()
        order = an_order(other)
        who = rows.Case.objects.get(pk=case).customer
        merge_customers(other.pk, who.pk, "", BY, NOW)
        link_order(case, "LL-7", handler, NOW)
        assert rows.Case.objects.get(pk=case).order == order

    def test_a_third_leads_to_the_last(self) -> None:
        one, two, three = a_customer(), a_customer(), a_customer()
        merge_customers(one.pk, two.pk, "", BY, NOW)
        second = merge_customers(two.pk, three.pk, "", BY, NOW)
        assert as_one.ids(three) == {one.pk, two.pk, three.pk}
        assert rows.Customer.objects.get(pk=one.pk).merged_into == three
        undo_customer_merge(second.pk, BY, NOW)
        assert rows.Customer.objects.get(pk=one.pk).merged_into == two

    def test_it_is_in_the_record(self) -> None:
        one, two = a_customer(), a_customer()
        row = merge_customers(two.pk, one.pk, "She rang.", BY, NOW)
        undo_customer_merge(row.pk, BY, NOW)
        told = rows.Event.objects.order_by("number").values_list("kind", "data__why")
        assert list(told) == [
            ("customers_merged", "She rang."), ("customer_merge_undone", "She rang."),
        ]  # fmt: skip
        assert list(events.breaks()) == []


def _pk(row: rows.Customer) -> int:
    return row.pk


@pytest.mark.django_db
class TestWhatADecisionReads:
    def test_what_is_known_of_the_one_who_stays_and_help_of_either(
        self, handler: rows.Person
    ) -> None:
        case = a_decided_case(handler)
        stays = a_customer(values_what=Decimal("0.9"), fit_evidence=["Bought oak twice."])
        who = rows.Case.objects.get(pk=case).customer
        rows.Customer.objects.filter(pk=who.pk).update(vulnerable=True)
        row = merge_customers(who.pk, stays.pk, "", handler, NOW)
        told = documents.customer_of(rows.Case.objects.get(pk=case), NOW)
        assert (told["fit"]["values_what"], told["vulnerable"]) == ("0.9", True)
        # It read something else of them: it is decided anew, until it is undone.
        assert rows.Case.objects.get(pk=case).state == CaseState.INVESTIGATING
        undo_customer_merge(row.pk, handler, NOW)
        assert rows.Case.objects.get(pk=case).state == CaseState.DECIDED

    def test_what_is_learnt_of_the_one_who_stays_reopens_what_was_decided_for_the_other(
        self, handler: rows.Person
    ) -> None:
        case, stays = a_decided_case(handler), a_customer()
        row = merge_customers(
            rows.Case.objects.get(pk=case).customer_id, stays.pk, "", handler, NOW
        )
        assert rows.Case.objects.get(pk=case).state == CaseState.DECIDED
        know_customer(stays.pk, {"vulnerable": True}, handler, NOW)
        assert rows.Case.objects.get(pk=case).state == CaseState.INVESTIGATING
        undo_customer_merge(row.pk, handler, NOW)
        assert rows.Case.objects.get(pk=case).state == CaseState.INVESTIGATING

    def test_a_decision_that_would_read_the_same_stands(self, handler: rows.Person) -> None:
        case, other = a_decided_case(handler), a_customer()
        merge_customers(other.pk, rows.Case.objects.get(pk=case).customer_id, "", handler, NOW)
        assert rows.Case.objects.get(pk=case).state == CaseState.DECIDED


@pytest.mark.django_db
class TestTwoPeople:
    def test_it_is_remembered_for_all_their_rows(self) -> None:
        one, two, three = a_customer(), a_customer(), a_customer()
        tell_apart(a_pair(one, two).pk, "Father and son.", BY, NOW)
        merge_customers(three.pk, one.pk, "", BY, NOW)
        assert propose([(one.pk, two.pk, 0.99, []), (two.pk, three.pk, 0.99, [])], BY, NOW) == (
            0,
            0,
        )
        with pytest.raises(MatchError, match=r"that they are two people .*: take that back first"):
            merge_customers(two.pk, one.pk, "", BY, NOW)

    def test_it_can_be_taken_back(self) -> None:
        pair = a_pair(a_customer(), a_customer())
        tell_apart(pair.pk, "", BY, NOW)
        ask_again(pair.pk, BY, NOW)
        assert matching.queue().get().state == MatchState.OPEN
        with pytest.raises(MatchError, match="waits for an answer by now"):
            ask_again(pair.pk, BY, NOW)


@pytest.mark.django_db
def test_an_import_that_is_undone_leaves_whoever_is_somebody_else_by_now() -> None:
    told = {"format": "mapped", "source": "shop", "sha256": "0", "size": 1, "made_at": NOW}
    row = rows.Import.objects.create(kind="customers", state="done", taken=3, **told)
    one, other, alone = (a_customer(brought_by=row) for _ in range(3))
    merge_customers(other.pk, one.pk, "", BY, NOW)
    undo_import.begin_undo(row.pk, BY)
    list(undo_import.take_back(row.pk, BY, NOW))
    assert set(rows.Customer.objects.all()) == {one, other}
    assert not rows.Customer.objects.filter(pk=alone.pk).exists()


@pytest.mark.django_db
def test_looking_again_keeps_open_pairs_and_lets_go_of_what_was_not_found() -> None:
    one, two, three = a_customer(), a_customer(), a_customer()
    pair = a_pair(one, two)
    found = [(one.pk, two.pk, 0.6, REASONS), (one.pk, three.pk, 0.9, REASONS)]
    assert propose(found, BY, NOW) == (1, 2)
    pair.refresh_from_db()
    assert pair.probability == 0.6
    assert propose(found[1:], BY, NOW) == (0, 1)


@pytest.mark.django_db
def test_a_merge_is_refused_with_what_to_do() -> None:
    one, two, three = a_customer(), a_customer(), a_customer()
    first = merge_customers(one.pk, two.pk, "", BY, NOW)
    with pytest.raises(MatchError, match="one customer already"):
        merge_customers(two.pk, two.pk, "", BY, NOW)
    with pytest.raises(MatchError, match=f"merged into {two.pk} already: take that one"):
        merge_customers(three.pk, one.pk, "", BY, NOW)
    merge_customers(two.pk, three.pk, "", BY, NOW)
    with pytest.raises(MatchError, match=f"merged into {three.pk} since: undo that first"):
        undo_customer_merge(first.pk, BY, NOW)
    with pytest.raises(may.NotAllowed):
        merge_customers(one.pk, three.pk, "", may.Operator("x", Role.AUDITOR), NOW)


class TestUndoing(TestCase):
    """Whatever was merged into whom, undone from the newest back all is as it was."""

    @settings(max_examples=20)
    @given(
        st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=4),
        st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3))),
        st.booleans(),
    )
    def test_brings_back_every_row(
        self, wanted: list[tuple[int, int]], pairs: set[tuple[int, int]], decided: bool
    ) -> None:
        case = a_decided_case(BY) if decided else a_received_case(BY)
        who = rows.Case.objects.get(pk=case).customer
        people = [who, *(a_customer(f"S{n}", values_what=Decimal("0.5")) for n in range(3))]
        an_order(people[1])
        found = [(people[a].pk, people[b].pk, 0.9, REASONS) for a, b in pairs if a < b]
        propose(found, BY, NOW)
        before, made = kept(), list[int]()
        assert before["Customer"]
        for goes, stays in wanted:
            try:
                made.append(merge_customers(people[goes].pk, people[stays].pk, "", BY, NOW).pk)
            except MatchError:
                continue
        for merge in reversed(made):
            undo_customer_merge(merge, BY, NOW)
        assert kept() == before
