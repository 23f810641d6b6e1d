"""The monthly valuing: once a month, the same values when it is run twice."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from tests import stories
from tests.insight.test_profit import a_customer, an_order

from upheld.jobs import valuing
from upheld.store.models import CustomerValue, Event, Valuing

NOW = stories.NOW


def customers_who_came_again(count: int = 12) -> None:
    for name in range(count):
        who = a_customer(str(name))
        for order in range(name % 4 + 1):
            an_order(who, 50 + name, placed_on=NOW.date() - timedelta(days=300 - 50 * order))


@pytest.mark.django_db
class TestSweep:
    def test_it_values_everybody_once_a_month_and_keeps_how(self) -> None:
        customers_who_came_again()
        assert valuing.sweep(NOW)
        assert not valuing.sweep(NOW + timedelta(days=9))
        assert CustomerValue.objects.count() == 12
        row = CustomerValue.objects.select_related("of").get(customer__name="3")
        assert row.of.model == "pareto_nbd"
        assert row.of.until == NOW.date()
        assert set(row.of.told["models"]["pareto_nbd"]["parameters"]) == {"r", "alpha", "s", "beta"}
        assert (row.days, row.usual_gap) == (4, 50)
        assert row.purchases is not None
        assert row.purchases > 0
        event = Event.objects.get(kind="customers_valued")
        assert (event.by, event.data["customers"]) == ("the monthly valuing", 12)

    def test_the_next_month_takes_the_place_of_the_last(self) -> None:
        customers_who_came_again()
        valuing.sweep(NOW)
        before = list(CustomerValue.objects.order_by("customer").values_list("customer", "alive"))
        assert valuing.sweep(NOW + timedelta(days=30))
        after = list(CustomerValue.objects.order_by("customer").values_list("customer", "alive"))
        assert [who for who, _ in after] == [who for who, _ in before]
        assert all(
            now is not None and then is not None and now < then
            for (_, then), (_, now) in zip(before, after, strict=True)
        )
        assert Valuing.objects.count() == 2

    def test_where_nobody_came_again_recency_is_told_alone(self) -> None:
        for name in range(3):
            an_order(a_customer(str(name)), placed_on=NOW.date() - timedelta(days=7 * name + 1))
        assert valuing.sweep(NOW)
        rows = CustomerValue.objects.order_by("-last_on")
        assert [row.purchases for row in rows] == [None] * 3
        assert [(NOW.date() - row.last_on).days for row in rows] == [1, 8, 15]
        assert "nobody has bought twice" in " ".join(Valuing.objects.get().limits)

    def test_odd_orders_are_left_out_and_told(self) -> None:
        customers_who_came_again()
        odd = a_customer("odd")
        an_order(odd, 0, refunded=80)
        an_order(odd, 500, currency="EUR")
        an_order(odd, 500, placed_on=NOW.date() + timedelta(days=3))
        valuing.sweep(NOW)
        assert not CustomerValue.objects.filter(customer=odd).exists()
        told = " ".join(Valuing.objects.get().limits)
        assert "1 orders in another currency than GBP are left out" in told
        assert "1 orders are dated ahead" in told

    def test_without_orders_or_costs_nothing_is_valued(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        assert not valuing.sweep(NOW)
        customers_who_came_again(2)
        settings.POLICIES, settings.POLICY = tmp_path, "ours"
        assert not valuing.sweep(NOW)
        assert not Event.objects.exists()
