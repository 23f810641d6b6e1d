"""One record of the firm's own: what it says, and what it cannot say. Nothing is invented."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.records import Asked, Key, Reading, Source, read_rows
from upheld.store import policies
from upheld.tables import Field, Kind, Policy
from upheld.tables.dmn.feel import Scope, feel_expression

COLUMNS = {
    "price": Field("price", Kind.MONEY),
    "promised_on": Field("promised_on", Kind.DATE),
    "delivered_on": Field("delivered_on", Kind.DATE),
    "collected": Field("collected", Kind.BOOLEAN),
    "proof": Field("proof", Kind.STRING),
}
MADE_OF = {
    "price_paid": "price",
    "days_late": 'max(delivered_on - promised_on, duration("P0D"))',
    "received": "collected",
    "delivery_proof": "proof",
}
SCOPE = Scope(frozenset({*COLUMNS, "received_on", "asked_on"}))
ORDERS = Source(
    name="order system",
    keys=frozenset({Key.ORDER}),
    columns=COLUMNS,
    facts={name: feel_expression(text, SCOPE) for name, text in MADE_OF.items()},
    currency="GBP",
)
ASKED = Asked(date(2026, 11, 2), date(2026, 11, 3), {Key.ORDER: "LL-7"})
ROW = {
    "price": "240.00",
    "promised_on": "2026-10-15",
    "delivered_on": "2026-10-24",
    "collected": "yes",
    "proof": "signed",
}


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policies.read_policy(policies.folder())


def read(*rows: Mapping[str, Any], policy: Policy, source: Source = ORDERS) -> Reading:
    return read_rows(source, "orders.csv (order LL-7)", rows, ASKED, policy)


def facts(reading: Reading) -> dict[str, Any]:
    return {name: told.value for name, told in reading.facts.items()}


def test_one_record_gives_its_facts(policy: Policy) -> None:
    reading = read(ROW, policy=policy)
    assert facts(reading) == {
        "price_paid": Decimal(240),
        "days_late": Decimal(9),
        "received": True,
        "delivery_proof": "signed",
    }
    assert reading.troubles == ()


def test_a_fact_says_which_columns_it_follows_from(policy: Policy) -> None:
    told = read(ROW, policy=policy).facts["days_late"].columns
    assert told == {"promised_on": date(2026, 10, 15), "delivered_on": date(2026, 10, 24)}


def test_no_record_is_a_question(policy: Policy) -> None:
    reading = read(policy=policy)
    assert reading.facts == {}
    assert reading.troubles == (
        "order system: there is no record of order LL-7. Is that the right one?",
    )


def test_no_record_of_an_optional_source_is_nothing(policy: Policy) -> None:
    assert read(policy=policy, source=replace(ORDERS, optional=True)).troubles == ()


def test_two_records_of_one_order_are_a_question_and_neither_counts(policy: Policy) -> None:
    reading = read(ROW, ROW, policy=policy)
    assert reading.facts == {}
    assert reading.troubles == (
        "order system: there is more than one record of order LL-7. Which one is it?",
    )


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_blank_cell_is_not_known_and_what_is_made_of_it_is_not_either(
    blank: object, policy: Policy
) -> None:
    reading = read({**ROW, "delivered_on": blank}, policy=policy)
    assert "days_late" not in reading.facts
    assert reading.troubles == ()


@pytest.mark.parametrize(
    ("column", "value", "said", "lost"),
    [
        ("price", "twelve", "'twelve' is not an amount. Give it as an amount", "price_paid"),
        ("price", "12.505", "12.505 is finer than the smallest coin of GBP", "price_paid"),
        ("delivered_on", "24/10/2026", "'24/10/2026' is not a date. Give it as", "days_late"),
        ("collected", "perhaps", "'perhaps' is not a boolean", "received"),
        ("proof", "shrugged", "shrugged is not one of its values", "delivery_proof"),
        ("promised_on", "2027-13-01", "'2027-13-01' is not a date", "days_late"),
    ],
)
def test_what_cannot_be_read_is_told_and_gives_no_fact(
    column: str, value: str, said: str, lost: str, policy: Policy
) -> None:
    reading = read({**ROW, column: value}, policy=policy)
    (trouble,) = reading.troubles
    assert trouble.startswith("order system: ")
    assert said in trouble
    assert reading.facts.keys() == MADE_OF.keys() - {lost}


def test_a_column_that_cannot_be_read_is_not_gone_round(policy: Policy) -> None:
    text = 'if delivered_on = null then received_on - promised_on else duration("P0D")'
    late = replace(ORDERS, facts={"days_late": feel_expression(text, SCOPE)})
    assert facts(read({**ROW, "delivered_on": ""}, policy=policy, source=late)) == {
        "days_late": Decimal(18)
    }
    assert facts(read({**ROW, "delivered_on": "soon"}, policy=policy, source=late)) == {}


def test_a_fact_outside_its_domain_is_told(policy: Policy) -> None:
    bare = feel_expression("delivered_on - promised_on", SCOPE)
    early = {**ROW, "delivered_on": "2026-10-12"}
    reading = read(early, policy=policy, source=replace(ORDERS, facts={"days_late": bare}))
    assert reading.facts == {}
    assert "days_late: -3 is outside its domain >= 0" in reading.troubles[0]


def test_amounts_in_another_currency_are_not_converted(policy: Policy) -> None:
    reading = read(ROW, policy=policy, source=replace(ORDERS, currency="EUR"))
    assert "price_paid" not in reading.facts
    assert "days_late" in reading.facts
    assert "the amounts are in EUR and the policy counts in GBP" in reading.troubles[0]


@pytest.mark.parametrize(
    ("theirs", "said"), [("eur", "the amounts are in EUR"), ("", "the record names no currency")]
)
def test_each_record_may_name_its_currency(theirs: str, said: str, policy: Policy) -> None:
    columns = {**COLUMNS, "currency": Field("currency", Kind.STRING)}
    named = replace(ORDERS, columns=columns, currency="", currency_column="currency")
    assert "price_paid" in read({**ROW, "currency": " gbp"}, policy=policy, source=named).facts
    reading = read({**ROW, "currency": theirs}, policy=policy, source=named)
    assert "price_paid" not in reading.facts
    assert said in reading.troubles[0]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2026-10-24", 9),
        ("2026-10-24T08:12:00", 9),
        ("2026-10-24 23:59:00", 9),
        (date(2026, 10, 24), 9),
        (datetime(2026, 10, 24, 23, 59, tzinfo=UTC), 9),
    ],
)
def test_a_day_is_the_day_as_the_record_has_it(raw: object, value: int, policy: Policy) -> None:
    reading = read({**ROW, "delivered_on": raw}, policy=policy)
    assert reading.facts["days_late"].value == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [("yes", True), ("No", False), (1, True), (0, False), ("true", True), (False, False)],
)
def test_a_yes_is_a_yes_however_it_is_kept(raw: object, value: bool, policy: Policy) -> None:
    reading = read({**ROW, "collected": raw}, policy=policy)
    assert reading.facts["received"].value is value


@given(
    st.fixed_dictionaries(
        {
            name: st.none() | st.text(max_size=12) | st.integers() | st.floats() | st.dates()
            for name in COLUMNS
        }
    )
)
def test_whatever_stands_in_a_record_is_a_fact_of_the_right_kind_or_a_question(
    row: dict[str, Any],
) -> None:
    policy = policies.read_policy(policies.folder())
    reading = read(row, policy=policy)
    for name, told in reading.facts.items():
        assert policy.read({name: told.value}, {"allegation"}) == {name: told.value}
    blank = {name for name, raw in row.items() if raw is None or not str(raw).strip()}
    if not reading.troubles and not blank:
        assert reading.facts.keys() == MADE_OF.keys()
