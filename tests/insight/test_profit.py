"""What customers bring and what serving them costs, with what we caused kept apart."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from tests import stories

from upheld.core.serving import CausedBy
from upheld.core.words import CaseState, FindingResult
from upheld.insight.profit import Account, Scope, What, accounts, contacts_of, failure, whale
from upheld.insight.profit.curve import curve_of
from upheld.insight.profit.failure import share_between
from upheld.insight.profit.told import failure_data, whale_data
from upheld.steps.merge import merge
from upheld.store import models as rows
from upheld.store.policy_files.costs_file import rates

NOW = stories.NOW + timedelta(days=1)
EVER = Scope(NOW)
FIRM, CUSTOMER, NEUTRAL = CausedBy.FIRM, CausedBy.CUSTOMER, CausedBy.NEUTRAL


def a_customer(name: str = "Rosemary") -> rows.Customer:
    return rows.Customer.objects.create(name=name)


def an_order(customer: rows.Customer, amount: Any = 100, **told: Any) -> rows.Order:
    told = {"placed_on": stories.NOW.date(), "item": "Shelves", "touchpoint": "product", **told}
    return rows.Order.objects.create(customer=customer, amount=amount, **told)


def contacts(customer: rows.Customer, count: int, caused_by: str = "neutral", **told: Any) -> None:
    told = {"at": stories.NOW, "inbound": True, "channel": "phone", "summary": "Rang", **told}
    rows.Contact.objects.bulk_create(
        rows.Contact(customer=customer, caused_by=caused_by, **told) for _ in range(count)
    )


def account(customer: rows.Customer, scope: Scope = EVER) -> Account:
    return accounts(rates(), scope).of[customer.pk]


@pytest.mark.django_db
class TestAccount:
    def test_forty_calls_of_which_thirty_five_were_ours_make_nobody_costly(self) -> None:
        """The Sprint replay: the root cause comes up, and the caller is not marked."""
        caller = a_customer()
        an_order(caller, 60)
        contacts(caller, 35, "firm", topic="billing loop")
        contacts(caller, 3, "customer")
        contacts(caller, 2)
        found = account(caller)
        assert (found.contacts(), found.contacts(FIRM)) == (40, 35)
        assert found.firm > found.margin > found.own
        assert not found.costly
        assert found.profit == found.margin - found.own - found.neutral
        (shown,) = failure(rates(), EVER).callers
        assert (shown.customer, shown.ours, shown.topic) == (caller.pk, 35, "billing loop")
        assert [each.customer for each in whale(rates(), EVER).spared] == []

    def test_only_their_own_doing_marks_anybody(self) -> None:
        theirs, nobodys = a_customer("A"), a_customer("B")
        contacts(theirs, 10, "customer")
        contacts(nobodys, 10)
        assert account(theirs).costly
        assert not account(nobodys).costly
        assert account(theirs).profit == account(nobodys).profit < 0

    def test_a_case_is_ours_once_a_point_was_found_so(self, lead: rows.Person) -> None:
        case = stories.an_answered_case(lead)
        row = rows.Case.objects.get(pk=case)
        contacts(row.customer, 2, "customer", case=row)
        found = account(row.customer)
        assert found.own == found.neutral == 0
        assert found.lines[What.CONTACTS, FIRM][0] == 2
        assert found.lines[What.COMPLAINTS, FIRM] == (1, rates().complaint)
        decision = rows.Decision.objects.get()
        assert found.lines[What.OWED, FIRM] == (1, decision.owed)
        assert found.lines[What.GOODWILL, FIRM] == (1, decision.goodwill)

    def test_a_complaint_in_good_faith_is_nobodys_doing(self, lead: rows.Person) -> None:
        case = stories.an_open_case(lead)
        point = stories.an_allegation(case, lead)
        stories.a_finding(case, point, lead, result=FindingResult.NOT_SUBSTANTIATED)
        row = rows.Case.objects.get(pk=case)
        contacts(row.customer, 1, "customer", case=row)
        found = account(row.customer)
        assert (found.own, found.firm) == (0, 0)
        assert found.neutral > 0

    def test_a_complaint_that_came_twice_costs_once(self, lead: rows.Person) -> None:
        kept, twice = stories.an_open_case(lead), stories.a_decided_case(lead)
        merge(twice, kept, "", lead, NOW)
        rows.Case.objects.update(state=CaseState.CLOSED)
        costs = account(rows.Case.objects.get(pk=twice).customer).lines
        assert sum(n for (what, _), (n, _) in costs.items() if what is What.COMPLAINTS) == 1
        # What was decided in it was never answered.
        assert not any(what is What.OWED for what, _ in costs)

    def test_a_contact_in_somebody_elses_case_is_ours_where_a_point_was_so(
        self, lead: rows.Person
    ) -> None:
        case = rows.Case.objects.get(pk=stories.an_answered_case(lead))
        caller = a_customer("Her neighbour")
        contacts(caller, 2, "customer", case=case)
        assert account(caller, Scope(NOW, customer=caller.pk)).own == 0
        assert account(caller).own == 0

    def test_what_was_given_back_lowers_the_sale_and_is_not_counted_twice(
        self, lead: rows.Person
    ) -> None:
        case = rows.Case.objects.get(pk=stories.an_answered_case(lead))
        owed = rows.Decision.objects.get().owed
        case.order = an_order(case.customer, 240, refunded=owed)
        case.save()
        found = account(case.customer)
        assert found.sales == 240 - owed
        assert (What.OWED, FIRM) not in found.lines

    def test_a_return_is_a_right_and_ours_where_the_order_was_at_fault(
        self, lead: rows.Person
    ) -> None:
        case = rows.Case.objects.get(pk=stories.an_answered_case(lead))
        back = {"refunded": 100, "returned_on": stories.NOW.date()}
        case.order = an_order(case.customer, **back)
        case.save()
        an_order(case.customer, **back)
        found = account(case.customer)
        assert found.lines[What.RETURNS, FIRM][0] == found.lines[What.RETURNS, NEUTRAL][0] == 1
        assert (What.RETURNS, CUSTOMER) not in found.lines

    def test_minutes_that_were_written_down_count_and_not_the_usual_ones(self) -> None:
        who = a_customer()
        contacts(who, 1, "customer", minutes=Decimal(100))
        assert account(who).own == 100 * rates().minute + Decimal("0.30")


@pytest.mark.django_db
class TestBadInput:
    def test_a_refund_before_any_sale_and_negative_amounts(self) -> None:
        refund, negative = a_customer("A"), a_customer("B")
        an_order(refund, 0, refunded=50)
        an_order(negative, -20)
        found = whale(rates(), EVER)
        assert [round(each.sales) for each in found.ranked] == [-20, -50]
        assert found.total.profit == Decimal("-24.50")
        assert found.peak == 0
        assert [each.share for each in found.deciles] == [None, None]
        assert any("given back more than they bought" in each for each in found.limits)
        assert "nan" not in str(whale_data(curve_of(found))).lower()

    def test_other_currencies_and_orders_dated_ahead_are_left_out_and_told(self) -> None:
        who = a_customer()
        an_order(who, 100)
        an_order(who, 999, currency="EUR")
        an_order(who, 999, placed_on=NOW.date() + timedelta(days=9))
        found = whale(rates(), EVER)
        assert found.total.sales == 100
        told = " ".join(found.limits)
        assert "1 orders in EUR are left out" in told
        assert "1 orders are dated ahead" in told

    def test_customers_without_orders_stand_at_nothing_and_are_told(self) -> None:
        a_customer("A")
        an_order(a_customer("B"))
        found = whale(rates(), EVER)
        assert [each.profit for each in found.ranked] == [35, 0]
        assert "1 of 2 customers have no order in this time" in found.limits

    def test_one_customer_with_half_of_everything_is_told(self) -> None:
        an_order(a_customer("A"), 1000)
        for name in "BCD":
            an_order(a_customer(name), 10)
        assert any("One customer brings 97% of all sales" in x for x in whale(rates(), EVER).limits)

    def test_nobody_at_all(self) -> None:
        found = whale(rates(), EVER)
        assert (found.ranked, found.deciles, found.at_peak) == ((), (), 0)
        assert failure_data(failure(rates(), EVER))["total"] is None


@pytest.mark.django_db
class TestWhale:
    def test_the_curve_rises_to_its_peak_and_falls_by_those_who_cost(self) -> None:
        for amount in (300, 200, 100):
            an_order(a_customer(str(amount)), amount)
        contacts(a_customer("costs"), 4, "customer")
        found = whale(rates(), EVER)
        assert found.peak == 3
        assert found.at_peak == Decimal("210.00") == found.running[2]
        assert found.peak_share is not None
        assert found.peak_share > 1
        assert sum(each.sums.customers for each in found.deciles) == 4
        assert found.deciles[-1].so_far == found.total.profit
        assert [each.customer for each in found.costly] == [found.ranked[-1].customer]

    def test_what_we_caused_lowers_nobodys_profit(self) -> None:
        who = a_customer()
        an_order(who, 10)
        before = account(who).profit
        contacts(who, 20, "firm")
        found = whale(rates(), EVER)
        assert found.total.profit == before
        assert [each.customer for each in found.spared] == [who.pk]

    def test_only_the_time_that_is_asked_for(self) -> None:
        who = a_customer()
        an_order(who, 100, placed_on=stories.NOW.date() - timedelta(days=400))
        an_order(who, 10)
        contacts(who, 1, "firm", at=stories.NOW - timedelta(days=400))
        year = account(who, Scope(NOW, NOW - timedelta(days=365)))
        assert (year.sales, year.firm) == (10, 0)

    def test_it_takes_few_statements_whatever_the_number_of_customers(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for name in range(20):
            who = a_customer(str(name))
            an_order(who)
            contacts(who, 2, "firm")
        with django_assert_max_num_queries(7):
            whale(rates(), EVER)


@pytest.mark.django_db
class TestFailureDemand:
    def test_by_month_touchpoint_and_topic_with_the_contacts_behind_each(
        self, lead: rows.Person
    ) -> None:
        case = rows.Case.objects.get(pk=stories.an_answered_case(lead))
        case.order = an_order(case.customer)
        case.topic = "late delivery"
        case.save()
        contacts(case.customer, 3, case=case)
        contacts(a_customer(), 5, topic="question")
        contacts(a_customer(), 4, "firm", inbound=False)
        found = failure(rates(), EVER)
        assert found.total is not None
        assert (found.total.ours, found.total.contacts) == (3, 8)
        assert [(each.key, each.ours) for each in found.topics] == [
            ("late delivery", 3), ("question", 0),
        ]  # fmt: skip
        assert [(each.key, each.share) for each in found.touchpoints] == [("product", 1), ("", 0)]
        for name, groups in (
            ("month", found.months), ("touchpoint", found.touchpoints), ("topic", found.topics),
        ):  # fmt: skip
            for each in groups:
                among = {name: each.key}
                assert contacts_of(EVER, among).count() == each.contacts
                assert contacts_of(EVER, among, ours=True).count() == each.ours

    def test_a_month_begins_where_the_firm_is_and_opens_the_contacts_it_counts(self) -> None:
        summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # 00:30 on the first of July in London
        contacts(a_customer(), 2, at=summer)
        contacts(a_customer(), 1, at=summer - timedelta(hours=1))
        months = failure(rates(), EVER).months
        assert [(each.key, each.contacts) for each in months] == [("2026-06", 1), ("2026-07", 2)]
        for each in months:
            assert contacts_of(EVER, {"month": each.key}).count() == each.contacts


class TestInterval:
    def test_many_calls_of_one_customer_tell_less_than_many_customers(self) -> None:
        alone = [[1, 1]] * 40 + [[1, 0]] * 40
        clumped = [[40, 40], *[[1, 0]] * 40]
        sure, wide = share_between(alone), share_between(clumped)
        assert wide.low < sure.low < 0.5 < sure.high < wide.high

    @pytest.mark.parametrize("people", [[[5, 0]], [[5, 5]], [[1, 0]] * 3, [[1, 1], [2, 2]]])
    def test_none_and_all_leave_room(self, people: list[list[int]]) -> None:
        found = share_between(people)
        assert 0 <= found.low < found.high <= 1
