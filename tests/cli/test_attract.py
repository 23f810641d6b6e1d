"""`upheld sources` and `upheld journey`: the figures of the desk, for a terminal and a program."""

import json
from datetime import UTC, datetime

import pytest

from upheld.demo.simulate.journey import JOURNEY
from upheld.steps.keep_journey import declare
from upheld.steps.may import Operator
from upheld.store.models import Customer, Order

from .conftest import Upheld


@pytest.fixture
def bought(db: None) -> None:
    customer = Customer.objects.create(name="Sally", came_by="magazine")
    Order.objects.create(customer=customer, reference="1", placed_on="2026-03-02", item="Desk",
                         touchpoint="product", amount="240.00", refunded="40")  # fmt: skip


@pytest.mark.django_db
def test_without_customers_nothing_is_made_up(upheld: Upheld) -> None:
    assert upheld("sources").out == "No customer is on record yet.\n"
    assert upheld("journey").out == "No touchpoint is declared yet.\n"


def test_sources_as_json(upheld: Upheld, bought: None) -> None:
    told = json.loads(upheld("sources", "--json").out)
    row = told["rows"][0]
    assert (row["key"], row["verdict"]) == ("magazine", "cannot_tell")
    assert row["because"] == ["Too few to tell: 1 of the 30 customers that it takes."]
    assert row["money"] == [{"currency": "GBP", "paid": "200.00", "owed": "0.00",
                             "goodwill": "0.00"}]  # fmt: skip
    assert row["upheld_share"] is None
    assert row["complaints_each_hundred"]["likely"] == 0
    assert "Magazine" in upheld("sources").out


def test_the_journey_as_json(upheld: Upheld, bought: None) -> None:
    everybodys = [each for each in JOURNEY if not each.personas]
    declare([], everybodys, Operator(), datetime.now(UTC))
    told = json.loads(upheld("journey", "--quarter", "2026 Q1", "--json").out)
    points = {each["key"]: each for each in told["touchpoints"]}
    assert told["quarter"] == "2026 Q1"
    assert (points["delivery"]["passages"], points["delivery"]["passed"]) == (1, "orders of it")
    assert points["advert"]["complaints_each_thousand"] is None
    assert "hand-off" in upheld("journey").out


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (("--quarter", "soon"), "--quarter: 'soon' is no quarter"),
        (("--quarter", "1999 Q1"), "--quarter: nothing is on record in 1999 Q1"),
        (("--persona", "stayer"), "--persona: none is declared"),
    ],
)
def test_what_is_not_there_is_refused(
    upheld: Upheld, bought: None, asked: tuple[str, str], why: str
) -> None:
    assert upheld("journey", *asked).error.startswith(why)
