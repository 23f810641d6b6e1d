"""Every planted truth is in the data: computed from it, then held against the record."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

import polars as pl
from tests.demo.conftest import TODAY, lived_once

from upheld.core.words import CaseState, Impact, Outcome, Touchpoint
from upheld.demo.simulate import Company, Complaint, Customer, Order
from upheld.insight.value import histories, value
from upheld.insight.value.valuation import Terms

pytestmark = lived_once


def test_the_record_reads_as_json(company: Company) -> None:
    record = json.loads(company.truths.as_json())
    assert record["forty_contacts"]["firm_caused"] == 35
    assert date.fromisoformat(record["depot_fault"]["starts_on"]).month == 4


def test_one_depot_loses_its_way_from_a_day_in_spring(company: Company) -> None:
    fault = company.truths.depot_fault
    areas = {one.id: one.postcode_area for one in company.customers}

    def bad(inside: bool, after: bool) -> float:
        return _share(
            _late_or_lost(order)
            for order in company.orders
            if order.touchpoint is Touchpoint.PRODUCT
            and order.promised_on < TODAY
            and (areas[order.customer_id] in fault.postcode_areas) == inside
            and (order.promised_on >= fault.starts_on) == after
        )

    assert bad(inside=True, after=True) > 4 * bad(inside=True, after=False)
    assert bad(inside=False, after=True) < 1.4 * bad(inside=False, after=False)
    orders = {order.id: order for order in company.orders}
    for number in fault.order_ids:
        assert areas[orders[number].customer_id] in fault.postcode_areas
        assert orders[number].promised_on >= fault.starts_on


def test_one_advert_brings_customers_whom_we_disappoint(company: Company) -> None:
    promise = company.truths.misleading_promise
    brought = [order for order in company.orders if order.campaign == promise.campaign]
    assert tuple(sorted(order.customer_id for order in brought)) == promise.customer_ids
    assert all(promise.starts_on <= order.placed_on <= promise.ends_on for order in brought)
    assert all((order.promised_on - order.placed_on).days in (7, 8, 9) for order in brought)
    kept = [one for one in brought if one.delivered_on and one.delivered_on <= one.promised_on]
    assert len(kept) < 0.4 * len(brought)
    assert not {order.id for order in kept} & set(promise.broken_order_ids)
    complained = {one.order_id for one in company.complaints}
    rest = [order for order in company.orders if order.campaign not in (None, promise.campaign)]
    assert _complaining(brought, complained) > 4 * _complaining(rest, complained)


def test_goodwill_followed_asking_twice_and_then_followed_facts(company: Company) -> None:
    planted = company.truths.paid_for_asking_twice
    ordinary = _without_exceptions(company)
    old = [one for one in ordinary if one.received_at.date() < planted.ends_on]
    new = [one for one in ordinary if one.received_at.date() >= planted.ends_on]
    assert _paid(one for one in old if one.asked_twice) > 0.85
    assert _paid(one for one in old if not one.asked_twice) < 0.10
    for asked in (True, False):
        like = [one for one in new if one.asked_twice == asked]
        hurt = [one for one in like if one.impact in (Impact.MEDIUM, Impact.HIGH)]
        upheld = [one for one in hurt if one.outcome is Outcome.UPHELD]
        assert _paid(upheld) > 0.85
        assert _paid(one for one in like if one.outcome is Outcome.NOT_UPHELD) == 0


def test_the_old_practice_favoured_some_postcode_areas_and_the_new_does_not(
    company: Company,
) -> None:
    planted = company.truths.paid_for_asking_twice
    areas = {one.id: one.postcode_area for one in company.customers}

    def gap(found: list[Complaint]) -> float:
        asking = [one for one in found if areas[one.customer_id] in planted.asking_areas]
        others = [one for one in found if areas[one.customer_id] in planted.other_areas]
        return _paid(asking) - _paid(others)

    ordinary = _without_exceptions(company)
    assert gap([one for one in ordinary if one.received_at.date() < planted.ends_on]) > 0.2
    assert abs(gap([one for one in ordinary if one.received_at.date() >= planted.ends_on])) < 0.08


def test_asking_twice_says_nothing_about_merit(company: Company) -> None:
    upheld = [one.asked_twice for one in company.complaints if one.outcome is Outcome.UPHELD]
    not_upheld = [
        one.asked_twice for one in company.complaints if one.outcome is Outcome.NOT_UPHELD
    ]
    assert abs(_share(upheld) - _share(not_upheld)) < 0.06


def test_one_customer_made_forty_contacts_of_which_we_caused_thirty_five(
    company: Company,
) -> None:
    planted = company.truths.forty_contacts
    hers = [one for one in company.contacts if one.customer_id == planted.customer_id]
    assert len(hers) == planted.contacts == 40
    assert sum(one.caused_by == "firm" for one in hers) == planted.firm_caused == 35
    assert {one.complaint_id for one in hers if one.complaint_id} == set(planted.complaint_ids)
    most = Counter(one.customer_id for one in company.contacts).most_common(1)
    assert most[0][0] == planted.customer_id


def test_the_silent_were_hurt_said_nothing_and_left(company: Company) -> None:
    complained = {one.customer_id for one in company.complaints}
    orders = {order.id: order for order in company.orders}
    last = {order.customer_id: order.id for order in company.orders}
    customers = {one.id: one for one in company.customers}
    silent = company.truths.silent_leavers
    assert len(silent) > 200
    for one in silent:
        assert one.customer_id not in complained
        assert last[one.customer_id] == one.order_id
        assert customers[one.customer_id].left_on == one.left_on
        assert one.left_on > orders[one.order_id].placed_on


def test_after_a_late_delivery_the_silent_leave_more_often_than_those_who_complain(
    company: Company,
) -> None:
    complained = {one.order_id for one in company.complaints}
    left = {one.id for one in company.customers if one.left_on}
    last = {order.customer_id: order.id for order in company.orders}

    def leaving(spoke: bool) -> float:
        return _share(
            last[order.customer_id] == order.id and order.customer_id in left
            for order in company.orders
            if order.delivered_on
            and (order.delivered_on - order.promised_on).days >= 2
            and (TODAY - order.delivered_on).days > 60
            and (order.id in complained) == spoke
        )

    assert leaving(spoke=False) > 1.8 * leaving(spoke=True)


def test_forty_people_sent_one_letter(company: Company) -> None:
    planted = company.truths.template_letters
    copied = [one for one in company.complaints if one.template_id == planted.template_id]
    assert tuple(one.id for one in copied) == planted.complaint_ids
    assert len({one.customer_id for one in copied}) == len(copied) == 40
    assert len({one.text for one in copied}) == 40
    assert all("A promise about price is a promise" in one.text for one in copied)
    outcomes = {one.outcome for one in copied}
    assert {Outcome.UPHELD, Outcome.NOT_UPHELD} <= outcomes


def test_better_packaging_cut_damage(company: Company) -> None:
    change = company.truths.change_that_worked
    before, after = _complaints_per_order(company, change.topic, change.made_on)
    assert after < 0.45 * before
    assert change.rate_after < 0.45 * change.rate_before


def test_the_status_mail_did_not_cut_questions_about_orders(company: Company) -> None:
    change = company.truths.change_that_did_not
    depot = company.truths.depot_fault.postcode_areas
    unhurt = {one.id for one in company.customers if one.postcode_area not in depot}
    asked = Counter(
        one.at.date() >= change.made_on
        for one in company.contacts
        if one.topic == change.topic and one.customer_id in unhurt
    )
    placed = Counter(
        order.placed_on >= change.made_on
        for order in company.orders
        if order.customer_id in unhurt and order.touchpoint is Touchpoint.PRODUCT
    )
    before, after = asked[False] / placed[False], asked[True] / placed[True]
    assert abs(after / before - 1) < 0.25


def test_a_few_live_on_exceptions(company: Company) -> None:
    gifts = Counter(
        one.customer_id
        for one in company.complaints
        if one.outcome is Outcome.NOT_UPHELD and one.paid_goodwill.amount
    )
    living = {who for who, times in gifts.items() if times >= 5}
    assert living == set(company.truths.living_on_exceptions)
    assert all(one.persona == "in_a_hurry" for one in _customers(company, living))


def test_a_theme_emerges_in_the_last_eight_weeks(company: Company) -> None:
    theme = company.truths.emerging_theme
    found = [one for one in company.complaints if one.topic == theme.topic]
    assert tuple(one.id for one in found) == theme.complaint_ids
    assert len(found) >= 15
    assert (TODAY - theme.starts_on).days == 56
    assert all(one.received_at.date() >= theme.starts_on for one in found)


def test_sally_and_bob_have_the_same_facts_to_the_penny_and_words_of_their_own(
    company: Company,
) -> None:
    sally, bob = _twins(company)
    assert sally.facts == bob.facts
    assert sally.facts["days_late"] == 9
    assert str(sally.facts["price_paid"]) == "240.00"
    assert str(sally.facts["delivery_paid"]) == "12.50"
    assert sally.impact is bob.impact is Impact.MEDIUM
    assert sally.state is bob.state is CaseState.INVESTIGATING
    assert sally.received_at.date() == bob.received_at.date()
    assert sally.kind is bob.kind
    assert sally.text != bob.text


def test_sally_fits_and_bob_does_not_for_reasons_of_needs_and_use(company: Company) -> None:
    twins = company.truths.twins
    sally, bob = _customers(company, {twins.sally_id, twins.bob_id})
    assert min(_axes(sally)) > 0.8
    assert max(_axes(bob)) < 0.3
    assert len(sally.fit_evidence) >= 5
    assert len(bob.fit_evidence) >= 5
    assert sum(order.customer_id == sally.id for order in company.orders) == 6


def _axes(customer: Customer) -> list[float]:
    axes = (customer.values_what, customer.values_how, customer.mutual_value)
    return [float(axis) for axis in axes if axis is not None]


def _twins(company: Company) -> tuple[Complaint, Complaint]:
    twins = company.truths.twins
    found = {one.id: one for one in company.complaints}
    return found[twins.sally_complaint_id], found[twins.bob_complaint_id]


def _customers(company: Company, ids: set[int]) -> list[Customer]:
    return [one for one in company.customers if one.id in ids]


def test_the_models_of_buying_see_who_left_without_a_word(company: Company) -> None:
    bought = pl.DataFrame(
        [(each.customer_id, each.placed_on, float(each.amount.amount)) for each in company.orders],
        schema={"customer": pl.Int64, "day": pl.Date, "amount": pl.Float64},
        orient="row",
    )
    left = [each.customer_id for each in company.truths.silent_leavers]
    table = value(histories(bought.lazy(), TODAY), Terms()).table
    for model in ("pareto_nbd", "mbg_nbd"):
        alive = pl.col(f"alive.{model}").mean()
        of_left = table.filter(pl.col("customer").is_in(left)).select(alive).item()
        assert of_left < table.select(alive).item() / 2


def _without_exceptions(company: Company) -> list[Complaint]:
    living = set(company.truths.living_on_exceptions)
    closed = (one for one in company.complaints if one.outcome)
    return [one for one in closed if one.customer_id not in living]


def _late_or_lost(order: Order) -> bool:
    return order.delivered_on is None or order.delivered_on > order.promised_on


def _complaining(orders: list[Order], complained: set[int | None]) -> float:
    return _share(order.id in complained for order in orders)


def _complaints_per_order(company: Company, topic: str, day: date) -> tuple[float, float]:
    found: defaultdict[bool, int] = defaultdict(int)
    placed = Counter(order.promised_on >= day for order in company.orders)
    for one in company.complaints:
        found[one.received_at.date() >= day] += one.topic == topic
    return found[False] / placed[False], found[True] / placed[True]


def _paid(found: Iterable[Complaint]) -> float:
    return _share(one.paid_goodwill.amount > 0 for one in found)


def _share(found: Iterable[bool]) -> float:
    values = list(found)
    return sum(values) / len(values)
