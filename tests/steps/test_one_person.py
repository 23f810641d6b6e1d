"""Customers who were merged are one person in all that is told of whom we serve."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.steps.acts import all_gates_passed
from tests.steps.test_conduct import recorded
from tests.steps.test_parting import ALTERNATIVES, REASONS
from tests.steps.test_restrict import MEASURE
from tests.stories import (
    NOW,
    a_closed_case,
    a_decided_case,
    a_finding,
    an_allegation,
    an_open_case,
    the_decision,
)

from upheld.core.intervals import share
from upheld.core.parting import PartingError
from upheld.core.restriction import RestrictionError
from upheld.core.serving import CausedBy
from upheld.core.words import CaseId
from upheld.desk.show.conduct import conduct_part
from upheld.desk.show.customer_value import value_part
from upheld.desk.show.exceptions import chosen, of_customer, sums
from upheld.desk.show.fit import FitAssessedPart, fit_assessed
from upheld.desk.show.fold import Opened
from upheld.desk.show.partings import parting_page
from upheld.insight.exceptions import afterwards, living
from upheld.insight.profit import Scope, accounts, failure, whale
from upheld.insight.sources import sources
from upheld.insight.value.of_store import valued_customers
from upheld.steps import may, propose_parting, restrict
from upheld.steps.assess_fit import assess_all, assess_due, assess_fit
from upheld.steps.contest_fit import contest_fit
from upheld.steps.keep_values import keep_values
from upheld.steps.merge_customers import merge_customers, undo_customer_merge
from upheld.store import beside_customer, load, parting_known, policies, relations
from upheld.store import models as rows
from upheld.store.brought import By
from upheld.store.counted import burden, lists
from upheld.store.counted.bands import WITHHELD
from upheld.store.policy_files.costs_file import rates
from upheld.store.sight.withheld import Waits, waiting_for_findings, withheld

BY = may.Operator()
LATER = NOW + timedelta(days=1)
TODAY = NOW.date()


def one_person() -> tuple[rows.Customer, rows.Customer]:
    """The row that stays, and the one that leads to it."""
    stays, goes = (rows.Customer.objects.create(name=name) for name in ("Sally Hart", "S. Hart"))
    merge_customers(goes.pk, stays.pk, "", BY, NOW)
    return again(stays), again(goes)


def again(row: rows.Customer) -> rows.Customer:
    return rows.Customer.objects.get(pk=row.pk)


def an_order(customer: rows.Customer, placed_on: date = TODAY, **told: str) -> rows.Order:
    told = {"reference": f"LL-{customer.pk}", "item": "Lamp", "touchpoint": "product", **told}
    return rows.Order.objects.create(
        customer=customer, placed_on=placed_on, amount=Decimal(100), **told
    )


def contacts(customer: rows.Customer, count: int, caused_by: str = "firm") -> None:
    told = {"at": NOW, "inbound": True, "channel": "phone", "summary": "Rang."}
    for _ in range(count):
        rows.Contact.objects.create(customer=customer, caused_by=caused_by, **told)


@pytest.mark.django_db
class TestWhatTheyBring:
    def test_the_account_of_a_person_holds_what_all_their_rows_brought_and_took(self) -> None:
        stays, goes = one_person()
        for each in (stays, goes):
            an_order(each)
            contacts(each, 3)
        of_all = accounts(rates(), Scope(LATER)).of
        alone = accounts(rates(), Scope(LATER, customer=stays.pk)).of
        assert of_all == alone
        assert of_all[stays.pk].sales == 200
        assert of_all[stays.pk].contacts(CausedBy.FIRM) == 6
        assert len(whale(rates(), Scope(LATER)).ranked) == 1
        found = failure(rates(), Scope(LATER))
        assert found.total is not None
        assert found.total.customers == 1
        assert [(each.customer, each.ours) for each in found.callers] == [(stays.pk, 6)]

    def test_purchases_of_both_rows_are_valued_as_one_customers(self) -> None:
        stays, goes = one_person()
        an_order(stays, TODAY - timedelta(days=40))
        an_order(goes, TODAY - timedelta(days=10))
        found = valued_customers(TODAY)
        keep_values(found.of, found.each, BY, NOW)
        kept = rows.CustomerValue.objects.get()
        assert (kept.customer, kept.days, kept.usual_gap) == (stays, 2, 30)
        kept_of = {each: beside_customer.read(each).value for each in (stays, goes)}
        shown = [value_part(*each, LATER, withheld=False) for each in kept_of.items()]
        assert shown[0]["value"].recency.startswith("Last ordered 11 days ago")
        assert shown[0] == shown[1]


@pytest.mark.django_db
def test_the_first_order_of_either_row_says_which_campaign_brought_them() -> None:
    stays, goes = one_person()
    an_order(stays, TODAY, campaign="autumn")
    an_order(goes, TODAY - timedelta(days=90), campaign="spring")
    found = {each.row.key: each.row for each in sources(By.CAMPAIGN, LATER).rows}
    assert {key: (row.customers, row.orders) for key, row in found.items()} == {"spring": (1, 2)}


@pytest.mark.django_db
def test_a_list_names_a_person_once_and_finds_them_by_any_of_their_rows() -> None:
    stays, goes = one_person()
    an_order(goes)
    contacts(goes, 1)
    policy = policies.policy_in_force(TODAY)
    for asked in ({}, {"q": "S. Hart"}, {"q": f"LL-{goes.pk}"}, {"has": "firm"}):
        assert list(lists.customers(asked, policy, LATER)) == [stays]
    assert lists.counts([stays]) == {stays.pk: (1, 0)}
    assert lists.contacts({"customer": str(stays.pk)}, LATER).count() == 1


def assessed_on_page(customer: rows.Customer) -> FitAssessedPart:
    return fit_assessed(customer, beside_customer.read(customer), BY, NOW, Opened())


@pytest.mark.django_db
class TestFit:
    def test_it_is_assessed_from_all_their_rows_and_either_page_shows_the_one_that_stays(
        self,
    ) -> None:
        stays, goes = one_person()
        for each in (stays, goes):
            told = {"customer": each, "on": TODAY, "at": NOW, "by": "Alice Moore"}
            rows.FitNote.objects.create(text="Asked for the name of the maker", **told)
        assessed = assess_fit(goes.pk, BY, NOW)
        assert assess_all(BY, NOW).assessed == 1
        kept = rows.FitAssessment.objects.get()
        assert (kept.customer, len(assessed.lines)) == (stays, 2)
        parts = [assessed_on_page(again(each)) for each in (stays, goes)]
        assert [len(part.lines) for part in parts] == [2, 2]
        contest_fit(goes.pk, assessed.lines[0].key, "It was not me.", True, BY, LATER)
        parts = [assessed_on_page(again(each)) for each in (stays, goes)]
        assert [(len(part.lines), len(part.contests)) for part in parts] == [(1, 1), (1, 1)]

    def test_whoever_was_merged_since_is_assessed_anew(self) -> None:
        stays, goes = (rows.Customer.objects.create(name=name) for name in ("A", "B"))
        assert assess_due(BY, NOW).assessed == 2
        merge = merge_customers(goes.pk, stays.pk, "", BY, NOW + timedelta(minutes=1))
        assert assess_due(BY, NOW + timedelta(minutes=2)).assessed == 1
        assert assess_due(BY, NOW + timedelta(minutes=3)).assessed == 0
        undo_customer_merge(merge.pk, BY, NOW + timedelta(minutes=4))
        assert assess_due(BY, NOW + timedelta(minutes=5)).assessed == 1


@pytest.mark.django_db
def test_exceptions_of_all_their_rows_are_one_customers(handler: rows.Person) -> None:
    stays, goes = one_person()
    for days, each in enumerate((stays, goes)):
        case = a_decided_case(handler)
        rows.Case.objects.filter(pk=case).update(customer=each)
        rows.Deviation.objects.create(
            customer=each, case_id=case, decision_id=the_decision(case), kind="voucher", amount=5,
            currency="GBP", situation="late/substantiated/outside/low", band="outside",
            reason="It was her wedding day.", state="granted", expires_on=TODAY,
            at=NOW + timedelta(days=days), by="Alice Moore", granted_at=NOW,
            approved_by="Alice Moore",
        )  # fmt: skip
    told = [beside_customer.read(again(each)).exceptions for each in (stays, goes)]
    assert [of_customer(each).count for each in told] == [2, 2]
    assert sums(rows.Deviation.objects.all()).customers == 1
    assert list(chosen({"customer": goes.pk})) == list(chosen({"customer": stays.pk}))
    rate = living().rate
    assert rate
    assert rate.all == 2
    long_after = NOW + timedelta(days=200)
    (first,) = afterwards(long_after).excepted.cases
    assert rows.Case.objects.get(pk=first).customer_id == stays.pk
    (another,) = [m for m in afterwards(long_after).measures if m.name.startswith("Got")]
    assert another.excepted == share(1, 1)


@pytest.mark.django_db
class TestRelations:
    def test_a_restriction_or_a_record_on_either_row_is_the_persons(
        self, handler: rows.Person, lead: rows.Person
    ) -> None:
        case = a_decided_case(handler)
        goes = rows.Case.objects.get(pk=case).customer
        record = recorded(case, handler)
        stays = rows.Customer.objects.create(name="Sally")
        merge_customers(goes.pk, stays.pk, "", BY, NOW)
        other = a_decided_case(handler)
        rows.Case.objects.filter(pk=other).update(customer=stays)
        rows.Customer.objects.update(vulnerable=False)
        limit = restrict.decide(other, MEASURE, [record.pk], lead, NOW)
        with pytest.raises(RestrictionError, match="stands already"):
            restrict.decide(case, MEASURE, [record.pk], lead, NOW)
        restrict.begin(limit.pk, restrict.draft_letter(limit, BY), BY, NOW)
        for each in (stays, goes):
            assert list(relations.in_force(again(each), TODAY)) == [limit]
            part = conduct_part(
                again(each), beside_customer.read(again(each)), handler, Opened(), []
            )
            assert [line.row for line in part.lines] == [record]
            assert [each.row for each in part.restrictions] == [limit]
        shown: Any = load.page(case)
        assert shown.restricted

    def test_the_gates_of_a_parting_look_at_all_their_rows(self, handler: rows.Person) -> None:
        case = a_closed_case(handler)
        all_gates_passed(case)
        goes = rows.Case.objects.get(pk=case).customer
        stays = rows.Customer.objects.create(name="Sally")
        merge_customers(goes.pk, stays.pk, "", BY, NOW)
        for each in (stays, goes):
            assert all(gate.passed for gate in parting_known.gates_of(again(each), NOW))
        row = propose_parting.propose(stays.pk, REASONS, ALTERNATIVES, BY, NOW)
        assert parting_page(again(stays), BY, NOW, Opened())["proposal"] == row
        with pytest.raises(PartingError, match="on its way already"):
            propose_parting.propose(goes.pk, REASONS, ALTERNATIVES, BY, NOW)
        rows.Customer.objects.filter(pk=goes.pk).update(vulnerable=True)
        contacts(stays, 20)
        for each in (stays, goes):
            shown = {gate.key: gate.passed for gate in parting_known.gates_of(again(each), NOW)}
            assert not shown["no_vulnerability"]
            assert not shown["costs_both_sides"]
        assert burden.mostly_ours(LATER) == [stays.pk]


@pytest.mark.django_db
class TestWithheld:
    """Whichever row of a person a complaint waits under, the fit of none of them is told."""

    @pytest.mark.parametrize("at", [0, 1])
    def test_by_any_row_for_all_of_them(self, at: int) -> None:
        family = one_person()
        case = rows.Case.objects.get(pk=an_open_case(BY))
        rows.Case.objects.update(customer=family[at])
        known = [each.pk for each in (*family, case.customer)]
        assert withheld(known) == {each.pk for each in family}
        assert [waiting_for_findings(each) for each in family] == [Waits(1, others=False)] * 2
        policy = policies.policy_in_force(TODAY)
        bands = {family[0].pk: WITHHELD, case.customer_id: "unknown"}
        told = lists.customers({}, policy, LATER)
        assert {row.pk: row.band for row in told} == bands  # type: ignore[attr-defined]
        page = lists.customers_told(policy, list(bands))
        assert {row.pk: row.band for row in page} == bands  # type: ignore[attr-defined]
        a_finding(CaseId(case.pk), an_allegation(CaseId(case.pk), BY), BY)
        assert withheld(known) == set()
