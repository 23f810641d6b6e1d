"""The company as a whole: its size, its dates, and facts that agree with the orders."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.demo.conftest import TODAY, lived_once

from upheld.core.money import Money
from upheld.core.words import CaseState, Outcome, Touchpoint
from upheld.demo.simulate import FIRM, Company, Complaint, Order, simulate
from upheld.demo.simulate.firm import ITEMS

pytestmark = lived_once


def test_the_firm_designed_for_three_of_its_four_personas() -> None:
    assert len(FIRM.personas) == 4
    assert sum(persona.designed_for for persona in FIRM.personas) == 3


def test_sizes_are_those_of_a_small_firm_over_three_years(company: Company) -> None:
    assert len(company.customers) == 5_000
    assert 35_000 <= len(company.orders) <= 45_000
    assert 2_200 <= len(company.complaints) <= 2_800
    assert 7_000 <= len(company.contacts) <= 9_500


def test_it_grows_from_year_to_year(company: Company) -> None:
    by_year = Counter((TODAY - order.placed_on).days // 366 for order in company.orders)
    assert by_year[2] < by_year[1] < by_year[0]


@pytest.mark.slow
def test_the_same_seed_and_day_give_the_same_company(company: Company) -> None:
    assert simulate(7, TODAY) == company


@pytest.mark.slow
def test_another_seed_gives_other_people_and_other_letters(company: Company) -> None:
    other = simulate(8, TODAY)
    assert [one.name for one in other.customers] != [one.name for one in company.customers]
    assert not {c.text for c in other.complaints if len(c.text) > 200} & {
        c.text for c in company.complaints if len(c.text) > 200 and c.customer_id < 4_998
    } - {c.text for c in other.complaints if c.template_id or c.customer_id >= 4_998}


def test_sixty_complaints_are_open_at_known_stages(company: Company) -> None:
    states = Counter(one.state for one in company.complaints)
    del states[CaseState.CLOSED]
    assert states == {
        CaseState.RECEIVED: 15,
        CaseState.ACKNOWLEDGED: 15,
        CaseState.INVESTIGATING: 20,
        CaseState.DECIDED: 10,
    }
    twins = {company.truths.twins.sally_complaint_id, company.truths.twins.bob_complaint_id}
    still_open = [c for c in company.complaints if c.state != CaseState.CLOSED]
    first = min(c.received_at.date() for c in still_open if c.id not in twins)
    assert TODAY - first <= timedelta(days=21)


def test_numbers_are_unique_and_follow_time(company: Company) -> None:
    placed = [order.placed_on for order in company.orders]
    received = [complaint.received_at for complaint in company.complaints]
    assert placed == sorted(placed)
    assert received == sorted(received)
    for things in (company.customers, company.orders, company.complaints):
        assert len({thing.id for thing in things}) == len(things)
    assert len({customer.email for customer in company.customers}) == len(company.customers)


def test_nothing_has_happened_in_the_future(company: Company) -> None:
    assert max(_days(company)) < TODAY


def _days(company: Company) -> Iterator[date]:
    for customer in company.customers:
        yield from (day for day in (customer.joined_on, customer.left_on) if day)
    for order in company.orders:
        yield from (d for d in (order.placed_on, order.delivered_on, order.returned_on) if d)
    for complaint in company.complaints:
        yield from (at.date() for at in _moments(complaint))
    yield from (contact.at.date() for contact in company.contacts)


def _moments(complaint: Complaint) -> list:  # type: ignore[type-arg]
    steps = (complaint.acknowledged_at, complaint.answered_at, complaint.closed_at)
    return [complaint.received_at, *(at for at in steps if at)]


def test_orders_come_after_joining_and_before_what_follows_them(company: Company) -> None:
    joined = {customer.id: customer.joined_on for customer in company.customers}
    left = {customer.id: customer.left_on or TODAY for customer in company.customers}
    for order in company.orders:
        assert joined[order.customer_id] <= order.placed_on <= left[order.customer_id]
        assert order.placed_on <= order.promised_on
        assert order.delivered_on is None or order.placed_on <= order.delivered_on
        if order.returned_on:
            assert order.delivered_on
            assert order.delivered_on < order.returned_on
            assert order.refunded == order.amount


def test_an_order_costs_what_the_firm_asks_for_it(company: Company) -> None:
    for order in company.orders:
        item = ITEMS[order.item]
        assert order.amount == Money(item.price, "GBP")
        assert order.touchpoint is item.touchpoint
        assert bool(order.delivery_paid.amount) == (order.touchpoint is Touchpoint.PRODUCT)


def test_no_complaint_comes_before_its_order_and_its_steps_come_in_turn(company: Company) -> None:
    orders = {order.id: order for order in company.orders}
    for one in company.complaints:
        order = _order_of(one, orders)
        assert order.customer_id == one.customer_id
        assert order.placed_on <= one.received_at.date()
        assert _moments(one) == sorted(_moments(one))


def test_facts_agree_with_the_order(company: Company) -> None:
    orders = {order.id: order for order in company.orders}
    for one in company.complaints:
        order, day = _order_of(one, orders), one.received_at.date()
        facts = one.facts
        assert facts["price_paid"] == order.amount.amount
        assert facts["delivery_paid"] == order.delivery_paid.amount
        assert facts["touchpoint"] == order.touchpoint
        came = order.delivered_on if order.delivered_on and order.delivered_on <= day else None
        if "days_late" in facts:
            assert facts["days_late"] == max(((came or day) - order.promised_on).days, 0)
        if came:
            assert facts["days_since_delivery"] == (day - came).days
        else:
            assert "days_since_delivery" not in facts
        if facts.get("carrier_says_delivered") is not None:
            assert facts["carrier_says_delivered"] == (came is not None)


def test_refunds_in_the_facts_are_those_of_the_order_on_that_day(company: Company) -> None:
    orders = {order.id: order for order in company.orders}
    for one in company.complaints:
        order = _order_of(one, orders)
        back = order.returned_on is not None and order.returned_on <= one.received_at.date()
        expected = order.amount.amount if back else Decimal(0)
        assert one.facts["already_refunded"] == expected


def test_nobody_calls_an_order_late_before_it_is(company: Company) -> None:
    for one in company.complaints:
        if one.topic in ("late_delivery", "fitted_in_a_week"):
            assert int(str(one.facts["days_late"])) >= 2


def test_findings_are_unknown_until_somebody_has_looked(company: Company) -> None:
    found = {"fault_confirmed", "standard_met", "conduct_confirmed", "promise_kept", "impact"}
    early = [
        one
        for one in company.complaints
        if one.state in (CaseState.RECEIVED, CaseState.ACKNOWLEDGED)
    ]
    assert all(found.isdisjoint(one.facts) for one in early)


def test_many_complaints_are_honest_mistakes_and_some_cannot_be_determined(
    company: Company,
) -> None:
    outcomes = Counter(one.outcome for one in company.complaints)
    assert outcomes[Outcome.NOT_UPHELD] > 0.2 * len(company.complaints)
    in_doubt = [
        one
        for one in company.complaints
        if one.facts.get("carrier_says_delivered") and "received" not in one.facts
    ]
    assert len(in_doubt) > 20


def test_what_was_owed_never_depended_on_asking_twice(company: Company) -> None:
    late = [one for one in company.complaints if one.topic == "late_delivery" and one.closed_at]
    for one in late:
        if one.outcome is Outcome.UPHELD:
            assert one.paid_owed.amount == one.facts["delivery_paid"]


def test_only_finished_complaints_have_a_history(company: Company) -> None:
    for one in company.complaints:
        finished = one.state is CaseState.CLOSED
        assert (one.outcome is not None) == finished
        assert (one.cause is not None) == finished
        assert (one.acknowledged_at is None) == (one.state is CaseState.RECEIVED)


def test_a_customer_of_whom_little_is_known_has_no_axes(company: Company) -> None:
    for customer in company.customers:
        known = len(customer.fit_evidence) >= 3
        for axis in (customer.values_what, customer.values_how, customer.mutual_value):
            assert (axis is not None) == known
            assert axis is None or 0 <= axis <= 1


def _order_of(complaint: Complaint, orders: dict[int, Order]) -> Order:
    assert complaint.order_id is not None
    return orders[complaint.order_id]
