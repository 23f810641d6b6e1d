"""Which communication brings customers that we can thrill, and which those that we disappoint."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import stories

from upheld.insight.profit import Scope, whale
from upheld.insight.sources import Source, Sources, Verdict, reading, sources
from upheld.insight.sources.verdict import ENOUGH, Judged, judged
from upheld.store import models as rows
from upheld.store.brought import By
from upheld.store.policies import policy_in_force
from upheld.store.policy_files.costs_file import rates

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def a_source(key: str, customers: int = 400, **told: Any) -> Source:
    bands = told.pop("bands", {"core": customers * 7 // 10, "outside": customers // 10})
    made = Source(key, key, customers=customers, orders=customers * 3, **told)
    made.bands.update(bands)
    made.squares = made.squares or made.complaints
    return made


def of(found: list[Judged], key: str) -> Judged:
    return next(each for each in found if each.row.key == key)


class TestVerdict:
    def test_a_source_that_brings_many_complaints_comes_first(self) -> None:
        found = judged([a_source("a", complaints=40), a_source("b", complaints=40),
                        a_source("c", complaints=160)])  # fmt: skip
        assert [each.row.key for each in found] == ["c", "a", "b"]
        assert found[0].verdict == Verdict.DISAPPOINTS
        assert found[0].because == (
            "Complaints for each hundred orders: 13 (11 to 16); of the others 3.3 (2.6 to 4.1).",
        )

    def test_what_chance_can_make_is_no_verdict(self) -> None:
        found = judged([a_source("a", complaints=40), a_source("b", complaints=52)])
        assert {each.verdict for each in found} == {Verdict.CANNOT_TELL}

    def test_broken_promises_tell_what_complaints_do_not(self) -> None:
        found = judged([a_source("a", complaints=40, broken=40), a_source("b", complaints=40)])
        assert of(found, "a").verdict == Verdict.DISAPPOINTS

    def test_whom_we_built_it_for_can_be_thrilled_and_others_not(self) -> None:
        thrilled = a_source("a", bands={"core": 380, "outside": 5})
        others = a_source("b", bands={"core": 150, "outside": 200})
        found = judged([thrilled, others])
        assert of(found, "a").verdict == Verdict.THRILLS
        assert of(found, "b").verdict == Verdict.NOT_BUILT_FOR

    def test_few_customers_are_too_few_to_tell(self) -> None:
        found = judged([a_source("a", ENOUGH - 1, complaints=29), a_source("b")])
        assert of(found, "a").because == ("Too few to tell: 29 of the 30 customers that it takes.",)

    def test_one_customer_with_all_the_complaints_is_no_verdict_on_a_source(self) -> None:
        one = a_source("a", complaints=100, squares=100 * 100)
        assert of(judged([one, a_source("b", complaints=40)]), "a").verdict == Verdict.CANNOT_TELL

    def test_what_nobody_wrote_down_is_beside_nothing_and_comes_last(self) -> None:
        found = judged([a_source("", complaints=400), a_source("a"), a_source("b")])
        assert found[-1].row.key == ""
        assert found[-1].because == ("Nobody wrote down what brought them.",)
        assert {each.verdict for each in found} == {Verdict.CANNOT_TELL}

    def test_sources_that_are_alike_are_told_apart_fewer_than_five_times_in_a_hundred(self) -> None:
        dice = random.Random(6)
        firms = (_alike(dice) for _ in range(200))
        wrong = sum(any(e.verdict != Verdict.CANNOT_TELL for e in judged(firm)) for firm in firms)
        assert wrong <= 10

    @given(st.lists(st.integers(0, 60), min_size=5, max_size=5))
    def test_no_count_makes_a_page_say_nan(self, counts: list[int]) -> None:
        customers, complaints, broken, core, orders = counts
        one = Source("a", "a", customers=customers, orders=orders, complaints=complaints)
        one.broken, one.bands["core"], one.squares = broken, core, complaints**2
        for each in judged([one, a_source("b"), Source("c", "c")]):
            assert each.because
            assert "nan" not in " ".join(each.because)


def _alike(dice: random.Random) -> list[Source]:
    def times(chance: float) -> int:
        return sum(dice.random() < chance for _ in range(150))

    return [
        a_source(str(number), 150, complaints=times(0.2), broken=times(0.02),
                 bands={"core": (core := times(0.7)), "outside": 150 - core})
        for number in range(8)
    ]  # fmt: skip


def a_customer(**told: Any) -> rows.Customer:
    return rows.Customer.objects.create(**{"name": "Sally", "came_by": "search", **told})


def an_order(customer: rows.Customer, **told: Any) -> rows.Order:
    plain = {"placed_on": NOW.date(), "touchpoint": "product", "amount": "240.00"}
    return rows.Order.objects.create(customer=customer, reference="LL-1", **{**plain, **told})


def row(found: Sources, key: str) -> Source:
    return next(each.row for each in found.rows if each.row.key == key)


@pytest.mark.django_db
class TestRows:
    def test_without_a_customer_nothing_is_said(self) -> None:
        found = sources(By.SOURCE, NOW)
        assert (found.rows, found.total.customers, found.limits) == ([], 0, ())

    def test_currencies_are_never_added_and_the_future_counts_for_nothing(self) -> None:
        customer = a_customer()
        an_order(customer, delivery_paid="10", refunded="40")
        an_order(customer, currency="EUR", amount="99")
        an_order(customer, placed_on=NOW.date() + timedelta(days=3))
        found = sources(By.SOURCE, NOW)
        money = row(found, "search").money
        assert {key: each.paid for key, each in money.items()} == {
            "GBP": Decimal(210), "EUR": Decimal(99),
        }  # fmt: skip
        assert "Orders dated in the future count for nothing here: 1." in found.limits
        assert "Money is in 2 currencies, which are not added to each other." in found.limits

    def test_a_customer_counts_for_the_campaign_that_first_brought_an_order(self) -> None:
        customer = a_customer(came_by="")
        an_order(customer, placed_on=date(2026, 5, 1), campaign="second")
        an_order(customer, placed_on=date(2026, 4, 1), campaign="first")
        an_order(customer, placed_on=date(2026, 3, 1))
        rows.Campaign.objects.create(key="first", name="The first", promise="Soon")
        rows.Campaign.objects.create(key="twin", name="Another", promise="Soon")
        by_campaign = sources(By.CAMPAIGN, NOW)
        assert {each.row.key: each.row.customers for each in by_campaign.rows} == {
            "first": 1, "twin": 0,
        }  # fmt: skip
        assert row(sources(By.PROMISE, NOW), "Soon").customers == 1
        assert row(sources(By.SOURCE, NOW), "").name == "Not written down"

    def test_what_customers_are_expected_to_bring_is_told_by_what_brought_them(self) -> None:
        valuing = rows.Valuing.objects.create(
            at=NOW, by="job", until=NOW.date(), weeks=52, currency="GBP", margin="0.4",
            cost_of_capital="0.1", customers=3,
        )  # fmt: skip
        for margin in ("90", "110", None):
            rows.CustomerValue.objects.create(
                customer=a_customer(), of=valuing, days=1, first_on=NOW.date(),
                last_on=NOW.date(), margin=margin,
            )  # fmt: skip
        expected = row(sources(By.SOURCE, NOW), "search").expected
        assert (expected.customers, expected.currency) == (2, "GBP")
        assert expected.each
        assert round(expected.each.likely) == 100

    def test_cost_to_serve_keeps_what_we_caused_apart_and_is_the_whale_s(self) -> None:
        own, _ = a_customer(), a_customer()
        for doing in ("firm", "customer", "neutral"):
            rows.Contact.objects.create(customer=own, at=NOW, inbound=True, channel="phone",
                                        summary="Rang", caused_by=doing)  # fmt: skip
        found = sources(By.SOURCE, NOW, sees_costs=True)
        one, total = row(found, "search"), whale(rates(), Scope(NOW)).total
        assert one.serving.total == float(total.neutral + total.own) > 0
        assert one.caused.total == float(total.firm) > 0
        assert one.serving.cost
        assert (one.serving.cost.low, one.serving.cost.likely) == (0, one.serving.total / 2)
        assert any("is not verified" in limit for limit in found.limits)
        assert row(sources(By.SOURCE, NOW), "search").serving.cost is None

    def test_who_came_while_the_others_were_counted_counts_the_next_time(
        self, lead: rows.Person
    ) -> None:
        found: reading.Found = {}
        who, _ = reading.customers(found, By.SOURCE, policy_in_force(NOW.date()))
        stories.a_decided_case(lead)
        late = rows.Case.objects.get().customer
        an_order(late)
        rows.Contact.objects.create(customer=late, at=NOW, inbound=True, channel="phone",
                                    summary="Rang", caused_by="firm")  # fmt: skip
        now = NOW + timedelta(days=365)
        reading.complaints(found, who, now)
        reading.decisions(found, who, now)
        assert reading.orders(found, who, now.date()) == (0, 0)
        reading.contacts(found, who, now)
        assert found == {}
        (once,) = sources(By.SOURCE, now).rows
        assert (once.row.complaints, once.row.decided, once.row.orders) == (1, 1, 1)

    def test_one_customer_with_half_of_all_orders_is_told(self) -> None:
        heavy, light = a_customer(), a_customer()
        for _ in range(5):
            an_order(heavy)
            an_order(light)
        limits = sources(By.SOURCE, NOW).limits
        assert any("One customer placed 50% of all orders" in limit for limit in limits)
