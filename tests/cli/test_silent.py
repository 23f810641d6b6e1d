"""`upheld silent` and `upheld journey --hurt`: who said nothing, and where it hurts."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.cli.conftest import Upheld

from upheld.demo.simulate.journey import JOURNEY
from upheld.steps.keep_journey import declare
from upheld.steps.may import Operator
from upheld.store import policies
from upheld.store.models import Asked, Customer, Order


@pytest.fixture
def late(db: None) -> Customer:
    declare([], [each for each in JOURNEY if not each.personas], Operator(), datetime.now(UTC))
    today = datetime.now(UTC).date()
    who = Customer.objects.create(name="Ann Lee", email="ann@example.org")
    Order.objects.create(
        customer=who, reference="LL-1", placed_on=today - timedelta(days=40), item="Ash desk",
        touchpoint="product", amount=100, promised_on=today - timedelta(days=20),
        delivered_on=today - timedelta(days=9),
    )  # fmt: skip
    return who


def test_the_silent_as_json_and_in_words(upheld: Upheld, late: Customer) -> None:
    told = json.loads(upheld("silent", "--json").out)
    (fault,) = told["faults"]
    assert (fault["key"], fault["silent_customers"], fault["lost"]) == ("late.delivery", 1, None)
    assert told["touchpoints"][0]["silent"] is None
    assert "1 orders, 0 complained of; 1 people said nothing." in upheld("silent").out


def test_who_it_hit_is_listed_and_asked_once(upheld: Upheld, late: Customer) -> None:
    (one,) = json.loads(upheld("silent", "who", "late.delivery", "--json").out)
    assert (one["order"], one["why_not"]) == ("LL-1", "")
    number = str(late.pk)
    told = upheld("silent", "ask", "late.delivery", "--customer", number, "--json").out
    assert json.loads(told) == {"asked": [late.pk], "kept_back": []}
    again = upheld("silent", "ask", "late.delivery", "--customer", number).out
    assert "They were asked about it before." in again
    assert Asked.objects.count() == 1


def test_a_letter_that_no_person_writes_is_signed_by_the_team(
    upheld: Upheld, late: Customer
) -> None:
    upheld("silent", "ask", "late.delivery", "--customer", str(late.pk))
    assert Asked.objects.get().body.endswith(f"With kind regards,\n\n{policies.voice().team}")


def test_where_it_hurts_as_json_and_in_words(upheld: Upheld, late: Customer) -> None:
    told = json.loads(upheld("journey", "--hurt", "--json").out)
    (point,) = told["touchpoints"]
    assert (point["key"], point["hit"], point["lost"]) == ("delivery", 1, None)
    assert "Delivery" in upheld("journey", "--hurt").out


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (("silent", "who", "slow.delivery"), "there is no fault 'slow.delivery'"),
        (("silent", "who", "late.nowhere"), "there is no fault 'late.nowhere'"),
        (("silent", "--since", "spring"), "--since spring: write a day"),
        (("silent", "--since", "2026-02-01", "--until", "2026-01-01"), "--since: 2026-02-01 is"),
        (("journey", "--hurt", "--quarter", "2026 Q1"), "--hurt: it tells of the last twelve"),
        (("journey", "--hurt", "--persona", "stayer"), "--persona: none is declared"),
    ],
)
def test_what_cannot_be_told_is_refused_in_a_line(
    upheld: Upheld, late: Customer, asked: tuple[str, ...], why: str
) -> None:
    assert upheld(*asked).error.startswith(why)
